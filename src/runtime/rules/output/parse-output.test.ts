import { describe, expect, it } from 'vitest';
import { ok } from '#core/outcome.ts';
import { CaptureEvent } from '#runtime/events/event.ts';
import type { Field, FieldType, FieldValue } from '../field.ts';
import { parseOutput } from './parse-output.ts';

const event = new CaptureEvent();

function field(
  name: string,
  value: FieldValue | undefined,
  type: FieldType = 'charbuf',
  more: Partial<Field> = {},
): Field {
  return { name, family: 'test', type, describes: '', reader: () => ok(() => value), ...more };
}

const fields: ReadonlyMap<string, Field> = new Map(
  [
    field('proc.name', 'init'),
    field('proc.args', ['-c', 'id'], 'charbuf', { argument: { required: false, kind: 'index', describes: '' } }),
    field('thread.tid', 1, 'int64'),
    field('evt.asynctype', undefined),
    field('evt.arg', '/test/dir', 'charbuf', { argument: { required: true, kind: 'parameter', describes: '' } }),
    field('proc.aname', 'init', 'charbuf', { argument: { required: false, kind: 'index', describes: '' } }),
    field('fd.types', ['file', 'pipe'], 'charbuf', { list: true }),
    field('fd.ip', '10.0.0.1', 'ipaddr', { only: 'filter' }),
    field('fd.dev', 0x803, 'int32'),
    field('evt.rawtime.ns', 1234, 'abstime'),
    field('evt.buffer', Buffer.from([0x41, 0, 0xff, 0x7e]), 'bytebuf'),
    field('proc.fdusage', 0.25, 'double'),
    field('evt.failed', false, 'bool'),
    field('big.number', 1795348147012753738n, 'uint64'),
  ].map((row) => [row.name, row]),
);

function text(format: string): string | undefined {
  const parsed = parseOutput(format, fields);
  if (!parsed.ok) throw new Error(`${parsed.issue.code}: ${parsed.issue.message}`);
  return parsed.value.text(event);
}

function names(format: string): readonly string[] {
  const parsed = parseOutput(format, fields);
  if (!parsed.ok) throw new Error(parsed.issue.message);
  return parsed.value.fieldNames;
}

describe('parseOutput', () => {
  it.each([
    ['start %proc.name end', 'start init end'],
    ['start%proc.nameand%thread.tidend', 'startinitand1end'],
    ['%2proc.name|%10proc.name|', 'in|init      |'],
    ['no fields', 'no fields'],
    ['%proc.aname[0]and%evt.arg.path!', 'initand/test/dir!'],
    ['%toupper(proc.name) %toupper( tolower( proc.name ) )', 'INIT INIT'],
    ['%join("->", (proc.name, evt.arg.path))', 'init->/test/dir'],
    ['%concat(proc.name, "-", proc.name)', 'init-init'],
    ['%2toupper(proc.name)', 'IN'],
    ['%fd.types %fd.dev %evt.rawtime.ns', '(file,pipe) 803 000001234'],
    ['%evt.buffer %proc.fdusage %evt.failed', 'A..~ 0.3 false'],
    ['%big.number', '1795348147012753738'],
    // Brackets that are no argument are text.
    ['%proc.name[x]', 'init[x]'],
  ])('%s', (format, shown) => expect(text(format)).toBe(shown));

  it('gives nothing where a value is missing, or <NA> after a star', () => {
    expect(text('a %proc.name %evt.asynctype b')).toBeUndefined();
    expect(text('*a %proc.name %evt.asynctype b')).toBe('a init <NA> b');
  });

  it.each([
    ['', 'empty'],
    ['start % end', 'no-field'],
    ['100%% sure', 'no-field'],
    ['%some.field', 'unknown'],
    ['%a', 'no-field'],
    ['ends in %', 'syntax'],
    ['%12', 'syntax'],
    ['%99999proc.name', 'syntax'],
    ['%val(proc.name)', 'no-field'],
    ['%(proc.name)', 'no-field'],
    ['%toupper(proc.name', 'no-field'],
    ['%toupper (proc.name)', 'no-field'],
    ['%toupper(tolower)', ''],
    ['%toupper(thread.tid)', ''],
    ['%fd.ip', 'filter-only'],
    ['%evt.arg', ''],
  ])('refuses %j', (format, code) => {
    const parsed = parseOutput(format, fields);
    expect(parsed.ok ? 'read' : parsed.issue.code).toContain(`/${code}`);
  });

  it('names fields for output_fields: those inside transformers, each once, no transformers', () => {
    expect(names('%proc.name %proc.name %toupper(proc.name) %b64(evt.arg[1]) %thread.tid')).toEqual([
      'proc.name',
      'evt.arg[1]',
      'thread.tid',
    ]);
  });

  it('reads each operand once an event', () => {
    let reads = 0;
    const read = () => {
      reads += 1;
      return 'x';
    };
    const counted = new Map<string, Field>([['a.b', { ...field('a.b', 'x'), reader: () => ok(read) }]]);
    const parsed = parseOutput('%a.b %a.b %3a.b', counted);
    if (!parsed.ok) throw new Error(parsed.issue.message);
    const values = parsed.value.read(event);
    expect(parsed.value.text(event, values)).toBe('x x x  ');
    parsed.value.fields({}, event, values);
    expect(reads).toBe(1);
  });

  it('never throws, and ends in time, whatever the text', () => {
    const pieces = [
      '%',
      'proc.name',
      'evt.arg',
      '[',
      ']',
      '(',
      ')',
      '"',
      '\\',
      'join(',
      'toupper(',
      ',',
      '12',
      '*',
      'a',
      '.',
      '\u0000',
      'é',
    ];
    let seed = 7;
    const next = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const started = Date.now();
    for (let round = 0; round < 4000; round += 1) {
      let format = '';
      for (let count = next(24); count >= 0; count -= 1) format += pieces[next(pieces.length)];
      const parsed = parseOutput(format, fields);
      if (parsed.ok) parsed.value.text(event);
    }
    for (const hostile of [
      '%toupper('.repeat(3000),
      `%${'a.'.repeat(3000)}`,
      `%proc.name[${'x'.repeat(60_000)}`,
      '%join('.repeat(5000),
    ])
      expect(parseOutput(hostile, fields).ok).toBe(hostile.startsWith('%proc.name['));
    expect(Date.now() - started).toBeLessThan(3000);
  });
});
