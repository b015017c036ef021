import type { FileEntry } from '#core/file-tree.ts';
import type { Evidence, Finding } from '#core/finding.ts';
import type { HistoryStep, LayerInfo } from '#core/image.ts';
import type { Issue } from '#core/outcome.ts';
import type { OsInfo, Package } from '#core/package.ts';
import type { AdvisoryState, ImageReport, ScanReport, WaiverReport } from '#core/scan-report.ts';
import type { Reason, Verdict } from '#core/verdict.ts';

/**
 * The keys of schema `holdfast.scan/1` in the order in which they are written, so that two reports can be compared as text.
 * `Keys` fails to compile where a field of the type is missing here; what is not listed is not written.
 */
type Keys<T> = { readonly [K in keyof Required<T>]: true };

const keysOf = <T>(keys: Keys<T>): readonly (keyof T & string)[] => Object.keys(keys) as (keyof T & string)[];

export const keyOrder = {
  report: keysOf<ScanReport>({
    schema: true,
    holdfast: true,
    target: true,
    scannedAt: true,
    complete: true,
    issues: true,
    verdict: true,
    policy: true,
    advisories: true,
    image: true,
    os: true,
    findings: true,
    packages: true,
    files: true,
    timings: true,
  }),
  target: keysOf<ScanReport['target']>({ kind: true, reference: true }),
  issue: keysOf<Issue>({ code: true, level: true, message: true, where: true, hint: true, cause: true }),
  verdict: keysOf<Verdict>({ stage: true, decision: true, reasons: true }),
  reason: keysOf<Reason>({
    decision: true,
    policy: true,
    rule: true,
    message: true,
    severity: true,
    subject: true,
    findings: true,
  }),
  policy: keysOf<NonNullable<ScanReport['policy']>>({ name: true, waivers: true }),
  waivers: keysOf<WaiverReport>({ applied: true, unused: true, expired: true, expiring: true, ineffective: true }),
  advisories: keysOf<AdvisoryState>({
    set: true,
    advisories: true,
    builtAt: true,
    digest: true,
    ecosystems: true,
    notCovered: true,
  }),
  image: keysOf<ImageReport>({
    reference: true,
    digest: true,
    indexDigest: true,
    configDigest: true,
    platform: true,
    tags: true,
    config: true,
    layers: true,
    history: true,
  }),
  step: keysOf<HistoryStep>({ createdBy: true, created: true, comment: true, emptyLayer: true }),
  layer: keysOf<LayerInfo>({
    index: true,
    digest: true,
    diffId: true,
    mediaType: true,
    size: true,
    createdBy: true,
    fromBase: true,
  }),
  os: keysOf<OsInfo>({ id: true, versionId: true, prettyName: true, codename: true, idLike: true, endOfLife: true }),
  finding: keysOf<Finding>({
    fingerprint: true,
    kind: true,
    id: true,
    aliases: true,
    title: true,
    severity: true,
    severitySource: true,
    cvss: true,
    package: true,
    fix: true,
    kev: true,
    epss: true,
    published: true,
    evidence: true,
    waived: true,
    remediation: true,
    references: true,
  }),
  cvss: keysOf<NonNullable<Finding['cvss']>>({ version: true, score: true, vector: true }),
  findingPackage: keysOf<NonNullable<Finding['package']>>({ purl: true, name: true, version: true, type: true }),
  fix: keysOf<NonNullable<Finding['fix']>>({ state: true, versions: true }),
  kev: keysOf<NonNullable<Finding['kev']>>({ added: true, ransomware: true }),
  epss: keysOf<NonNullable<Finding['epss']>>({ score: true, percentile: true }),
  waived: keysOf<NonNullable<Finding['waived']>>({ by: true, reason: true, status: true, expires: true }),
  evidence: keysOf<Evidence>({
    file: true,
    line: true,
    endLine: true,
    layer: true,
    step: true,
    deletedInLaterLayer: true,
    where: true,
    name: true,
    redacted: true,
    cataloger: true,
    advisory: true,
    source: true,
    matchedName: true,
    matchedVersion: true,
    range: true,
    comparison: true,
  }),
  package: keysOf<Package>({
    type: true,
    name: true,
    version: true,
    purl: true,
    arch: true,
    source: true,
    module: true,
    licenses: true,
    locations: true,
    layer: true,
    ownedBy: true,
    cataloger: true,
    dev: true,
    dependsOn: true,
  }),
  source: keysOf<NonNullable<Package['source']>>({ name: true, version: true }),
  file: keysOf<FileEntry>({
    path: true,
    type: true,
    mode: true,
    size: true,
    linkTarget: true,
    layer: true,
    uid: true,
    gid: true,
  }),
} as const;

/** The object's known keys in their order; undefined stays undefined and is not written. */
export function ordered<T extends object>(value: T, keys: readonly (keyof T & string)[]): Partial<T>;
export function ordered<T extends object>(
  value: T | undefined,
  keys: readonly (keyof T & string)[],
): Partial<T> | undefined;
export function ordered<T extends object>(
  value: T | undefined,
  keys: readonly (keyof T & string)[],
): Partial<T> | undefined {
  if (value === undefined) return undefined;
  const result: Partial<T> = {};
  for (const key of keys) if (value[key] !== undefined) result[key] = value[key];
  return result;
}
