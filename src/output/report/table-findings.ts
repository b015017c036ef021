import type { Finding } from '#core/finding.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { severityRank } from '#core/severity.ts';
import type { Page } from './page.ts';
import { cells, oneLine, pad, shorten, shortenPath } from './text.ts';
import { fixText, originText, placeText } from './wording.ts';

/** In the short form: findings of one title that are shown, and places of each. */
const shortRows = { groups: 6, places: 3 } as const;

/** Cells before a finding's title. */
const indent = ' '.repeat(14);

interface Group {
  readonly severity: Finding['severity'];
  readonly id: string;
  readonly title: string;
  readonly fix: string | undefined;
  readonly findings: readonly Finding[];
}

/**
 * A section of secrets, configuration or licences: by title, with the places of each, and what to do once for all that it helps. The short
 * form leaves out what is low and against no rule.
 */
export function writeFindings(
  page: Page,
  report: ScanReport,
  title: string,
  findings: readonly Finding[],
  judged: ReadonlySet<string>,
): void {
  if (findings.length === 0) return;
  page.heading(title, String(findings.length));
  const telling = page.full ? findings : findings.filter((finding) => isTelling(finding, judged));
  const groups = page.shown(groupsOf(telling), shortRows.groups);
  let shown = 0;
  for (const [index, group] of groups.entries()) {
    writeTitle(page, group);
    const places = page.shown(group.findings, shortRows.places);
    for (const finding of places) writePlace(page, report, finding);
    if (places.length < group.findings.length)
      page.line(page.paint.dim(`${indent}… and ${group.findings.length - places.length} more like it`));
    shown += group.findings.length;
    if (group.fix !== undefined && groups[index + 1]?.fix !== group.fix)
      page.paragraph(group.fix, indent, page.paint.dim);
  }
  const left = findings.length - shown;
  if (left > 0 && telling.length === shown)
    page.line(page.paint.dim(`  ${shown > 0 ? `… and ${left} more` : left} of little weight: --full shows all`));
  else page.more(left);
}

function isTelling({ severity, fingerprint }: Finding, judged: ReadonlySet<string>): boolean {
  return severityRank(severity) >= severityRank('medium') || judged.has(fingerprint);
}

function groupsOf(findings: readonly Finding[]): Group[] {
  const groups = Map.groupBy(findings, (finding) =>
    JSON.stringify([finding.severity, finding.id, finding.title, fixText(finding)]),
  );
  return [...groups.values()].map((members) => {
    const [first] = members as [Finding];
    return { severity: first.severity, id: first.id, title: first.title, fix: fixText(first), findings: members };
  });
}

/** The id stands beside the title where there is room: `explain` and waivers want it. */
function writeTitle(page: Page, { severity, title, id }: Group): void {
  const { paint, width, full } = page;
  const name = shorten(oneLine(title), width - indent.length);
  const mark = oneLine(id, 60);
  const start = `  ${paint.severity(severity, pad(severity, indent.length - 2))}${name}`;
  const fits = indent.length + cells(name) + 2 + cells(mark) <= width;
  page.line(fits ? `${start}  ${paint.dim(mark)}` : start);
  if (full && !fits) page.line(`${indent}${paint.dim(mark)}`);
}

/** `root/.netrc:1  ghp_…(40) · layer 3 of 5: COPY . /` */
function writePlace(page: Page, report: ScanReport, finding: Finding): void {
  const { paint } = page;
  const { evidence } = finding;
  const room = page.width - indent.length;
  const secret = evidence.redacted === undefined ? '' : oneLine(evidence.redacted, 40);
  const gone = evidence.deletedInLaterLayer === true ? 'deleted later, still in the image' : '';
  const remarks = [secret, gone].filter(Boolean).join(', ');
  const place = shortenPath(placeText(finding), remarks === '' ? room : Math.max(24, room - cells(remarks) - 2));
  const start = `${place}${remarks === '' ? '' : `  ${remarks}`}`;
  const origin = evidence.layer === undefined ? '' : originText(report, evidence.layer);
  const left = room - cells(start) - 3;
  const beside = origin !== '' && left >= Math.min(cells(origin), 32);
  page.line(
    `${indent}${place}${remarks === '' ? '' : `  ${paint.warn(remarks)}`}${beside ? paint.dim(` · ${shorten(origin, left)}`) : ''}`,
  );
  if (origin !== '' && !beside) page.line(paint.dim(`${indent}  ${shorten(origin, room - 2)}`));
}
