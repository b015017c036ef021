import type { openChosenDb } from '#build/scan/advisories.ts';
import { type Explanation, explainMatch } from '#build/vuln/match/explain.ts';
import type { Finding } from '#core/finding.ts';
import type { Package } from '#core/package.ts';
import type { ScanReport } from '#core/scan-report.ts';

/** Answers of the matcher that say nothing about this package in particular. */
const besideThePoint = new Set<Explanation['reason']>(['other-package', 'no-such-advisory']);

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

type Db = Extract<ReturnType<typeof openChosenDb>, { ok: true }>['value'];

/** `wanted` is a fingerprint or its beginning (8 characters on), an advisory's id or alias, or the id of a check or secret rule. */
export function explainFinding(report: ScanReport, db: Db, wanted: string, packageName: string | undefined): Explained {
  const findings = report.findings.filter(
    (finding) =>
      (finding.id === wanted ||
        finding.aliases.includes(wanted) ||
        (wanted.length >= 8 && finding.fingerprint.startsWith(wanted))) &&
      (packageName === undefined || finding.package?.name === packageName),
  );
  const id = findings.find((finding) => finding.fingerprint.startsWith(wanted))?.id ?? wanted;
  const byPrint = findings.some((finding) => finding.fingerprint.startsWith(wanted));
  const named = new Set(findings.map((finding) => finding.package?.purl));
  const candidates = report.packages.filter((item) =>
    packageName !== undefined
      ? item.name === packageName || item.source?.name === packageName
      : !byPrint || named.has(item.purl),
  );
  const packages = candidates.flatMap((item): ExplainedPackage[] => {
    const explanation = explainMatch(db, item, report.os, id);
    return besideThePoint.has(explanation.reason) && packageName === undefined ? [] : [{ package: item, explanation }];
  });
  if (findings.length > 0 || packages.length > 0) return { findings, packages };
  const known = db.named(id).advisories.length > 0;
  const nothing = known
    ? [`${id} is in the advisory database, but it is about no package of this target.`]
    : [
        `Nothing in the report and no advisory in the database is called ${id}.`,
        `The database has ${db.meta.advisories} advisories (${db.meta.set} set).`,
      ];
  return { findings, packages, nothing };
}

/** For a person: the finding's evidence first, then package by package why it matched or not. */
export function renderExplained({ findings, packages, nothing }: Explained, report: ScanReport): string {
  const lines: string[] = [...(nothing ?? [])];
  for (const finding of findings.filter((item) => item.kind !== 'vulnerability'))
    lines.push(...describeFinding(finding), '');
  for (const { package: item, explanation } of packages) {
    const own = findings.filter((finding) => finding.package?.purl === item.purl);
    lines.push(`${item.name} ${item.version} (${item.type}): ${explanation.matched ? 'affected' : 'not reported'}`);
    lines.push(...explanation.lines.map((line) => `  ${line}`));
    lines.push(...origin(item, report).map((line) => `  ${line}`));
    for (const finding of own) lines.push(...judgement(finding).map((line) => `  ${line}`));
    lines.push('');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function describeFinding(finding: Finding): string[] {
  const { evidence } = finding;
  const place = evidence.file
    ? `${evidence.file}${evidence.line ? `:${evidence.line}` : ''}`
    : `${evidence.where ?? 'image'}${evidence.name ? ` ${evidence.name}` : ''}`;
  return [
    `${finding.id} (${finding.kind}, ${finding.severity}): ${finding.title}`,
    `  at ${place}${evidence.redacted ? `: ${evidence.redacted}` : ''}`,
    ...(evidence.layer === undefined
      ? []
      : [
          `  in layer ${evidence.layer}${evidence.deletedInLaterLayer ? ', deleted by a later layer but still there for whoever has the image' : ''}`,
        ]),
    ...(evidence.step ? [`  brought by the build step: ${evidence.step}`] : []),
    ...(finding.remediation ? [`  ${finding.remediation}`] : []),
    ...judgement(finding).map((line) => `  ${line}`),
  ];
}

function origin(item: Package, { image }: ScanReport): string[] {
  const layer = item.layer === undefined ? undefined : image?.layers[item.layer];
  return [
    `Found by ${item.cataloger} at ${item.locations.slice(0, 3).join(', ')}${item.locations.length > 3 ? ' …' : ''}.`,
    ...(layer
      ? [
          `First in layer ${layer.index}${layer.fromBase ? ' (base image)' : ''}${layer.createdBy ? `, made by: ${layer.createdBy}` : ''}.`,
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
      ? [`Waived by ${waived.by}: ${waived.reason}${waived.expires ? ` (until ${waived.expires})` : ''}.`]
      : []),
    `Fingerprint ${finding.fingerprint}.`,
  ];
}
