/**
 * Field values of the shared captures against the peer's (events.jsonl.gz):
 * node src/testing/compare-fields.ts [capture…] [--field NAME] [--family PREFIX] [--examples N] [--explained]
 * By field: equal, different, missing, extra, explained; then by capture, and the bar (99.5 % of the peer's values equal). A capture is named by a
 * part of its name. Explained differences count as neither; their examples are shown only with --explained.
 */
import { parseArgs } from 'node:util';
import {
  type CaptureComparison,
  compareCapture,
  type Difference,
  type FieldCounts,
  oracleCaptures,
  oracleReaders,
} from './capture-oracle.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    field: { type: 'string', multiple: true },
    family: { type: 'string' },
    examples: { type: 'string', default: '2' },
    explained: { type: 'boolean', default: false },
  },
});
const examples = Number(options.examples);
const bar = 0.995;

const readers = new Map(
  [...oracleReaders()].filter(
    ([name]) =>
      (options.field === undefined || options.field.includes(name)) &&
      (options.family === undefined || name.startsWith(options.family)),
  ),
);
const shown = new Map<string, Difference[]>();
const comparisons: CaptureComparison[] = [];
for (const capture of oracleCaptures()) {
  if (positionals.length > 0 && !positionals.some((part) => capture.includes(part))) continue;
  comparisons.push(await compareCapture(capture, readers, keep));
}
report();

function keep(difference: Difference): void {
  if (difference.explained !== undefined && !options.explained) return;
  const list = shown.get(difference.field) ?? [];
  const ofCapture = list.filter(({ capture }) => capture === difference.capture).length;
  if (list.length < examples && (ofCapture < 1 || positionals.length === 1 || examples > 10)) list.push(difference);
  shown.set(difference.field, list);
}

function report(): void {
  const total = new Map<string, FieldCounts>();
  for (const { byField } of comparisons) {
    for (const [name, counts] of byField) {
      const sum = total.get(name) ?? { equal: 0, different: 0, missing: 0, extra: 0, explained: 0 };
      for (const key of Object.keys(sum) as (keyof FieldCounts)[]) sum[key] += counts[key];
      total.set(name, sum);
    }
  }
  const wrong = (counts: FieldCounts) => counts.different + counts.missing + counts.extra - counts.explained;
  const rows = [...total].filter(([, counts]) => wrong(counts) + counts.explained > 0);
  rows.sort(([, a], [, b]) => wrong(b) - wrong(a));
  if (rows.length > 0) print(columns('field', 'equal', 'different', 'missing', 'extra', 'explained'));
  for (const [name, counts] of rows) {
    print(columns(name, counts.equal, counts.different, counts.missing, counts.extra, counts.explained));
    for (const { capture, event, type, expected, got, explained } of shown.get(name) ?? []) {
      print(
        `    ${capture} #${event} ${type}${explained ? ` (${explained})` : ''}\n      peer ${text(expected)}\n      ours ${text(got)}`,
      );
    }
  }
  print(`\n${rows.length} of ${total.size} fields differ; by capture:`);
  print(columns('capture', 'values', 'equal %', 'missing ev', 'extra ev', ''));
  let values = 0;
  let good = 0;
  for (const comparison of comparisons) {
    const { capture, values: asked, equal, excepted, missingEvents, extraEvents } = comparison;
    values += asked;
    good += equal + excepted;
    const share = asked === 0 ? 1 : (equal + excepted) / asked;
    print(columns(capture, asked, (share * 100).toFixed(3), missingEvents, extraEvents, share < bar ? 'BELOW' : ''));
  }
  print(columns('all', values, ((good / Math.max(values, 1)) * 100).toFixed(4), '', '', ''));
}

function columns(first: string, ...rest: (string | number)[]): string {
  return first.padEnd(44) + rest.map((cell) => String(cell).padStart(11)).join('');
}

function text(value: unknown): string {
  const shownValue =
    typeof value === 'bigint'
      ? String(value)
      : (JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item)) ?? 'nothing');
  return shownValue.length > 300 ? `${shownValue.slice(0, 300)}…` : shownValue;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
