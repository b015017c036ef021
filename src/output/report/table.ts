import type { Finding } from '#core/finding.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { type Severity, severities } from '#core/severity.ts';
import { type Paints, paints } from './paints.ts';
import type { Render } from './report-format.ts';
import { type SeverityCounts, severityText } from './severity-counts.ts';
import { type Summary, summarise, worstFirst } from './summary.ts';
import { cells, clip, count, oneLine, pad, shorten, shortenPath } from './text.ts';
import type { Upgrade } from './upgrades.ts';
import {
  advisoryNote,
  fixText,
  fullDataNote,
  layerText,
  osName,
  placeText,
  stepText,
  targetArgument,
  targetName,
  waiverNotes,
} from './wording.ts';

/** Rows of each section in the short form; the rest is counted. */
const shortRows = { reasons: 6, upgrades: 8, findings: 6, issues: 5 } as const;

/** A first look for people: verdict, then what to do, then numbers, then what was not covered. */
export const renderTable: Render = (report, { width = 100, colour = false, full = false }) => {
  const page = new Page(Math.min(Math.max(width, 60), 160), paints(colour), full);
  const summary = summarise(report);
  writeVerdict(page, report);
  writeUpgrades(page, report, summary);
  writeFindings(page, report, 'Secrets', summary.secrets);
  writeFindings(page, report, 'Configuration', summary.configs);
  writeFindings(page, report, 'Licences', summary.licences);
  writeCounts(page, report, summary);
  if (full) writeAll(page, report);
  writeGaps(page, report);
  writeNext(page, report);
  return page.text();
};

class Page {
  readonly width: number;
  readonly paint: Paints;
  readonly full: boolean;
  readonly #lines: string[] = [];

  constructor(width: number, paint: Paints, full: boolean) {
    this.width = width;
    this.paint = paint;
    this.full = full;
  }

  line(text = ''): void {
    this.#lines.push(clip(text.trimEnd(), this.width));
  }

  heading(text: string, remark = ''): void {
    this.line();
    this.line(`${this.paint.bold(text)}${remark === '' ? '' : this.paint.dim(`  ${remark}`)}`);
  }

  /** Items of a section, and how many more there are. */
  shown<T>(items: readonly T[], short: number): readonly T[] {
    return this.full ? items : items.slice(0, short);
  }

