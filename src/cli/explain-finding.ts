import type { AdvisoryDb } from '#build/vuln/db/reader.ts';
import { type Explanation, explainMatch } from '#build/vuln/match/explain.ts';
import type { Finding } from '#core/finding.ts';
import type { Package } from '#core/package.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { oneLine } from '#output/report/text.ts';
import { layerText, placeText, stepText } from '#output/report/wording.ts';

/** Answers of the matcher that say nothing of a package unless the user asked about it. */
const besideThePoint = new Set<Explanation['reason']>(['other-package', 'no-such-advisory', 'owned-by-os-package']);

/** Packages that are not affected: more than these are counted, in text. */
const shownUnaffected = 8;

export interface ExplainedPackage {
  readonly package: Package;
  readonly explanation: Explanation;
}

export interface Explained {
  readonly findings: readonly Finding[];
  readonly packages: readonly ExplainedPackage[];
  /** Said when there is nothing to say of any package. */
  readonly nothing?: readonly string[];
}

/**
 * `wanted` is a fingerprint or its beginning (8 characters on), an advisory's id or alias, or the id of a check or secret rule.
 * `packageName` is a package, its source package, or the last part of a longer name (`log4j-core`).
 */
export function explainFinding(
  report: ScanReport,
  db: AdvisoryDb,
  wanted: string,
  packageName: string | undefined,
): Explained {
  const named = report.packages.filter((item) => packageName === undefined || goesBy(item, packageName));
  if (named.length === 0 && packageName !== undefined)
    return { findings: [], packages: [], nothing: [`This target has no package called ${packageName}.`] };
  const asked = canonicalId(wanted);
  const byPrint = (finding: Finding) => wanted.length >= 8 && finding.fingerprint.startsWith(wanted.toLowerCase());
  const purls = new Set(named.map(({ purl }) => purl));
  const findings = report.findings.filter(
    (finding) =>
      (byPrint(finding) || [finding.id, ...finding.aliases].some((id) => canonicalId(id) === asked)) &&
      (packageName === undefined || (finding.package !== undefined && purls.has(finding.package.purl))),
  );
  const print = findings.find(byPrint);
  const id = print?.id ?? asked;
  if (findings.length > 0 && findings.every(({ kind }) => kind !== 'vulnerability')) return { findings, packages: [] };
  const packages = named
    .filter(({ purl }) => print === undefined || findings.some((finding) => finding.package?.purl === purl))
    .map((item): ExplainedPackage => ({ package: item, explanation: explainMatch(db, item, report.os, id) }))
    .filter(({ explanation: { reason } }) => packageName !== undefined || !besideThePoint.has(reason))
    .sort((a, b) => Number(b.explanation.matched) - Number(a.explanation.matched));
  if (db.named(id).advisories.length > 0 && (findings.length > 0 || packages.length > 0)) return { findings, packages };
  if (findings.length > 0) return { findings, packages: [] };
  return { findings, packages: [], nothing: nothingOf(id, db) };
}

function nothingOf(id: string, db: AdvisoryDb): string[] {
  if (db.named(id).advisories.length > 0)
    return [`${id} is in the advisory database, but it is about no package of this target.`];
  return [
    `Nothing in the report and no advisory in the database is called ${id}.`,
    `The database has ${db.meta.advisories.toLocaleString('en-US')} advisories (${db.meta.set} set).`,
  ];
}

function goesBy({ name, source, purl }: Package, wanted: string): boolean {
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);
  return [name, source?.name, last, purl].includes(wanted);
}

/** Ids are written in any case; the databases have CVE and GHSA in one. */
function canonicalId(id: string): string {
  if (/^cve-/i.test(id)) return id.toUpperCase();
  return /^ghsa-/i.test(id) ? `GHSA-${id.slice(5).toLowerCase()}` : id;
}

/** For a person: what is affected first, then what is not and why. */
export function renderExplained({ findings, packages, nothing }: Explained, report: ScanReport): string {
  const lines: string[] = [...(nothing ?? [])];
  for (const finding of findings.filter((item) => item.kind !== 'vulnerability'))
    lines.push(...describeFinding(finding, report), '');
  const unaffected = packages.filter(({ explanation }) => !explanation.matched);
  for (const { package: item, explanation } of packages) {
    if (unaffected.findIndex((other) => other.package === item) >= shownUnaffected) continue;
    const own = findings.filter((finding) => finding.package?.purl === item.purl);
    lines.push(`${item.name} ${item.version} (${item.type}): ${explanation.matched ? 'affected' : 'not reported'}`);
    lines.push(...explanation.lines.map((line) => `  ${line}`));
    lines.push(...origin(item, report).map((line) => `  ${line}`));
    for (const finding of own) lines.push(...judgement(finding).map((line) => `  ${line}`));
    lines.push('');
  }
  const left = unaffected.length - shownUnaffected;
  if (left > 0) lines.push(`… and ${left} more packages for which it is not reported; --package NAME shows one.`);
  return `${lines.join('\n').trimEnd()}\n`;
}

function describeFinding(finding: Finding, report: ScanReport): string[] {
  const { evidence } = finding;
  const layer = evidence.layer === undefined ? undefined : layerText(report, evidence.layer);
  const gone = evidence.deletedInLaterLayer
    ? ', deleted by a later layer but still there for whoever has the image'
    : '';
  return [
    `${finding.id} (${finding.kind}): ${oneLine(finding.title)}`,
    `  At ${placeText(finding)}${evidence.redacted ? `: ${oneLine(evidence.redacted)}` : ''}.`,
    ...(layer ? [`  In ${layer}${gone}.`] : []),
    ...(evidence.step ? [`  Made by: ${stepText(evidence.step)}`] : []),
    ...(finding.remediation ? [`  ${oneLine(finding.remediation, 500)}`] : []),
    ...judgement(finding).map((line) => `  ${line}`),
  ];
}

function origin(item: Package, { image }: ScanReport): string[] {
  const layer = item.layer === undefined ? undefined : image?.layers[item.layer];
  const more = item.locations.length > 3 ? ` and ${item.locations.length - 3} more` : '';
  return [
    `Found by ${item.cataloger} at ${item.locations
      .slice(0, 3)
      .map((path) => oneLine(path))
      .join(', ')}${more}.`,
    ...(layer && image
      ? [
          `First in ${layerText({ image }, layer.index)}${layer.createdBy ? `, made by: ${stepText(layer.createdBy)}` : ''}`,
        ]
      : []),
  ];
}

function judgement(finding: Finding): string[] {
  const { fix, waived, kev, epss, severitySource } = finding;
  return [
    `Severity ${finding.severity}${severitySource ? ` (${severitySource})` : ''}.`,
    ...(fix
      ? [fix.versions.length > 0 ? `Fixed in ${fix.versions.join(', ')}.` : `No fixed version: ${fix.state}.`]
      : []),
    ...(kev
      ? [
          `Known to be exploited: in CISA's catalogue since ${kev.added}${kev.ransomware ? ', used by ransomware' : ''}.`,
        ]
      : []),
    ...(epss ? [`EPSS ${(epss.score * 100).toFixed(1)} % (percentile ${(epss.percentile * 100).toFixed(0)}).`] : []),
    ...(waived
      ? [
          `Waived by ${oneLine(waived.by)}: ${oneLine(waived.reason)}${waived.expires ? ` (until ${waived.expires})` : ''}.`,
        ]
      : []),
    `Fingerprint ${finding.fingerprint}.`,
  ];
}
