import type { Finding } from '#core/finding.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { type Severity, severityOfScore, severityRank } from '#core/severity.ts';
import { oneLine } from './text.ts';
import { httpUrls, vulnerabilityUrl } from './urls.ts';
import { fixText } from './wording.ts';

/** A vulnerability's rule is its id; other kinds say their kind, so that ids cannot meet. */
export function ruleKey({ kind, id }: Finding): string {
  return kind === 'vulnerability' ? id : `${kind}/${id}`;
}

const kindNames = {
  vulnerability: 'Vulnerability',
  secret: 'Secret',
  config: 'Configuration',
  licence: 'Licence',
} as const;

/** One rule for each id, in the order of first appearance; it speaks for its worst finding. */
export function sarifRules({ findings }: ScanReport): { rules: object[]; indexOf: ReadonlyMap<string, number> } {
  const worst = new Map<string, Finding>();
  for (const finding of findings) {
    const key = ruleKey(finding);
    const known = worst.get(key);
    if (!known || securitySeverity(finding) > securitySeverity(known)) worst.set(key, finding);
  }
  const keys = [...worst.keys()];
  return {
    rules: keys.map((key) => ruleOf(key, worst.get(key) as Finding)),
    indexOf: new Map(keys.map((key, index) => [key, index])),
  };
}

function ruleOf(key: string, finding: Finding): object {
  const title = oneLine(finding.title, 300) || finding.id;
  const urls = httpUrls(finding.references ?? []);
  const url = vulnerabilityUrl(finding) ?? urls[0];
  const facts = factsOf(finding);
  const help = finding.kind === 'vulnerability' ? undefined : fixText(finding);
  const text = [title, ...facts.map(([name, value]) => `${name}: ${value}`), help, ...urls].filter(Boolean).join('\n');
  const markdown = [
    `**${escapeMarkdown(title)}**`,
    ...(facts.length > 0
      ? [
          ['| | |', '| --- | --- |', ...facts.map(([name, value]) => `| ${name} | ${escapeMarkdown(value)} |`)].join(
            '\n',
          ),
        ]
      : []),
    ...(help === undefined ? [] : [escapeMarkdown(help)]),
    ...(urls.length > 0 ? [urls.map((each) => `- <${each}>`).join('\n')] : []),
  ].join('\n\n');
  return {
    id: key,
    name: `${kindNames[finding.kind]}${finding.kind === 'vulnerability' ? '' : pascal(finding.id)}`,
    shortDescription: { text: shortDescription(finding, title) },
    fullDescription: { text: title },
    ...(url === undefined ? {} : { helpUri: url }),
    help: { text, markdown },
    defaultConfiguration: { level: levels[finding.severity] },
    properties: {
      tags: ['security', finding.kind, finding.severity, ...(finding.kev ? ['known-exploited'] : [])],
      precision: finding.kind === 'secret' ? 'high' : 'very-high',
      'security-severity': securitySeverity(finding).toFixed(1),
    },
  };
}

function shortDescription(finding: Finding, title: string): string {
  return finding.kind === 'vulnerability' ? `${finding.id}: ${title}` : title;
}

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  negligible: 'note',
  unknown: 'note',
};

/** GitHub's bands: above 9.0 critical, 7.0–8.9 high, 4.0–6.9 medium, 0.1–3.9 low. */
const middleOfBand: Readonly<Record<Severity, number>> = {
  critical: 9.5,
  high: 8,
  medium: 5.5,
  low: 2.5,
  negligible: 0.5,
  unknown: 0.1,
};

/** The CVSS score where it says the same as the severity that we show; else the middle of that severity's band. */
function securitySeverity({ severity, cvss }: Finding): number {
  const agrees = cvss !== undefined && severityRank(severityOfScore(cvss.score)) === severityRank(severity);
  return agrees ? cvss.score : middleOfBand[severity];
}

function factsOf({
  kind,
  id,
  aliases,
  severity,
  severitySource,
  cvss,
  kev,
  epss,
  published,
}: Finding): [string, string][] {
  if (kind !== 'vulnerability') return [['Severity', severity]];
  const facts: [string, string | undefined][] = [
    ['Id', [id, ...aliases].map((each) => oneLine(each, 60)).join(', ')],
    ['Severity', severitySource === undefined ? severity : `${severity} (${oneLine(severitySource, 60)})`],
    ['CVSS', cvss && `${cvss.score} ${oneLine(cvss.vector, 200)}`],
    ['Known exploited', kev && `since ${kev.added}${kev.ransomware ? ', by ransomware' : ''}`],
    ['EPSS', epss && `${(epss.score * 100).toFixed(1)} % within 30 days`],
    ['Published', published?.slice(0, 10)],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>]/g, (character) => `\\${character}`);
}

function pascal(id: string): string {
  return id
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')
    .slice(0, 200);
}
