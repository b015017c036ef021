import type { Finding } from '#core/finding.ts';
import type { ScanReport } from '#core/scan-report.ts';
import type { Severity } from '#core/severity.ts';
import type { Render } from './report-format.ts';
import { count, oneLine, shorten } from './text.ts';
import { wholeSeconds } from './times.ts';
import { httpUrls, vulnerabilityUrl } from './urls.ts';
import { fixText, osName, targetName } from './wording.ts';

/** The lowest minor of 15 that has all that is written here, so that older instances know it too; 15.2 accepts it as well. */
const schemaVersion = '15.0.7';

/**
 * GitLab's container scanning report: vulnerabilities of packages only, for that is all the format holds. Waived ones are left out and
 * counted in a message. Schema: gitlab.com/gitlab-org/security-products/security-report-schemas.
 */
export const renderGitlab: Render = (report) => {
  const vulnerabilities = report.findings.filter(
    ({ kind, package: found }) => kind === 'vulnerability' && found !== undefined,
  );
  const active = vulnerabilities.filter(({ waived }) => waived === undefined);
  const time = wholeSeconds(report.scannedAt).slice(0, -1);
  const program = {
    id: 'holdfast',
    name: 'Holdfast',
    url: 'https://holdfast.dev',
    vendor: { name: 'Holdfast' },
    version: report.holdfast.version || '0.0.0',
  };
  const image = targetName(report) || 'unknown';
  const system = osName(report) || 'unknown';
  const document = {
    version: schemaVersion,
    schema: `https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/v${schemaVersion}/dist/container-scanning-report-format.json`,
    scan: {
      analyzer: program,
      scanner: program,
      type: 'container_scanning',
      start_time: time,
      end_time: time,
      // A partly read image is a result with warnings, not a failed job: GitLab drops the findings of a failed scan.
      status: 'success',
      messages: messagesOf(report, vulnerabilities.length - active.length),
    },
    vulnerabilities: active.map((finding) => vulnerabilityOf(finding, image, system)),
    remediations: [],
  };
  return `${JSON.stringify(document, null, 1)}\n`;
};

function messagesOf({ issues, advisories, findings }: ScanReport, waived: number): { level: string; value: string }[] {
  const others = findings.filter(({ kind }) => kind !== 'vulnerability').length;
  return [
    ...(advisories.set === 'starter'
      ? [{ level: 'warn', value: 'only the starter set of vulnerabilities was used' }]
      : []),
    ...(waived > 0
      ? [{ level: 'info', value: `${count(waived, 'vulnerability', 'vulnerabilities')} waived and not listed` }]
      : []),
    ...(others > 0
      ? [
          {
            level: 'info',
            value: `${count(others, 'finding')} of other kinds not listed: this format holds vulnerabilities`,
          },
        ]
      : []),
    ...issues.map(({ level, code, message, where }) => ({
      level: level === 'error' ? 'warn' : 'info',
      value: oneLine(`${code}: ${where === undefined ? '' : `${where}: `}${message}`, 500),
    })),
  ];
}

const severityWord: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  negligible: 'Info',
  unknown: 'Unknown',
};

function vulnerabilityOf(finding: Finding, image: string, operating_system: string): object {
  const { id, aliases, title, severity, package: found, fingerprint, references, cvss } = finding;
  const name = oneLine(found?.name ?? '', 200);
  const text = oneLine(title, 1000) || id;
  const solution = fixText(finding);
  const vector = cvss && gitlabVector(cvss.vector, cvss.version);
  const urls = httpUrls(references ?? []);
  return {
    id: uuidOf(fingerprint),
    category: 'container_scanning',
    name: shorten(text, 255),
    message: shorten(`${id} in ${name}`, 255),
    description: descriptionOf(finding, text),
    severity: severityWord[severity],
    ...(solution === undefined ? {} : { solution }),
    identifiers: [id, ...aliases].filter((each) => each !== '').map(identifierOf),
    ...(vector ? { cvss_vectors: [{ vendor: oneLine(finding.severitySource ?? '', 100) || 'unknown', vector }] } : {}),
    ...(urls.length > 0 ? { links: urls.map((url) => ({ url })) } : {}),
    location: {
      dependency: { package: { name }, version: oneLine(found?.version ?? '', 200) },
      operating_system,
      image,
    },
  };
}

function descriptionOf({ package: found, evidence, kev, epss }: Finding, text: string): string {
  const lines = [
    text,
    found && `Package: ${oneLine(found.name, 200)} ${oneLine(found.version, 200)} (${oneLine(found.purl, 400)})`,
    evidence.file && `File: ${oneLine(evidence.file)}`,
    evidence.step && `Build step: ${oneLine(evidence.step)}`,
    kev && `Known exploited since ${kev.added}${kev.ransomware ? ', by ransomware' : ''}`,
    epss && `EPSS: ${(epss.score * 100).toFixed(1)} %`,
  ];
  return lines.filter(Boolean).join('\n\n');
}

/** The fingerprint in the form of a UUID: GitLab follows a vulnerability by it from run to run. */
function uuidOf(fingerprint: string): string {
  return fingerprint.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function identifierOf(id: string): object {
  const type = /^(CVE|GHSA|RHSA|USN|DSA|DLA|ELSA|ALAS)\b/.exec(id)?.[1]?.toLowerCase() ?? 'osv';
  const url = vulnerabilityUrl({ kind: 'vulnerability', id });
  return { type, name: id, value: id, ...(url === undefined ? {} : { url }) };
}

/** Only base vectors of 2.0 and 3.x pass GitLab's patterns; 4.0 has no place there yet. */
function gitlabVector(vector: string, version: string): string | undefined {
  const pattern =
    version === '2.0'
      ? /^AV:[NAL]\/AC:[LMH]\/Au:[MSN]\/C:[NPC]\/I:[NPC]\/A:[NPC]$/
      : /^CVSS:3\.[01]\/AV:[NALP]\/AC:[LH]\/PR:[NLH]\/UI:[NR]\/S:[UC]\/C:[NLH]\/I:[NLH]\/A:[NLH]$/;
  return pattern.test(vector) ? vector : undefined;
}
