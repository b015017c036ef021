import type { Finding } from '#core/finding.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { type Severity, severities } from '#core/severity.ts';
import { listed } from './page.ts';
import { reasonRows } from './reason-rows.ts';
import type { Render, RenderOptions } from './report-format.ts';
import type { SeverityCounts } from './severity-counts.ts';
import { severityText } from './severity-counts.ts';
import { type Summary, summarise, worstFirst } from './summary.ts';
import { count, oneLine } from './text.ts';
import { vulnerabilityUrl } from './urls.ts';
import {
  advisoryNote,
  fixText,
  fullDataNote,
  layerText,
  osName,
  placeText,
  stepText,
  targetName,
  waiverNotes,
} from './wording.ts';

/** GitHub cuts a job summary at 1 MiB; these keep the largest report far below. */
const mostRows = { reasons: 20, upgrades: 30, findings: 200, issues: 50 } as const;

/** A summary for a job page or a comment: the verdict and what to do are seen, the rest is folded. */
export const renderMarkdown: Render = (report, options) => {
  const summary = summarise(report);
  const sections = [
    heading(report),
    verdict(report),
    upgrades(report, summary, options),
    leaks(report, summary),
    numbers(summary),
    folded('All findings', findingsTable(worstFirst(report.findings), options)),
    notes(report),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
};

const decisionWords = { deny: 'Denied', warn: 'Passed with warnings', pass: 'Passed' } as const;

function heading(report: ScanReport): string {
  const about = [
    osName(report),
    report.image?.platform,
    count(report.packages.length, 'package'),
    report.image?.digest?.slice(0, 'sha256:'.length + 12),
  ];
  return `## ${decisionWords[report.verdict.decision]}: ${code(targetName(report))}\n\n${about
    .filter(Boolean)
    .map((each) => md(each as string))
    .join(' · ')}`;
}

function verdict(report: ScanReport): string {
  const note = advisoryNote(report);
  const warnings = [
    ...(report.complete ? [] : ['> **Not complete:** something could not be read, see the end.']),
    ...(note === undefined ? [] : [`> ${md(note)} ${md(fullDataNote)}`]),
  ].join('\n>\n');
  const rows = reasonRows(report, false);
  const lines = rows.slice(0, mostRows.reasons).map(({ decision, rule, items, findings }) => {
    const total = findings > 0 ? ` (${findings})` : '';
    return `- **${decision}** ${code(rule)}${total}: ${md(listed(items, 160))}`;
  });
  const body =
    lines.length > 0
      ? [...lines, ...more(rows.length, mostRows.reasons)].join('\n')
      : 'Nothing here is against the policy.';
  return [warnings, body].filter((part) => part !== '').join('\n\n');
}

function upgrades(report: ScanReport, { upgrades: all }: Summary, { full = false }: RenderOptions): string {
  if (all.length === 0) return '';
  const short = full ? mostRows.upgrades : 10;
  const rows = all.slice(0, short).map(({ type, name, from, to, counts, exploited, layers }) => {
    const layer = layers[0];
    const step = layer === undefined ? undefined : report.image?.layers[layer]?.createdBy;
    const origin =
      layer === undefined
        ? ''
        : `${layerText(report, layer)}${step === undefined ? '' : ` ${code(oneLine(stepText(step), 80))}`}`;
    return row([
      `${md(type)} ${code(name)}`,
      code(from[0] ?? '') + (from.length > 1 ? ` +${from.length - 1}` : ''),
      to === undefined ? 'a fixed version' : code(to),
      `${severityText(counts)}${exploited ? ' **exploited**' : ''}`,
      origin,
    ]);
  });
  return [
    `### Upgrade ${count(all.length, 'package')}`,
    '',
    row(['Package', 'Installed', 'Upgrade to', 'Removes', 'Brought by']),
    row(['---', '---', '---', '---', '---']),
    ...rows,
    ...more(all.length, short),
  ].join('\n');
}

/** Each with its place; what to do stands once, after all that it helps. */
function leaks(report: ScanReport, { secrets, configs }: Summary): string {
  const all = [...secrets, ...configs];
  if (all.length === 0) return '';
  const shown = all.slice(0, 15);
  const groups = [...Map.groupBy(shown, (finding) => fixText(finding)).entries()];
  const parts = groups.map(([fix, findings]) => {
    const items = findings.map((finding) => {
      const { severity, title, evidence } = finding;
      const where = evidence.layer === undefined ? '' : `, ${layerText(report, evidence.layer)}`;
      const gone = evidence.deletedInLaterLayer === true ? ', deleted later and still in the image' : '';
      return `- **${severity}** ${md(title)}: ${code(placeText(finding))}${where}${gone}`;
    });
    return [...items, ...(fix === undefined ? [] : ['', `  ${md(fix)}`, ''])].join('\n');
  });
  return ['### Secrets and configuration', '', parts.join('\n').trimEnd(), ...more(all.length, shown.length)].join(
    '\n',
  );
}

function numbers({ counts, fixable, waived }: Summary): string {
  const line = (label: string, values: SeverityCounts): string =>
    row([label, ...severities.map((severity: Severity) => (values[severity] === 0 ? '' : String(values[severity])))]);
  const table = [
    row(['', ...severities]),
    row(['---', ...severities.map(() => '---:')]),
    line('Vulnerabilities', counts.vulnerability),
    line('fixed by an upgrade', fixable),
    line('Secrets', counts.secret),
    line('Configuration', counts.config),
    line('Licences', counts.licence),
  ];
  return [...table, ...(waived > 0 ? ['', `${count(waived, 'finding')} waived, not counted.`] : [])].join('\n');
}

function findingsTable(findings: readonly Finding[], { full = false }: RenderOptions): string {
  if (findings.length === 0) return '';
  const short = full ? mostRows.findings : 50;
  const rows = findings.slice(0, short).map((finding) => {
    const { id, severity, package: found, kev, waived } = finding;
    const url = vulnerabilityUrl(finding);
    const state = waived ? `waived: ${md(waived.reason)}` : md(fixText(finding) ?? '');
    return row([
      severity,
      `${url === undefined ? code(id) : `[${md(id)}](${url})`}${kev ? ' **exploited**' : ''}`,
      found ? `${code(found.name)} ${code(found.version)}` : code(placeText(finding)),
      state,
    ]);
  });
  return [
    row(['Severity', 'Id', 'Where', 'What to do']),
    row(['---', '---', '---', '---']),
    ...rows,
    ...more(findings.length, short),
  ].join('\n');
}

function notes(report: ScanReport): string {
  const items = [
    ...(report.advisories.notCovered.length > 0
      ? [`No vulnerability data at all for ${report.advisories.notCovered.map((name) => code(name)).join(', ')}.`]
      : []),
    ...waiverNotes(report).map(({ label, names }) => `${label}: ${names.map(code).join(', ')}.`),
    ...report.issues
      .filter(({ level }) => level === 'error')
      .slice(0, mostRows.issues)
      .map(({ message, where }) => `Could not read ${where === undefined ? '' : code(where)}: ${md(message)}`),
  ];
  return items.length === 0 ? '' : folded('Not covered, and notes', items.map((item) => `- ${item}`).join('\n'));
}

/** GitHub and GitLab need the empty lines around Markdown inside HTML. */
function folded(title: string, body: string): string {
  return body === '' ? '' : `<details>\n<summary>${title}</summary>\n\n${body}\n\n</details>`;
}

function more(total: number, shown: number): string[] {
  return total > shown ? ['', `… and ${total - shown} more.`] : [];
}

function row(columns: readonly string[]): string {
  return `| ${columns.join(' | ')} |`;
}

/** Untrusted text as text: nothing in it makes markup, links, mentions or cells. */
function md(text: string): string {
  return oneLine(text, 300)
    .replace(/[\\`*_{}[\]()#+!|<>~&$]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll('@', '@\u200b');
}

/** As code: a fence longer than any run of backticks inside. Bars would end a table cell even there. */
function code(text: string): string {
  const clean = oneLine(text, 200).replaceAll('|', '¦');
  if (clean === '') return '';
  const longest = Math.max(0, ...(clean.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = clean.startsWith('`') || clean.endsWith('`') ? ' ' : '';
  return `${fence}${space}${clean}${space}${fence}`;
}
