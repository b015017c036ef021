import { compareText } from '#core/order.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { type Severity, severities } from '#core/severity.ts';
import { listed, Page, wrap } from './page.ts';
import { type Paints, paints } from './paints.ts';
import { reasonRows } from './reason-rows.ts';
import type { Render } from './report-format.ts';
import { type SeverityCounts, severityText } from './severity-counts.ts';
import { type Summary, summarise, worstFirst } from './summary.ts';
import { writeFindings } from './table-findings.ts';
import { cells, count, oneLine, pad, shorten, shortenPath } from './text.ts';
import type { Upgrade } from './upgrades.ts';
import {
  advisoryNote,
  fixText,
  fullDataNote,
  issuePlace,
  originText,
  osName,
  placeText,
  targetArgument,
  targetName,
  waiverNotes,
} from './wording.ts';

/** Rows of each section in the short form; the rest is counted. */
const shortRows = { reasons: 8, upgrades: 8, issues: 5 } as const;

/** A first look for people: verdict, then what to do, then numbers, then what was not covered. */
export const renderTable: Render = (report, { width = 100, colour = false, full = false }) => {
  const page = new Page(Math.min(Math.max(width, 60), 160), paints(colour), full);
  const summary = summarise(report);
  writeVerdict(page, report);
  writeUpgrades(page, report, summary);
  writeFindings(page, report, 'Secrets', summary.secrets, summary.judged);
  writeFindings(page, report, 'Configuration', summary.configs, summary.judged);
  writeFindings(page, report, 'Licences', summary.licences, summary.judged);
  writeCounts(page, report, summary);
  if (full) writeAll(page, report);
  writeGaps(page, report);
  writeNext(page, report, summary);
  return page.text();
};

function writeVerdict(page: Page, report: ScanReport): void {
  const { paint } = page;
  const packages = report.packages.length === 0 ? 'no packages found' : count(report.packages.length, 'package');
  const about = [osName(report), report.image?.platform && oneLine(report.image.platform), packages];
  page.line(
    `${paint.decision(report.verdict.decision)}  ${paint.bold(shortenPath(targetName(report), page.width - 8))}`,
  );
  page.paragraph(about.filter(Boolean).join(' · '), '      ', paint.dim);
  if (!report.complete) page.line(paint.warn('      Not complete: something could not be read, see the end.'));
  const note = advisoryNote(report);
  if (note !== undefined) page.paragraph(note, '      ', paint.warn);
  page.line();
  const rows = reasonRows(report, page.full);
  if (rows.length === 0) page.line('Nothing here is against the policy.');
  const shown = page.shown(rows, shortRows.reasons);
  const ruleWidth = Math.max(0, ...shown.map(({ rule }) => cells(rule)));
  const numberWidth = Math.max(0, ...shown.map(({ findings }) => String(findings).length));
  const room = page.width - ruleWidth - numberWidth - 10;
  for (const { decision, rule, findings, items } of shown) {
    const total = (findings === 0 ? '' : String(findings)).padStart(numberWidth);
    const start = `${paint.decision(decision)}  ${pad(rule, ruleWidth)}  ${paint.bold(total)}`;
    if (room >= 36) page.line(`${start}  ${listed(items, room)}`);
    else {
      page.line(start);
      page.line(`      ${listed(items, page.width - 6)}`);
    }
  }
  page.more(rows.length - shown.length, 'reasons');
}

function writeUpgrades(page: Page, report: ScanReport, { upgrades }: Summary): void {
  if (upgrades.length === 0) return;
  const { paint } = page;
  const total = upgrades.reduce((sum, { ids }) => sum + ids.length, 0);
  page.heading(
    'Upgrade',
    `${count(upgrades.length, 'package')}, removes ${count(total, 'vulnerability', 'vulnerabilities')}`,
  );
  const rows = page.shown(upgrades, shortRows.upgrades).map((upgrade) => ({
    upgrade,
    name: `${typeLabel(upgrade.type)} ${oneLine(upgrade.name, 60)}`,
    change: changeText(upgrade),
    removes: severityText(upgrade.counts) + (upgrade.exploited ? ', exploited' : ''),
  }));
  const widest = (texts: readonly string[]): number => Math.max(...texts.map(cells));
  const removesWidth = widest(rows.map(({ removes }) => removes));
  const change = Math.min(44, widest(rows.map((row) => row.change)));
  // What an upgrade removes stands beside it where there is room, else on the line below.
  const wide = page.width - change - removesWidth - 6 >= 24;
  const room = page.width - change - (wide ? removesWidth + 6 : 4);
  const nameWidth = Math.min(room, widest(rows.map(({ name }) => name)));
  for (const row of rows) {
    const removes = paintCounts(row.upgrade, paint);
    const start = `  ${paint.bold(pad(shortenPath(row.name, nameWidth), nameWidth))}  ${pad(shorten(row.change, change), change)}`;
    const where = whereOf(report, row.upgrade);
    page.line(wide ? `${start}  ${removes}` : start);
    if (!wide) page.line(`    ${removes}`);
    if (where !== '') page.line(paint.dim(`    ${where}`));
  }
  page.more(upgrades.length - rows.length, 'upgrades');
}

