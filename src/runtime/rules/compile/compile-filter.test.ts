import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { askBoth, valueField } from '#testing/value-fields.ts';

const fields = [
  valueField('v.text', 'charbuf', 'bash'),
  valueField('v.empty', 'charbuf', ''),
  valueField('v.gone', 'charbuf', undefined),
  valueField('v.path', 'charbuf', '/usr/lib/x86/libc.so.6'),
  valueField('v.odd', 'charbuf', 'caf\u00e9\udc80'),
  valueField('v.number', 'int64', 7),
  valueField('v.negative', 'int64', -2),
  valueField('v.big', 'uint64', 18446744073709551615n),
  valueField('v.other', 'int64', 7),
  valueField('v.yes', 'bool', true),
  valueField('v.bytes', 'bytebuf', Buffer.from('\x7fELF\x02')),
  valueField('v.encoded', 'charbuf', 'aGVsbG8='),
  valueField('v.ip', 'ipaddr', '10.1.2.3'),
  valueField('v.net', 'ipnet', '10.1.2.3'),
  valueField('v.net6', 'ipnet', '2001:db8::1'),
  valueField('v.port', 'port', 443),
  valueField('v.list', 'charbuf', ['a', 'b'], { list: true }),
  valueField('v.none', 'charbuf', [], { list: true }),
  valueField('v.names', 'charbuf', ['sh', 'shim'], { any: true }),
  valueField('v.ends', 'port', [40000, 443], { any: true, family: 'fd' }),
  valueField('v.noends', 'port', [], { any: true, family: 'fd' }),
  valueField('v.words', 'charbuf', ['-c', 'ls', '-x', 'y', '--', 'z'], { list: true }),
];

describe('comparisons', () => {
  test.each<[string, boolean]>([
    ['v.text = bash', true],
    ['v.text != bash', false],
    ['v.text exists', true],
    ['v.gone exists', false],
    ['v.gone = bash', false],
    ['v.gone != bash', false],
    ['not v.gone = bash', true],
    ['v.gone in (a, b, c, d, e, f, g)', false],
    ['v.gone contains ""', false],
    ['v.empty contains ""', true],
    ['v.empty exists', true],
    ['v.text contains as', true],
    ['v.text icontains AS', true],
    ['v.odd icontains CAF', true],
    ['v.odd icontains "CAF\\xc3\\x89"', false],
    ['v.text startswith ba', true],
    ['v.text endswith h', true],
    ['v.text glob b?s*', true],
    ['v.text glob "[!a]*"', true],
    ['v.odd glob "caf???"', true],
    ['v.text iglob "B*H"', true],
    ['v.text regex "(ba|da)?sh"', true],
    ['v.text regex as', false],
    ['v.text in (sh, bash)', true],
    ['v.text in (1, 2, 3, 4, 5, 6, bash)', true],
    ['v.text in ()', false],
    ['v.text intersects (sh, bash)', true],
    ['v.path pmatch (/etc, /usr/lib)', true],
    ['v.path pmatch (/usr/libx)', false],
    ['basename(v.path) = libc.so.6', true],
    ['v.number = 7', true],
    ['v.number != 7', false],
    ['v.number >= 7', true],
    ['v.number < 7', false],
    ['v.number in (1, 7)', true],
    ['v.number in (1, 2, 3, 4, 5, 6, 8, 9, 10, 7)', true],
    ['v.negative = -2', true],
    ['v.negative < 0', true],
    ['v.big = -1', true],
    ['v.big = 18446744073709551615', true],
    ['v.big > 7', true],
    ['v.number = val(v.other)', true],
    ['v.number != val(v.other)', false],
    ['v.text = number', false],
    ['v.text != val(v.gone)', false],
    ['v.yes = true', true],
    ['v.yes != true', false],
    ['v.yes in (true, false)', true],
    ['v.bytes contains ELF', true],
    ['v.bytes bcontains 454c46', true],
    ['v.bytes bstartswith 7f45', true],
    ['v.bytes startswith ELF', false],
    ['v.ip = 10.1.2.3', true],
    ['v.ip != 10.1.2.4', true],
    ['v.ip in (10.1.2.4, 10.1.2.3)', true],
    ['v.net = 10.0.0.0/8', true],
    ['v.net != 10.0.0.0/8', false],
    ['v.net in (192.168.0.0/16, 10.1.0.0/16)', true],
    ['v.net = 2001:db8::/32', false],
    ['v.net != 2001:db8::/32', true],
    ['v.net6 = 2001:db8::/32', true],
    ['v.port = https', true],
    ['v.list in (a, b, c)', true],
    ['v.list in (a)', false],
    ['v.list intersects (b, z)', true],
    ['v.none in (a)', true],
    ['v.none intersects (a)', false],
    ['len(v.list) = 2', true],
    ['len(v.odd) = 6', true],
    ['v.names = shim', true],
    ['v.names != sh', true],
    ['not v.names = sh', false],
    ['v.ends = 443', true],
    ['v.ends != 443', false],
    ['v.ends != 80', true],
    ['v.ends > 443', true],
    ['v.noends exists', true],
    ['v.noends != 80', false],
    ['toupper(v.text) = BASH', true],
    ['tolower(toupper(v.text)) = val(v.text)', true],
    ['b64(v.encoded) = hello', true],
    ['b64(v.text) exists', true],
    ['b64(v.path) exists', false],
    ['join("-", v.list) = a-b', true],
    ['concat(v.text, "x") = bashx', true],
    ['concat(v.gone, "x") exists', false],
    ['join("-", (v.text, v.number)) = bash-7', true],
    ['getopt(v.words, "c:x")[c] = ls', true],
    ['getopt(v.words, "c:x:")[x] = y', true],
    ['getopt(v.words, "c:")[z] exists', false],
    ['getopt(v.words, "c:x") intersects (x)', true],
    ['v.text = oneof (bash, bash)', false],
    ['v.text startswith allof (b, ba)', true],
    ['v.text != allof (sh, zsh)', true],
    ['v.text regex anyof ("z.*", "b.*")', true],
  ])('%s is %s', (text, expected) => {
    expect(askBoth(text, fields).result).toBe(expected);
  });

  test('what is the same for all events of a type is worked out once', () => {
    const read = askBoth('evt.type = read and evt.dir = < and v.text = bash', [
      ...fields,
      valueField('evt.type', 'charbuf', 'read'),
      valueField('evt.dir', 'charbuf', '<'),
    ]);
    expect(read.result).toBe(true);
    expect([read.filter.eventTypes[7], read.filter.eventTypes[9], read.filter.eventTypes[6]]).toEqual([1, 0, 0]);
  });
});

