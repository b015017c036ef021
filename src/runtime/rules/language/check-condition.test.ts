import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ok } from '#core/outcome.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import type { Field, FieldType } from '../field.ts';
import { fields } from '../fields/index.ts';
import { checkCondition } from './check-condition.ts';
import { parseCondition } from './parser.ts';

function mockField(name: string, type: FieldType): [string, Field] {
  return [name, { name, family: 'mock', type, describes: 'for tests', reader: () => ok(() => undefined) }];
}

const known: ReadonlyMap<string, Field> = new Map([
  ...fields,
  ...['c.true', 'c.false', 'c.singlequote', 'c.doublequote'].map((name) => mockField(name, 'charbuf')),
  mockField('c.buffer', 'bytebuf'),
]);

function check(text: string) {
  const parsed = parseCondition(text);
  if (!parsed.ok) return { errors: [parsed.issue], warnings: [], deprecations: [] };
  return checkCondition(parsed.value, known);
}

function errorOf(text: string): string | undefined {
  return check(text).errors[0]?.message;
}

describe('checkCondition', () => {
  test.each([
    'proc.aname[2] = sh',
    'proc.env[HOME] = /root and proc.env[0] exists',
    'evt.arg.flags contains O_CREAT',
    'evt.arg[1] startswith /etc',
    'evt.rawarg.res < 0',
    'evt.abspath.src exists and evt.abspath exists',
    'thread.cgroup.cpuset exists',
    'evt.type.is.openat = 1',
    'container.label[app] = x and container.mount.source[/etc] exists',
    'evt.type in (execve, openat, container)',
    'fd.ip = ::1 and fd.net = 2001:db8::/32 and fd.cnet in (10.0.0.0/8)',
    'fd.port in (22, https) or fd.sport = 0443',
    'user.uid = -1 and proc.pid = +5',
    'fd.types intersects (file, ipv4) and len(fd.types) > 2',
    'len(evt.buffer) > 3 and b64(evt.buffer) contains elf',
    'concat(proc.name, "/", fd.name) = x and join("-", (proc.name, fd.num)) = y',
    'getopt(("-a", proc.name), "ab:")[b] = val(proc.name)',
    'tolower(proc.name) = tolower(proc.pname)',
    'evt.buffer bcontains 7f454c46 and evt.buffer = "\\x00"',
    'proc.name regex "(a|b)+" and proc.name glob "[a" and fd.name pmatch (/etc, /opt/*/x)',
    'proc.name in () and proc.name = anyof (a)',
  ])('accepts %s', (text) => {
    expect(errorOf(text)).toBeUndefined();
  });

  test.each([
    ['proc.nmae = sh', 'nonexistent field proc.nmae'],
    ['proc.name[1] = sh', 'nonexistent field proc.name[1]'],
    ['evt.arg = 1', 'filter syntax error'],
    ['evt.arg.nosuch = 1', 'unknown event argument nosuch'],
    ['evt.arg.flagsx = 1', 'nonexistent field'],
    ['evt.rawarg[0] = 1', 'expressed explicitly'],
    ['container.label exists', 'requires an argument'],
    ['evt.type.is.nosuch = 1', 'nonexistent field'],
    ['shells', "unexpected identifier 'shells'"],
    ['fd.types = file', "'=' operator not supported list filters"],
    ['user.uid = 1.5', 'not a valid number'],
    ['fd.num > 0x3', 'not a valid number'],
    ['fd.port = nosuchservice', 'unrecognized protocol'],
    ['fd.ip = 01.2.3.4', 'unrecognized IPv4 address'],
    ['fd.ip = :::1', 'unrecognized IPv6 address'],
    ['fd.net = 10.0.0.0', 'unrecognized IP network'],
    ['fd.net = 10.0.0.0/33', 'invalid netmask'],
    ['fd.net = ::/129', 'invalid v6 netmask'],
    ['evt.buffer bcontains abc', 'hex strings only'],
    ['proc.name = "a\\x00b"', 'NUL'],
    ['proc.name regex "\\\\d"', 'invalid regex pattern'],
    ['evt.type = nosuch', 'unknown event type nosuch'],
    ['evt.around[5] > 3', "supports only '='"],
    ['proc.pid = val(proc.name)', 'incompatible type'],
    ['fd.types in val(fd.types)', "doesn't support right-hand side fields"],
    ['proc.name = val(proc.aname)', "can't be used as a right-hand side field"],
    ['proc.name regex val(proc.pname)', "operator 'REGEX'"],
    ['fd.cnet = val(fd.cip)', "'IPNET'"],
    ['tolower(proc.aname) = sh', 'does not support transformers'],
    ['len(proc.pid) = 1', "not supported by 'len'"],
    ['join(",", proc.args) exists', 'second argument must be a list'],
    ['join((proc.name), (proc.name)) exists', 'must be a single value'],
    ['join(proc.name) exists', 'more than one argument'],
    ['concat(proc.name, fd.num) exists', 'must be strings'],
    ['getopt((proc.name), "a")[ab] exists', 'single option character'],
    ['tolower(proc.name, fd.name) exists', 'exactly one argument'],
    ['proc.name = val(proc.pname)[1]', 'does not support field arguments'],
  ])('refuses %s', (text, message) => {
    expect(errorOf(text)).toContain(message);
  });

  test('a misspelt field gets a suggestion, and a place', () => {
    expect(check('a.b exists or proc.nmae = sh').errors).toMatchObject([
      { code: 'field/unknown' },
      { code: 'field/unknown', hint: 'did you mean proc.name?', at: { offset: 14, column: 15 } },
    ]);
  });

  test('a constant of a list has its own place', () => {
    expect(check('user.uid in (1, x)').errors).toMatchObject([{ at: { offset: 16 } }]);
  });

  test('warnings', () => {
    const codes = (text: string) => check(text).warnings.map(({ code }) => code);
    expect(codes('proc.name = proc.pname')).toEqual(['language/field-as-text']);
    expect(codes('proc.name = "proc.aname[1]"')).toEqual(['language/field-as-text']);
    expect(codes('proc.name = "tolower( proc.pname )"')).toEqual(['language/transformer-as-text']);
    expect(codes('proc.name regex ^sh.*')).toEqual(['language/regex-not-needed']);
    expect(codes('proc.name regex "sh|bash"')).toEqual([]);
    expect(codes('proc.name = proc.nosuch')).toEqual([]);
  });

  test('deprecated fields are told apart from warnings of the compiler', () => {
    expect(check('evt.dir = < and proc.name = sh')).toMatchObject({
      errors: [],
      warnings: [],
      deprecations: [{ code: 'language/deprecated-field', at: { offset: 0 } }],
    });
  });
});