function changeText({ from, to }: Upgrade): string {
  const installed =
    from.length > 1 ? `${oneLine(from[0] as string, 40)} (+${from.length - 1})` : oneLine(from[0] ?? '', 40);
  return `${installed} → ${to === undefined ? 'a fixed version' : oneLine(to, 40)}`;
}

/** `libssl3, openssl · layer 2 of 5: RUN apt-get install …` or `app/node_modules/lodash · layer 5 of 5: COPY . .` */
function whereOf(report: ScanReport, { packages, type, locations, layers }: Upgrade): string {
  const distribution = type === 'deb' || type === 'rpm' || type === 'apk';
  const more = locations.length > 1 ? ` (+${locations.length - 1})` : '';
  const what = distribution
    ? packages.map((name) => oneLine(name, 60)).join(', ')
    : `${shortenPath(oneLine(locations[0] ?? ''), 60)}${more}`;
  return [what, layers[0] === undefined ? '' : originText(report, layers[0])].filter(Boolean).join(' · ');
}

/** As `severityText`, painted. */
function paintCounts({ counts, exploited }: Upgrade, paint: Paints): string {
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => paint.severity(severity, `${counts[severity]} ${severity}`));
  return [...parts, ...(exploited ? [paint.bad('exploited')] : [])].join(', ');
}

const shortNames: Readonly<Record<Severity, string>> = {
  critical: 'crit',
  high: 'high',
  medium: 'med',
  low: 'low',
  negligible: 'negl',
  unknown: 'unkn',
};

const kinds = [
  ['vulnerability', 'vulnerabilities'],
  ['secret', 'secrets'],
  ['config', 'configuration'],
  ['licence', 'licences'],
] as const;

function writeCounts(page: Page, report: ScanReport, summary: Summary): void {
  const { paint } = page;
  const rows = kinds
    .map(([kind, label]) => ({ label, counts: summary.counts[kind] }))
    .filter(({ counts }) => severities.some((severity) => counts[severity] > 0));
  page.heading('Found');
  if (rows.length === 0) page.line('  nothing');
  else {
    const table: { label: string; counts: SeverityCounts }[] = [...rows];
    if (summary.upgrades.length > 0) table.splice(1, 0, { label: '  fixed by an upgrade', counts: summary.fixable });
    const narrow = page.width < 90;
    const column = narrow ? 6 : 11;
    const heads = severities.map((severity) => (narrow ? shortNames[severity] : severity).padStart(column));
    page.line(paint.dim(`  ${pad('', 21)}${heads.join('')}`));
    for (const { label, counts } of table) {
      const cellsOf = (severity: Severity): string => {
        const text = (counts[severity] === 0 ? '·' : String(counts[severity])).padStart(column);
        return counts[severity] === 0 ? paint.dim(text) : paint.severity(severity, text);
      };
      page.line(`  ${pad(label, 21)}${severities.map(cellsOf).join('')}`);
    }
  }
  if (summary.waived > 0) page.line(paint.dim(`  ${count(summary.waived, 'finding')} waived, not counted above`));
  page.paragraph(packageText(report), '  ', paint.dim);
}

/** `12 packages: 6 deb, 2 npm, 1 pypi (1 owned by the system)`. */
function packageText({ packages }: ScanReport): string {
  if (packages.length === 0) return 'no packages';
  const types = new Map<string, number>();
  for (const { type } of packages) types.set(type, (types.get(type) ?? 0) + 1);
  const listed = [...types]
    .sort(([a, m], [b, n]) => n - m || compareText(a, b))
    .map(([type, number]) => `${number} ${type}`);
  const owned = packages.filter(({ ownedBy }) => ownedBy !== undefined).length;
  return `${count(packages.length, 'package')}: ${listed.join(', ')}${owned > 0 ? ` (${owned} part of a system package, matched there)` : ''}`;
}

