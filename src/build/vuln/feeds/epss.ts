import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { packCve } from '../db/format.ts';
import { readDocument } from './document.ts';
import type { Feed } from './feed.ts';
import { LineWriter } from './line-file.ts';

export const epss = {
  id: 'epss',
  describes: 'FIRST: EPSS scores (CSV)',
  source: 'EPSS',
  makes: 'epss',
  mayBe: (fileName) => /\.csv(?:\.gz)?$/i.test(fileName),
  recognises: (head) => isEpss(head),
  import: (file, segment) => {
    const scores = readEpss(readDocument(file));
    if (!scores.ok) return failed({ ...scores.issue, where: file });
    return ok({ records: writeEpssLines(scores.value, segment), newest: scores.value.date });
  },
} satisfies Feed;

/** FIRST's EPSS scores (first.org/epss): CSV `cve,epss,percentile` below a comment `#model_version:…,score_date:…`. */
export interface EpssScores {
  readonly date: string;
  readonly rows: readonly { readonly cve: string; readonly score: number; readonly percentile: number }[];
}

export const epssLimits = { rows: 5_000_000 } as const;

function isEpss(head: string): boolean {
  return /^(?:#[^\n]*\n)*cve,epss,percentile/.test(head);
}

export function readEpss(csv: string): Outcome<EpssScores> {
  if (!isEpss(csv.slice(0, 4096))) return failed(errorIssue('epss/not-scores', 'not a CSV file of EPSS scores'));
  const date = /^#.*?\bscore_date:([0-9T:+-]+)/m.exec(csv.slice(0, 4096))?.[1] ?? '';
  const rows = [];
  let at = 0;
  while (at < csv.length && rows.length < epssLimits.rows) {
    const end = csv.indexOf('\n', at);
    const line = csv.slice(at, end < 0 ? csv.length : end);
    at = end < 0 ? csv.length : end + 1;
    const [cve = '', score = '', percentile = ''] = line.trimEnd().split(',');
    const row = { cve, score: Number(score), percentile: Number(percentile) };
    if (packCve(cve) !== undefined && isProbability(row.score) && isProbability(row.percentile)) rows.push(row);
  }
  return rows.length > 0 ? ok({ date, rows }) : failed(errorIssue('epss/empty', 'the file names no CVE'));
}

/** In the form that compileDb reads: sorted by year and number, each CVE once. */
function writeEpssLines(scores: EpssScores, path: string): number {
  const packed = new Map(scores.rows.map((row) => [row.cve, row]));
  const keyed = [...packed.values()].map((row) => ({ row, key: packCve(row.cve) as { year: number; number: number } }));
  keyed.sort((a, b) => a.key.year - b.key.year || a.key.number - b.key.number);
  const writer = new LineWriter(path);
  for (const { row } of keyed) writer.add(`${row.cve}\t${row.score}\t${row.percentile}`);
  writer.close();
  return keyed.length;
}

function isProbability(value: number): boolean {
  return value >= 0 && value <= 1;
}
