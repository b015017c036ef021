import type { Finding } from '#core/finding.ts';
import { splitImageRef } from '#core/ids/image-ref.ts';
import type { LayerInfo } from '#core/image.ts';
import type { OsInfo, Package } from '#core/package.ts';
import type { ImageReport } from '#core/scan-report.ts';
import { severityRank } from '#core/severity.ts';
import type { ObjectShape } from './cel/types.ts';
import { CelDouble } from './cel/values.ts';
import type { MatchKind, PolicyInput } from './policy.ts';

/**
 * What CEL sees in a policy. Every field is always there: text that is not known is '', numbers are 0 (indexes and lines -1), times null. The shapes
 * are given to the checker, which so finds misspelt fields; docs/policy.md lists them.
 */
const findingShape = {
  id: 'string',
  kind: 'string',
  title: 'string',
  fingerprint: 'string',
  aliases: 'list(string)',
  severity: 'string',
  severityRank: 'int',
  severitySource: 'string',
  fixable: 'bool',
  fixState: 'string',
  fixVersions: 'list(string)',
  kev: 'bool',
  ransomware: 'bool',
  epss: 'double',
  epssPercentile: 'double',
  cvss: 'double',
  published: 'timestamp',
  ageDays: 'int',
  path: 'string',
  line: 'int',
  layer: 'int',
  where: 'string',
  source: 'string',
  advisory: 'string',
  deleted: 'bool',
} satisfies ObjectShape;

const packageShape = {
  type: 'string',
  name: 'string',
  version: 'string',
  purl: 'string',
  arch: 'string',
  source: 'string',
  licences: 'list(string)',
  locations: 'list(string)',
  layer: 'int',
  dev: 'bool',
  base: 'bool',
  ownedBy: 'string',
} satisfies ObjectShape;

const layerShape = {
  index: 'int',
  digest: 'string',
  createdBy: 'string',
  base: 'bool',
  size: 'int',
} satisfies ObjectShape;

const imageShape = {
  reference: 'string',
  registry: 'string',
  repository: 'string',
  tag: 'string',
  digest: 'string',
  base: 'string',
  user: 'string',
  env: 'list(string)',
  labels: 'map(string, string)',
  ports: 'list(string)',
  entrypoint: 'list(string)',
  cmd: 'list(string)',
  healthcheck: 'bool',
  created: 'timestamp',
  architecture: 'string',
  os: 'string',
  layers: 'int',
} satisfies ObjectShape;

const osShape = {
  id: 'string',
  versionId: 'string',
  name: 'string',
  codename: 'string',
  endOfLife: 'timestamp',
  isEndOfLife: 'bool',
} satisfies ObjectShape;
const targetShape = { kind: 'string', reference: 'string' } satisfies ObjectShape;

const common = { image: imageShape, os: osShape, target: targetShape, now: 'timestamp', stage: 'string' };

/** The variables of each kind of rule. */
export const viewShapes: Readonly<Record<MatchKind, Readonly<Record<string, string | ObjectShape>>>> = {
  finding: { finding: findingShape, package: packageShape, layer: layerShape, ...common },
  package: { package: packageShape, layer: layerShape, ...common },
  image: { ...common },
  layer: { layer: layerShape, ...common },
};

export type Bindings = Readonly<Record<string, unknown>>;

const millisPerDay = 86_400_000;

export function commonView(input: PolicyInput): Bindings {
  return {
    image: imageView(input.image, input.target?.reference),
    os: osView(input.os, input.now),
    target: { kind: input.target?.kind ?? '', reference: input.target?.reference ?? '' },
    now: input.now,
    stage: input.stage,
  };
}

export function findingView(finding: Finding, now: Date): Bindings {
  const { fix, kev, epss, cvss, evidence } = finding;
  const published = timeOf(finding.published);
  return {
    id: finding.id,
    kind: finding.kind,
    title: finding.title,
    fingerprint: finding.fingerprint,
    aliases: finding.aliases,
    severity: finding.severity,
    severityRank: severityRank(finding.severity),
    severitySource: finding.severitySource ?? '',
    fixable: isFixable(finding),
    fixState: fix?.state ?? 'unknown',
    fixVersions: fix?.versions ?? [],
    kev: kev !== undefined,
    ransomware: kev?.ransomware ?? false,
    epss: double(epss?.score ?? 0),
    epssPercentile: double(epss?.percentile ?? 0),
    cvss: double(cvss?.score ?? 0),
    published,
    ageDays: ageInDays(published, now) ?? 0,
    path: evidence.file ?? '',
    line: evidence.line ?? -1,
    layer: evidence.layer ?? -1,
    where: evidence.where ?? (evidence.file === undefined ? '' : 'file'),
    source: evidence.source ?? '',
    advisory: evidence.advisory ?? '',
    deleted: evidence.deletedInLaterLayer ?? false,
  };
}

