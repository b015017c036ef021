import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sharedPath, skipShared } from '#testing/shared.ts';
import type { Place } from './ast.ts';
import { conditionText } from './condition-text.ts';
import { conditionDepth, parseCondition, parseFieldOrTransformer } from './parser.ts';

function parsed(text: string) {
  const outcome = parseCondition(text);
  if (!outcome.ok) throw new Error(outcome.issue.message);
  return outcome.value;
}

function refused(text: string) {
  const outcome = parseCondition(text);
  if (outcome.ok) throw new Error(`accepted: ${conditionText(outcome.value)}`);
  return outcome.issue;
}

describe('parseCondition', () => {
  test('and binds tighter than or; brackets change that', () => {
    expect(conditionText(parsed('a and b or c and d'))).toBe('((a and b) or (c and d))');
    expect(conditionText(parsed('a and (b or c)and(d)'))).toBe('(a and (b or c) and d)');
  });

  test('an even number of nots is none', () => {
    expect(conditionText(parsed('not not proc.name=sh'))).toBe('proc.name = sh');
    expect(conditionText(parsed('not not not(a)'))).toBe('not a');
  });

  test('a check knows its parts and where they stand', () => {
    expect(parsed('a and\n  proc.aname[2] in (sh, "b c")')).toMatchObject({
      kind: 'and',
      children: [
        { kind: 'macro', name: 'a' },
        {
          kind: 'check',
          operator: 'in',
          at: { offset: 8, line: 2, column: 3 },
          left: { kind: 'field', name: 'proc.aname', argument: '2' },
          right: {
            kind: 'list',
            items: [
              { text: 'sh', quoted: false },
              { text: 'b c', quoted: true, at: { offset: 30, line: 2, column: 25 } },
            ],
          },
        },
      ],
    });
  });

  test('a modifier needs blanks around it and a list or its name after it; else the word is a value', () => {
    expect(parsed('proc.name = anyof (a, b)')).toMatchObject({
      operator: '=',
      modifier: 'anyof',
      right: { kind: 'list' },
    });
    expect(parsed('proc.name startswith oneof shells')).toMatchObject({ modifier: 'oneof', right: { text: 'shells' } });
    expect(conditionText(parsed('proc.name = anyof and b'))).toBe('(proc.name = anyof and b)');
    expect(parseCondition('proc.name =anyof (a)').ok).toBe(false);
    expect(parseCondition('proc.name = anyof(a)').ok).toBe(false);
  });

  test('transformers stand on both sides, val only on the right', () => {
    expect(parsed('tolower(proc.name) = val(proc.pname)')).toMatchObject({
      left: { kind: 'transformer', name: 'tolower' },
      right: { kind: 'transformer', name: 'val', operands: [{ name: 'proc.pname' }] },
    });
    expect(parsed('getopt((proc.name, "-n"), "n:")[n] = 3')).toMatchObject({ left: { name: 'getopt', argument: 'n' } });
    expect(parseCondition('val(proc.name) = sh').ok).toBe(false);
  });

  test('a failure names its place and says what may help', () => {
    expect(refused('proc.name = (a)')).toMatchObject({
      code: 'language/no-value',
      at: { offset: 12, line: 1, column: 13 },
      hint: expect.stringContaining('anyof'),
    });
    expect(refused('proc.name contains "abc')).toMatchObject({ hint: expect.stringContaining('does not end') });
    expect(refused('foo(proc.name) = a').hint).toContain('no transformer foo');
    expect(refused('proc.name not in (a)').hint).toContain('not (');
    expect(refused('proc.name CONTAINS a').hint).toContain('lower case');
    expect(refused('a\r\n  b')).toMatchObject({ at: { line: 2, column: 3 } });
    expect(refused('').code).toBe('language/empty');
  });

  test('a wrong escape is refused, inside a list too', () => {
    expect(refused('proc.name = "\\q"').message).toContain('unsupported string escape sequence');
    expect(refused('proc.name in ("\\q")').message).toContain('unsupported string escape sequence');
    expect(refused('proc.name = "\\xg1"').message).toContain('invalid hex char escape sequence');
  });

  test('places go through the mapping that is given', () => {
    const place = (offset: number): Place => ({ offset: offset + 100, line: 7, column: offset + 5 });
    const outcome = parseCondition('a and proc.name = sh', { place });
    expect(outcome).toMatchObject({
      value: { children: [{ at: { offset: 100, line: 7 } }, { at: { offset: 106, column: 11 } }] },
    });
    expect(parseCondition('a b', { place })).toMatchObject({ issue: { at: { line: 7, column: 7 } } });
  });

  test('nesting is bounded: five productions a pair of brackets', () => {
    const nested = (count: number) => `${'('.repeat(count)}a${')'.repeat(count)}`;
    expect(parseCondition(nested(19)).ok).toBe(true);
    expect(refused(nested(20))).toMatchObject({ code: 'language/too-deep' });
    expect(parseCondition(nested(199), { maxDepth: conditionDepth.rule }).ok).toBe(true);
    expect(parseCondition(nested(200), { maxDepth: conditionDepth.rule }).ok).toBe(false);
    expect(parseCondition('('.repeat(1_000_000)).ok).toBe(false);
  });
});

test('parseFieldOrTransformer takes one field or transformer and nothing after it', () => {
  expect(parseFieldOrTransformer('toupper(proc.name)')).toMatchObject({ ok: true, value: { kind: 'transformer' } });
  expect(parseFieldOrTransformer('proc.env[HOME]')).toMatchObject({ ok: true, value: { argument: 'HOME' } });
  expect(parseFieldOrTransformer('proc.name = a').ok).toBe(false);
  expect(parseFieldOrTransformer('sh').ok).toBe(false);
});

interface ParserCase {
  readonly filter: string;
  readonly expect: 'accept' | 'reject';
  readonly error?: string;
  readonly whitespace_variants?: boolean;
}

describe.skipIf(skipShared.skip)(`filter_parser.json ${skipShared.note}`, () => {
  test('each case is accepted or refused as libs does, whatever blanks there are', () => {
    const { cases } = JSON.parse(readFileSync(sharedPath('conformance/filter_parser.json'), 'utf8')) as {
      cases: ParserCase[];
    };
    const wrong: string[] = [];
    for (const { filter, expect: expected, error, whitespace_variants } of cases) {
      const variants = whitespace_variants
        ? [
            filter,
            ` ${filter} `,
            filter.replaceAll(' ', '\n'),
            filter.replaceAll(' ', '\t'),
            filter.replaceAll(' ', '\r\n'),
          ]
        : [filter];
      for (const text of variants) {
        const outcome = parseCondition(text);
        if (outcome.ok !== (expected === 'accept')) wrong.push(`${expected}: ${text}`);
        else if (!outcome.ok && error !== undefined && !outcome.issue.message.includes(error))
          wrong.push(`text: ${text}`);
      }
    }
    expect(cases.length).toBeGreaterThan(300);
    expect(wrong).toEqual([]);
  });
});