describe('explanations', () => {
  test('name the checks that the answer hangs on, with their values', () => {
    const { explanation } = askBoth('v.text = bash and (v.number = 1 or v.number = 2) and v.gone = x', fields);
    expect(explanation.result).toBe(false);
    expect(explanation.parts.map((part) => part.result)).toEqual([true, false, false]);
    expect(explanation.decisive.map((part) => [part.node.operator, part.left])).toEqual([
      ['=', 7],
      ['=', 7],
    ]);
  });
});

interface Case {
  readonly kind?: string;
  readonly filter: string;
  readonly expect: boolean | string;
}

describe.skipIf(skipShared.skip)(`conformance ${skipShared.note}`, () => {
  const cases = (name: string) =>
    (JSON.parse(readFileSync(sharedPath('conformance', name), 'utf8')) as { cases: Case[] }).cases;

  test('mock evaluations of filter_compiler.json', () => {
    const mocks = [
      valueField('c.true', 'charbuf', '1'),
      valueField('c.false', 'charbuf', '0'),
      valueField('c.singlequote', 'charbuf', "hello 'quoted'"),
      valueField('c.doublequote', 'charbuf', 'hello "quoted"'),
    ];
    const wrong = cases('filter_compiler.json').filter(
      ({ kind, filter, expect: expected }) => kind === 'mock_eval' && askedOrRefused(filter, mocks) !== expected,
    );
    expect(wrong).toEqual([]);
  });

  test('operator_modifiers.json', () => {
    const process = [valueField('proc.name', 'charbuf', 'myexe'), valueField('proc.exe', 'charbuf', '/myexe')];
    const wrong = cases('operator_modifiers.json').filter(
      ({ filter, expect: expected }) => askBoth(filter, process).result !== expected,
    );
    expect(wrong).toEqual([]);
  });
});

/** A filter that does not parse matches nothing. */
function askedOrRefused(filter: string, fields: Parameters<typeof askBoth>[1]): boolean {
  try {
    return askBoth(filter, fields).result;
  } catch {
    return false;
  }
}