describe.skipIf(skipShared.skip)(`peers' cases ${skipShared.note}`, () => {
  const cases = (name: string) =>
    (JSON.parse(readFileSync(sharedPath('conformance', name), 'utf8')) as { cases: Record<string, unknown>[] }).cases;

  test('filter_compiler.json: accepted or refused, number of warnings, text of errors', () => {
    const wrong = cases('filter_compiler.json').filter(({ filter, kind, expect: expected, warnings, error }) => {
      const found = check(filter as string);
      const accepted = found.errors.length === 0;
      if (accepted !== (kind === 'mock_eval' || expected === 'ok')) return true;
      if (accepted && kind === 'compile' && found.warnings.length !== warnings) return true;
      return error !== undefined && found.errors[0]?.message !== error;
    });
    expect(wrong).toEqual([]);
  });

  test('operator_modifiers.json: all are accepted', () => {
    for (const { filter } of cases('operator_modifiers.json')) expect(errorOf(filter as string)).toBeUndefined();
  });

  test('filters of the captures: the invalid ones are refused with the same fact, the others accepted', () => {
    const seen = new Map<string, string | undefined>();
    for (const capture of readdirSync(sharedPath('captures'))) {
      const path = sharedPath('captures', capture, 'filters.jsonl.gz');
      if (!existsSync(path)) continue;
      const bytes = readFileSync(path);
      for (const line of gunzipSync(bytes).toString().trim().split('\n')) {
        const { filter, error } = JSON.parse(line) as { filter: string; error?: string };
        seen.set(filter, error);
      }
    }
    expect(seen.size).toBe(297);
    for (const [filter, error] of seen) {
      const message = errorOf(filter);
      expect([filter, message === undefined]).toEqual([filter, error === undefined]);
      if (message !== undefined) expect(error).toContain(message);
    }
  });
});