  more(total: number, short: number, what: string): void {
    if (!this.full && total > short)
      this.line(this.paint.dim(`  … and ${total - short} more ${what}: --full shows all`));
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}

function writeVerdict(page: Page, report: ScanReport): void {
  const { paint } = page;
  const { decision, reasons } = report.verdict;
  const packages = report.packages.length === 0 ? 'no packages found' : count(report.packages.length, 'package');
  const about = [osName(report), report.image?.platform && oneLine(report.image.platform), packages];
  page.line(`${paint.decision(decision)}  ${paint.bold(shortenPath(targetName(report), page.width - 8))}`);
  for (const line of wrap(about.filter(Boolean).join(' · '), page.width - 6)) page.line(paint.dim(`      ${line}`));
  if (!report.complete) page.line(paint.warn('      Not complete: something could not be read, see the end.'));
  const note = advisoryNote(report);
  if (note !== undefined) for (const line of wrap(note, page.width - 6)) page.line(paint.warn(`      ${line}`));
  page.line();
  if (reasons.length === 0) page.line('Nothing here is against the policy.');
  const shown = page.shown(reasons, shortRows.reasons);
  const rule = Math.max(0, ...shown.map((reason) => cells(oneLine(reason.rule, 32))));
  const number = Math.max(0, ...shown.map(({ findings }) => String(findings.length).length));
  const room = page.width - rule - number - 10;
  for (const { decision: each, rule: name, findings, message } of shown) {
    const total = (findings.length === 0 ? '' : String(findings.length)).padStart(number);
    const start = `${paint.decision(each)}  ${pad(oneLine(name, 32), rule)}  ${paint.bold(total)}`;
    if (room >= 36) page.line(`${start}  ${oneLine(message, room)}`);
    else {
      page.line(start);
      page.line(`      ${oneLine(message, page.width - 6)}`);
    }
  }
  page.more(reasons.length, shortRows.reasons, 'reasons');
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
  page.more(upgrades.length, shortRows.upgrades, 'upgrades');
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

function originText(report: ScanReport, layer: number): string {
  const step = report.image?.layers[layer]?.createdBy;
  return step === undefined ? layerText(report, layer) : `${layerText(report, layer)}: ${stepText(step)}`;
}

/** As `severityText`, painted. */
function paintCounts({ counts, exploited }: Upgrade, paint: Paints): string {
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => paint.severity(severity, `${counts[severity]} ${severity}`));
  return [...parts, ...(exploited ? [paint.bad('exploited')] : [])].join(', ');
}

function writeFindings(page: Page, report: ScanReport, title: string, findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  const { paint } = page;
  page.heading(title, String(findings.length));
  for (const finding of page.shown(findings, shortRows.findings)) {
    const gone = finding.evidence.deletedInLaterLayer === true ? 'deleted later, still in the image' : '';
    const secret = finding.evidence.redacted === undefined ? '' : oneLine(finding.evidence.redacted, 40);
    const remarks = [secret, gone].filter(Boolean).join(', ');
    const room = page.width - 14 - cells(remarks);
    page.line(
      `  ${paint.severity(finding.severity, pad(finding.severity, 10))}${oneLine(finding.title, page.width - 14)}`,
    );
    page.line(
      `            ${shortenPath(placeText(finding), room >= 20 ? room : page.width - 12)}${room >= 20 ? `  ${paint.warn(remarks)}` : ''}`,
    );
    if (room < 20) page.line(`            ${paint.warn(remarks)}`);
    const origin = finding.evidence.layer === undefined ? undefined : originText(report, finding.evidence.layer);
    if (origin !== undefined) page.line(paint.dim(`            ${shorten(origin, page.width - 12)}`));
    const fix = fixText(finding);
    if (fix !== undefined) for (const line of wrap(fix, page.width - 12)) page.line(paint.dim(`            ${line}`));
  }
  page.more(findings.length, shortRows.findings, title.toLowerCase());
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
  for (const line of wrap(packageText(report), page.width - 2)) page.line(paint.dim(`  ${line}`));
}

/** `12 packages: 6 deb, 2 npm, 1 pypi (1 owned by the system)`. */
function packageText({ packages }: ScanReport): string {
  if (packages.length === 0) return 'no packages';
  const types = new Map<string, number>();
  for (const { type } of packages) types.set(type, (types.get(type) ?? 0) + 1);
  const listed = [...types]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([type, number]) => `${number} ${type}`);
  const owned = packages.filter(({ ownedBy }) => ownedBy !== undefined).length;
  return `${count(packages.length, 'package')}: ${listed.join(', ')}${owned > 0 ? ` (${owned} part of a system package, matched there)` : ''}`;
}

function writeAll(page: Page, report: ScanReport): void {
  const { paint } = page;
  page.heading('All findings', String(report.findings.length));
  for (const finding of worstFirst(report.findings)) {
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
  for (const { message, where, hint, level } of page.shown(issues, shortRows.issues)) {
    const place = where === undefined ? '' : `${shortenPath(oneLine(where), 60)}: `;
    page.line(
      `  ${level === 'error' ? paint.bad('could not') : paint.warn('warning  ')} ${shorten(`${place}${oneLine(message)}`, page.width - 12)}`,
    );
    if (hint !== undefined) page.line(paint.dim(`            ${shorten(oneLine(hint), page.width - 12)}`));
  }
  page.more(issues.length, shortRows.issues, 'issues');
}

function writeNext(page: Page, report: ScanReport): void {
  if (page.full || report.findings.length === 0) return;
  const target = targetArgument(report);
  const example = oneLine(worstFirst(report.findings)[0]?.id ?? 'ID', 60);
  const commands = [
    [`holdfast fix ${target}`, 'the exact commands'],
    [`holdfast explain ${target} ${example}`, 'why it is here'],
    ['holdfast scan … --full', 'every finding'],
  ] as const;
  page.heading('Next');
  const width = Math.max(...commands.map(([command]) => cells(command)));
  for (const [command, purpose] of commands) {
    const fits = width + purpose.length + 4 <= page.width;
    page.line(`  ${fits ? `${pad(command, width)}  ${page.paint.dim(purpose)}` : command}`);
  }
}

const typeLabels: Readonly<Record<string, string>> = { golang: 'go', deb: 'apt', composer: 'composer', pypi: 'pip' };

function typeLabel(type: string): string {
  return typeLabels[type] ?? oneLine(type, 12);
}

/** Lines of at most `width` cells, broken at spaces; longer words stand alone. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && cells(line) + 1 + cells(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