export function packageView(item: Partial<Package>, layer: LayerInfo | undefined): Bindings {
  return {
    type: item.type ?? '',
    name: item.name ?? '',
    version: item.version ?? '',
    purl: item.purl ?? '',
    arch: item.arch ?? '',
    source: item.source?.name ?? '',
    licences: item.licenses ?? [],
    locations: item.locations ?? [],
    layer: item.layer ?? -1,
    dev: item.dev ?? false,
    base: layer?.fromBase ?? false,
    ownedBy: item.ownedBy ?? '',
  };
}

export function layerView(layer: LayerInfo | undefined): Bindings {
  return {
    index: layer?.index ?? -1,
    digest: layer?.digest ?? layer?.diffId ?? '',
    createdBy: layer?.createdBy ?? '',
    base: layer?.fromBase ?? false,
    size: layer?.size ?? 0,
  };
}

export function isFixable(finding: Finding): boolean {
  return finding.fix?.state === 'fixed' && finding.fix.versions.length > 0;
}

/** Whole days; undefined where the day of publication is not known. */
export function ageInDays(published: Date | null, now: Date): number | undefined {
  return published === null ? undefined : Math.max(0, Math.floor((now.getTime() - published.getTime()) / millisPerDay));
}

export function timeOf(text: unknown): Date | null {
  if (typeof text !== 'string') return null;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time;
}

/** The label that the OCI image-spec (annotations.md) has for it. */
export function baseImageOf(image: ImageReport | undefined): string {
  return labelsOf(image)['org.opencontainers.image.base.name'] ?? '';
}

/** Support ended before `now`. */
export function isEndOfLife(os: OsInfo | undefined, now: Date): boolean {
  const end = timeOf(os?.endOfLife);
  return end !== null && end.getTime() + millisPerDay <= now.getTime();
}

function imageView(image: ImageReport | undefined, reference: string | undefined): Bindings {
  const name = image?.reference ?? reference ?? '';
  const parts = splitImageRef(name);
  const platform = image?.platform?.split('/') ?? [];
  return {
    reference: name,
    registry: name === '' ? '' : parts.registry,
    repository: parts.repository,
    tag: parts.tag ?? '',
    digest: image?.digest ?? parts.digest ?? '',
    base: baseImageOf(image),
    user: textOf(configOf(image, 'User')),
    env: textsOf(configOf(image, 'Env')),
    labels: labelsOf(image),
    ports: namesOf(configOf(image, 'ExposedPorts')),
    entrypoint: textsOf(configOf(image, 'Entrypoint')),
    cmd: textsOf(configOf(image, 'Cmd')),
    healthcheck: isHealthcheck(configOf(image, 'Healthcheck')),
    created: timeOf(image?.history.findLast((step) => step.created !== undefined)?.created),
    architecture: platform[1] ?? '',
    os: platform[0] ?? '',
    layers: image?.layers.length ?? 0,
  };
}

function osView(os: OsInfo | undefined, now: Date): Bindings {
  return {
    id: os?.id ?? '',
    versionId: os?.versionId ?? '',
    name: os?.prettyName ?? '',
    codename: os?.codename ?? '',
    endOfLife: timeOf(os?.endOfLife),
    isEndOfLife: isEndOfLife(os, now),
  };
}

function labelsOf(image: ImageReport | undefined): Readonly<Record<string, string>> {
  const labels = configOf(image, 'Labels');
  return typeof labels === 'object' && labels !== null ? (labels as Record<string, string>) : {};
}

/** A member of the image configuration (image-spec config.md). */
function configOf(image: ImageReport | undefined, member: string): unknown {
  return image?.config[member];
}

/** `{"80/tcp": {}}` → `['80/tcp']` */
function namesOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** `NONE` switches an inherited one off. */
function isHealthcheck(value: unknown): boolean {
  const test = (value as { Test?: unknown } | undefined)?.Test;
  return Array.isArray(test) && test.length > 0 && test[0] !== 'NONE';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whole doubles need their own form (cel/values.ts). */
function double(value: number): unknown {
  return Number.isSafeInteger(value) ? new CelDouble(value) : value;
}
