import { setFlagsFromString } from 'node:v8';
import type { OpenImage } from '#build/image/source.ts';
import { assembleInventory } from '#build/inventory/assemble.ts';
import { catalogers } from '#build/inventory/catalogers/index.ts';
import { findConfigSecrets } from '#build/inventory/secrets/config.ts';
import { configSecretFinding, fileSecretFinding } from '#build/inventory/secrets/finding.ts';
import { unhandledFormat } from '#build/inventory/unhandled.ts';
import type { FileEntry } from '#core/file-tree.ts';
import type { Finding } from '#core/finding.ts';
import { type Issue, warningIssue } from '#core/outcome.ts';
import { checkImage } from '#guard/policy/checks/check-image.ts';
import type { ConfigFile } from '#guard/policy/checks/image-facts.ts';
import type { Collected } from './collected.ts';
import { dockerfileFindings } from './dockerfiles.ts';
import { type Gathered, type GatherOptions, gather } from './gather.ts';
import { imageReport } from './image-report.ts';

/**
 * Most functions of a scan run some thousand times and the scan is over: optimising them later than V8 does by default saves a tenth of the CPU
 * time of a 40 MB image, and costs nothing measurable on large ones, whose hot loops still get there.
 */
setFlagsFromString('--invocation-count-for-maglev=4000');
setFlagsFromString('--invocation-count-for-turbofan=40000');
/** What a scan allocates either dies at once or stays: a large young generation costs 20 to 120 MB and saves no time. */
setFlagsFromString('--semi-space-growth-factor=1');

export type ReadOptions = Omit<GatherOptions, 'catalogers'> & { readonly listAllFiles: boolean; readonly now: Date };

/** Reads what the cache does not know: layers, then inventory, secrets and configuration checks of the whole. */
export async function readImage(
  image: OpenImage,
  options: ReadOptions,
): Promise<Collected & { readonly files?: readonly FileEntry[] }> {
  const gatherOptions = {
    ...options,
    catalogers: catalogers.filter((cataloger) => cataloger.scopes.includes(options.scope)),
  };
  const gathered = await gather(image, gatherOptions);
  const collected = collect(image, gathered, gatherOptions, options.now);
  return options.listAllFiles ? { ...collected, files: [...gathered.tree.entries()] } : collected;
}

function collect(
  image: OpenImage,
  gathered: Gathered,
  { catalogers: used, scope }: Pick<GatherOptions, 'catalogers' | 'scope'>,
  now: Date,
): Collected {
  const { tree, found } = gathered;
  const inventory = assembleInventory({ found, tree, catalogers: used, scope });
  const isImage = image.kind !== 'dir' && image.kind !== 'rootfs';
  const report = isImage ? imageReport(image, gathered.layers) : undefined;
  const secrets = gathered.secrets.map(({ path, layer, deletedInLaterLayer, match }) => {
    const info = report?.layers[layer];
    return fileSecretFinding(match, { path, deletedInLaterLayer, ...(info ? { layer: info } : {}) });
  });
  const configSecrets = isImage ? findConfigSecrets(image.config) : [];
  const dockerfiles = image.kind === 'dir' ? dockerfileFindings(image.reference, tree) : { findings: [], issues: [] };
  const checks =
    image.kind === 'dir'
      ? dockerfiles.findings
      : checkImage({
          ...(isImage ? { config: image.config } : {}),
          layers: report?.layers ?? [],
          tree,
          ...(inventory.os ? { os: inventory.os } : {}),
          packages: inventory.packages,
          owned: inventory.owned,
          configFiles: configFiles(found),
          secrets: configSecrets,
          today: now.toISOString().slice(0, 10),
        });
  const issues = [
    ...gathered.issues,
    ...inventory.issues,
    ...gathered.unhandled.map(unhandledIssue),
    ...dockerfiles.issues,
  ];
  return {
    kind: image.kind,
    reference: image.reference,
    ...(report ? { image: report } : {}),
    ...(inventory.os ? { os: inventory.os } : {}),
    packages: inventory.packages,
    findings: distinct([
      ...secrets,
      ...configSecrets.map((secret) => configSecretFinding(secret, image.config.history)),
      ...checks,
    ]),
    issues,
    complete: gathered.complete && !issues.some((issue) => issue.level === 'error'),
  };
}

/** What the config/… catalogers read, for the checks. */
function configFiles(found: Gathered['found']): ConfigFile[] {
  return [...found].flatMap(([cataloger, files]) =>
    cataloger.startsWith('config/')
      ? files.map(({ path, layer, facts }) => ({ path, layer, data: facts.data as ConfigFile['data'] }))
      : [],
  );
}

function unhandledIssue(path: string): Issue {
  const format = unhandledFormat(path.slice(path.lastIndexOf('/') + 1));
  return warningIssue(
    'inventory/unhandled',
    `this file names packages (${format?.ecosystem ?? 'unknown'}) that Holdfast does not read`,
    {
      where: path,
      hint: format?.hint || undefined,
    },
  );
}

/** The same secret in several layers has one fingerprint: the one that the final file system shows wins, else the highest layer. */
function distinct(findings: readonly Finding[]): Finding[] {
  const byPrint = new Map<string, Finding>();
  for (const finding of findings) {
    const known = byPrint.get(finding.fingerprint);
    if (known && !known.evidence.deletedInLaterLayer && finding.evidence.deletedInLaterLayer) continue;
    byPrint.set(finding.fingerprint, finding);
  }
  return [...byPrint.values()];
}