/** What the sections above do not list one by one. */
function writeAll(page: Page, report: ScanReport): void {
  const { paint } = page;
  const findings = report.findings.filter(({ kind, waived }) => kind === 'vulnerability' || waived !== undefined);
  if (findings.length === 0) return;
  page.heading('All vulnerabilities, and what is waived', String(findings.length));
  for (const finding of worstFirst(findings)) {
    const { id, severity, title, waived } = finding;
    const found = finding.package
      ? ` ${oneLine(finding.package.name, 60)} ${oneLine(finding.package.version, 40)}`
      : '';
    page.line(
      `  ${paint.severity(severity, pad(severity, 10))} ${paint.bold(oneLine(id, 40))}${found}${finding.kev ? paint.bad(' exploited') : ''}`,
    );
    page.line(`             ${oneLine(title, page.width - 13)}`);
    const origin = finding.evidence.layer === undefined ? '' : ` · ${originText(report, finding.evidence.layer)}`;
    page.line(paint.dim(`             ${shorten(`${placeText(finding)}${origin}`, page.width - 13)}`));
    const fix = fixText(finding);
    if (fix !== undefined && waived === undefined)
      page.line(paint.dim(`             ${shorten(fix, page.width - 13)}`));
    if (waived)
      page.line(
        paint.dim(`             waived by ${oneLine(waived.by, 60)}: ${oneLine(waived.reason, page.width - 30)}`),
      );
  }
}

function writeGaps(page: Page, report: ScanReport): void {
  const { paint } = page;
  const notes: string[] = [];
  if (report.advisories.notCovered.length > 0) {
    notes.push(
      `No vulnerability data at all for: ${report.advisories.notCovered.map((name) => oneLine(name, 60)).join(', ')}.`,
    );
  }
  if (report.os?.endOfLife !== undefined && report.os.endOfLife < report.scannedAt.slice(0, 10)) {
    notes.push(
      `${osName(report)} has had no security support since ${oneLine(report.os.endOfLife)}: fixes no longer arrive.`,
    );
  }
  for (const { label, names } of waiverNotes(report))
    notes.push(`${label}: ${names.map((name) => oneLine(name, 60)).join(', ')}.`);
  if (report.advisories.set !== 'full') notes.push(fullDataNote);
  const errors = report.issues.filter(({ level }) => level === 'error');
  const issues = page.full ? report.issues : errors;
  if (notes.length === 0 && issues.length === 0) return;
  page.heading('Not covered, and notes');
  for (const note of notes)
    for (const [index, line] of wrap(note, page.width - 4).entries())
      page.line(`  ${index === 0 ? '- ' : '  '}${line}`);
  const shown = page.shown(issues, shortRows.issues);
  for (const { message, where, hint, level } of shown) {
    const place = where === undefined ? '' : `${shortenPath(issuePlace(report, where), 60)}: `;
    page.line(
      `  ${level === 'error' ? paint.bad('not read') : paint.warn('warning ')}  ${shorten(`${place}${oneLine(message)}`, page.width - 12)}`,
    );
    if (hint !== undefined) page.line(paint.dim(`            ${shorten(oneLine(hint), page.width - 12)}`));
  }
  page.more(issues.length - shown.length, 'issues');
}

function writeNext(page: Page, report: ScanReport, { upgrades }: Summary): void {
  if (page.full || report.findings.length === 0) return;
  const target = targetArgument(report);
  const example = oneLine(worstFirst(report.findings)[0]?.id ?? 'ID', 60);
  const commands = [
    ...(upgrades.length > 0 ? [[`holdfast fix ${target}`, 'the exact commands'] as const] : []),
    [`holdfast explain ${target} ${example}`, 'why it is here'],
    [`holdfast scan ${target} --full`, 'every finding'],
  ] as const;
  page.heading('Next');
  const width = Math.max(...commands.map(([command]) => cells(command)));
  const fits = commands.every(([, purpose]) => width + purpose.length + 4 <= page.width);
  for (const [command, purpose] of commands)
    page.line(`  ${fits ? `${pad(command, width)}  ${page.paint.dim(purpose)}` : command}`);
}

const typeLabels: ReadonlyMap<string, string> = new Map(
  Object.entries({ golang: 'go', deb: 'apt', composer: 'composer', pypi: 'pip' }),
);

function typeLabel(type: string): string {
  return typeLabels.get(type) ?? oneLine(type, 12);
}
