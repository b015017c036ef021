import type { CyclonedxComponent } from '#build/inventory/sbom/cyclonedx-write.ts';
import type { Finding } from '#core/finding.ts';
import type { ScanReport } from '#core/scan-report.ts';
import type { Severity } from '#core/severity.ts';
import { oneLine } from './text.ts';
import { rfc3339 } from './times.ts';
import { httpUrls, vulnerabilityUrl } from './urls.ts';
import { cyclonedxJustification, vexJustification, vexStatus } from './vex.ts';
import { fixText } from './wording.ts';

/** One entry for each id, rating and analysis, with all components that it affects. */
export function cyclonedxVulnerabilities(
  { findings, packages }: ScanReport,
  components: readonly CyclonedxComponent[],
): object[] {
  const refsOf = new Map<string, string[]>();
  packages.forEach(({ purl }, index) => {
    const ref = components[index]?.['bom-ref'] as string;
    const refs = refsOf.get(purl);
    if (refs) refs.push(ref);
    else refsOf.set(purl, [ref]);
  });
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.kind !== 'vulnerability' || !finding.package || !refsOf.has(finding.package.purl)) continue;
    const key = JSON.stringify([finding.id, finding.severity, finding.waived ?? null]);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].map((group) => vulnerabilityOf(group, refsOf));
}

function vulnerabilityOf(group: readonly Finding[], refsOf: ReadonlyMap<string, readonly string[]>): object {
  const finding = group[0] as Finding;
  const { id, aliases, title, cvss, severity, severitySource, references, published, evidence, kev, epss } = finding;
  const url = vulnerabilityUrl(finding);
  const source = { name: evidence.source ?? 'OSV', ...(url === undefined ? {} : { url }) };
  const urls = httpUrls(references ?? []);
  const recommendations = [...new Set(group.map(fixText).filter((text) => text !== undefined))];
  const affected = new Map<string, string>();
  for (const { package: found } of group)
    for (const ref of refsOf.get(found?.purl ?? '') ?? []) affected.set(ref, found?.version ?? '');
  const publishedAt = rfc3339(published);
  return {
    'bom-ref': `vulnerability:${finding.fingerprint}`,
    id,
    source,
    ...(aliases.length > 0
      ? { references: [...new Set(aliases)].map((alias) => ({ id: alias, source: aliasSource(alias) })) }
      : {}),
    ratings: [
      {
        ...(severitySource === undefined ? {} : { source: { name: severitySource } }),
        ...(cvss ? { score: cvss.score } : {}),
        severity: severityWord[severity],
        ...(cvss ? { method: methodOf(cvss.version), vector: cvss.vector } : {}),
      },
    ],
    description: title,
    ...(recommendations.length > 0 ? { recommendation: recommendations.join('\n') } : {}),
    ...(urls.length > 0 ? { advisories: urls.map((each) => ({ url: each })) } : {}),
    ...(publishedAt === undefined ? {} : { published: publishedAt }),
    ...(finding.waived ? { analysis: analysisOf(finding, finding.waived) } : {}),
    affects: [...affected].map(([ref, version]) => ({ ref, versions: [{ version, status: statusOf(finding) }] })),
    properties: [
      ...group.map(({ fingerprint }) => ({ name: 'holdfast:fingerprint', value: fingerprint })),
      ...(kev ? [{ name: 'holdfast:kev:added', value: kev.added }] : []),
      ...(epss ? [{ name: 'holdfast:epss:score', value: String(epss.score) }] : []),
    ],
  };
}

/** CycloneDX has no word for "does not matter here": `info` is the nearest. */
const severityWord: Readonly<Record<Severity, string>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  negligible: 'info',
  unknown: 'unknown',
};

function methodOf(version: string): string {
  switch (version) {
    case '2.0':
      return 'CVSSv2';
    case '3.0':
      return 'CVSSv3';
    case '3.1':
      return 'CVSSv31';
    case '4.0':
      return 'CVSSv4';
    default:
      return 'other';
  }
}

function aliasSource(alias: string): object {
  const url = vulnerabilityUrl({ kind: 'vulnerability', id: alias });
  return { name: alias.split('-')[0] || 'OSV', ...(url === undefined ? {} : { url }) };
}

const states = {
  not_affected: 'not_affected',
  fixed: 'resolved',
  under_investigation: 'in_triage',
  affected: 'exploitable',
} as const;

/** VEX. A waiver without a VEX status accepts the risk: exploitable, with its reason. */
function analysisOf(finding: Finding, { by, reason, expires }: NonNullable<Finding['waived']>): object {
  const justification = vexJustification(finding);
  const until = expires === undefined ? '' : ` (until ${expires})`;
  return {
    state: states[vexStatus(finding)],
    ...(justification === undefined ? {} : { justification: cyclonedxJustification(justification) }),
    detail: oneLine(`${reason}${until}, ${by}`, 2000),
  };
}

function statusOf(finding: Finding): string {
  const status = vexStatus(finding);
  if (finding.waived && (status === 'not_affected' || status === 'fixed')) return 'unaffected';
  return finding.waived && status === 'under_investigation' ? 'unknown' : 'affected';
}
