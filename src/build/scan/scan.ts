import type { RegistryOptions } from '#build/image/registry/client.ts';
import type { VexSubject } from '#build/vuln/vex/product.ts';
import type { VexDocument } from '#build/vuln/vex/statement.ts';
import type { Finding } from '#core/finding.ts';
import type { Platform } from '#core/image.ts';
import { compareText } from '#core/order.ts';
import { errorIssue, failed, type Issue, type Outcome, ok } from '#core/outcome.ts';
import { type ScanReport, scanSchema } from '#core/scan-report.ts';
import { severityRank } from '#core/severity.ts';
import type { Stage } from '#core/verdict.ts';
import { evaluatePolicy } from '#guard/policy/evaluate.ts';
import type { Policy, Waiver } from '#guard/policy/policy.ts';
import { type DbChoice, matchKnown } from './advisories.ts';
import type { ScanCache } from './cache.ts';
import { type CollectedImage, collectImage } from './collect-image.ts';
import type { Collected } from './collected.ts';
import { openTarget } from './open-target.ts';
import type { ScanTarget } from './target.ts';

/** Everything that a scan touches of the world comes in here. */
export interface ScanPorts {
  readonly version: string;
  readonly cache: ScanCache;
  readonly db: DbChoice;
  readonly registry: RegistryOptions;
  readonly now: () => Date;
  /** Milliseconds of a steady clock, for timings. */
  readonly clock: () => number;
  readonly progress?: ScanProgress;
}

export interface ScanProgress {
  step(text: string): void;
  total(bytes: number | undefined): void;
  add(bytes: number): void;
}

export interface ScanOptions {
  readonly target: ScanTarget;
  readonly platform?: Platform;
  readonly stage: Stage;
  readonly policy: Policy;
  readonly waivers: readonly Waiver[];
  readonly vex: readonly VexDocument[];
  readonly secrets: boolean;
  readonly listAllFiles: boolean;
  readonly offline: boolean;
  readonly timings: boolean;
}

/** One scan: target → inventory → vulnerabilities → policy → report. Fails only where there is nothing to report on. */
export async function scan(options: ScanOptions, ports: ScanPorts): Promise<Outcome<ScanReport>> {
  const timings: Record<string, number> = {};
  let mark = ports.clock();
  const lap = (name: string) => {
    const now = ports.clock();
    timings[name] = Math.round((now - mark) * 10) / 10;
    mark = now;
  };
  const now = ports.now();
  const outcome = await collectTarget(options, ports, now, lap);
  if (!outcome.ok) return outcome;
  const { collected, key } = outcome.value;
  lap('collect');

  ports.progress?.step('matching');
  const matching = await matchKnown(collected, key, ports.db, ports.cache);
  if (!matching.ok) return matching;
  const matched = matching.value;
  lap('match');

  const judged = withLayers([...matched.findings, ...collected.findings], collected);
  const { findings, issues: vexIssues } = await withVex(judged, options.vex, collected);
  const { kind, reference, image, os, packages, complete, files } = collected;
  const target = { kind, reference };
  const policy = await evaluatePolicy(options.policy, {
    stage: options.stage,
    target,
    ...(image ? { image } : {}),
    ...(os ? { os } : {}),
    packages,
    findings,
    now,
    waivers: options.waivers,
  });
  lap('policy');

  const issues: Issue[] = [...collected.issues, ...matched.issues, ...vexIssues, ...policy.issues];
  return ok({
    schema: scanSchema,
    holdfast: { version: ports.version },
    target,
    scannedAt: now.toISOString(),
    complete: complete && !issues.some((issue) => issue.level === 'error'),
    issues,
    ...(image ? { image } : {}),
    ...(os ? { os } : {}),
    packages,
    findings: [...policy.findings].sort(worstFirst),
    verdict: policy.verdict,
    policy: { name: options.policy.name, waivers: policy.waivers },
    advisories: matched.advisories,
    ...(files ? { files } : {}),
    ...(options.timings ? { timings } : {}),
  });
}

async function collectTarget(
  options: ScanOptions,
  ports: ScanPorts,
  now: Date,
  lap: (name: string) => void,
): Promise<Outcome<CollectedImage>> {
  const { target } = options;
  if (target.kind === 'sbom') {
    const sbom = (await import('./collect-sbom.ts')).collectSbom(target.rest);
    return sbom.ok ? ok({ collected: sbom.value }) : sbom;
  }
  if (options.offline && needsNetwork(target, ports.registry.env)) {
    const hint = 'with --offline, scan a local file or an engine: docker-archive:, oci:, docker: …';
    return failed(errorIssue('scan/offline', `${target.rest} would need the network`, { hint }));
  }
  ports.progress?.step('opening');
  const opened = await openTarget(
    { ...target, kind: target.kind },
    {
      registry: ports.registry,
      spoolDir: ports.cache.directory,
      ...(options.platform ? { platform: options.platform } : {}),
    },
  );
  if (!opened.ok) return opened;
  const image = opened.value;
  lap('open');
  try {
    ports.progress?.step('reading');
    const sizes = image.layers.map((layer) => layer.size);
    ports.progress?.total(
      sizes.includes(undefined) ? undefined : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0),
    );
    const progress = ports.progress;
    return ok(
      await collectImage(image, {
        cache: ports.cache,
        secrets: options.secrets,
        listAllFiles: options.listAllFiles,
        now,
        ...(progress ? { onBytes: (count: number) => progress.add(count) } : {}),
      }),
    );
  } finally {
    await image.close();
  }
}

/** A bare reference may be in a local engine, but whoever asks for no network wants no guess. */
function needsNetwork({ kind }: ScanTarget, env: RegistryOptions['env']): boolean {
  if (kind === undefined || kind === 'registry') return true;
  const engine = kind === 'docker' ? env.DOCKER_HOST : kind === 'podman' ? env.CONTAINER_HOST : undefined;
  return engine ? !engine.startsWith('unix://') : false;
}

/** Documents that nobody gave cost nothing. */
async function withVex(findings: readonly Finding[], documents: readonly VexDocument[], collected: Collected) {
  if (documents.length === 0) return { findings, issues: [] };
  const { applyVex } = await import('#build/vuln/vex/apply.ts');
  return applyVex(findings, documents, vexSubject(collected));
}

/** By what names a VEX document may call this target. */
function vexSubject({ image, reference }: Collected): VexSubject {
  const names = [reference, image?.reference, image?.digest, image?.indexDigest, ...(image?.tags ?? [])];
  return { ids: [...new Set(names.filter((name) => name !== undefined))] };
}

/** Findings of a package get the build step of the layer that brought it. */
function withLayers(findings: readonly Finding[], { image }: Collected): Finding[] {
  if (!image) return [...findings];
  return findings.map((finding) => {
    const { layer, step } = finding.evidence;
    const createdBy = layer === undefined || step !== undefined ? undefined : image.layers[layer]?.createdBy;
    return createdBy ? { ...finding, evidence: { ...finding.evidence, step: createdBy } } : finding;
  });
}

function worstFirst(a: Finding, b: Finding): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    Number(b.kev !== undefined) - Number(a.kev !== undefined) ||
    compareText(a.kind, b.kind) ||
    compareText(a.id, b.id) ||
    compareText(a.package?.purl ?? a.evidence.file ?? '', b.package?.purl ?? b.evidence.file ?? '') ||
    compareText(a.fingerprint, b.fingerprint)
  );
}
