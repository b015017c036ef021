import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { conditionText } from './condition-text.ts';
import { escapeText, quoteText, unescapeText } from './escaping.ts';
import { conditionDepth, parseCondition } from './parser.ts';

function parsed(text: string) {
  const outcome = parseCondition(text, { maxDepth: conditionDepth.rule });
  if (!outcome.ok) throw new Error(`${text}: ${outcome.issue.message}`);
  return outcome.value;
}

/** A condition without places and without what quotes there were. */
function meaning(text: string): string {
  return JSON.stringify(parsed(text), (key, value) => (key === 'at' || key === 'quoted' ? undefined : value));
}

test('what libs would render unreadable is quoted, so that the canonical text always reads back', () => {
  for (const [text, canonical] of [
    ["fd.name = ''", 'fd.name = ""'],
    ["fd.name in ('a,b', '(c)')", 'fd.name in ("a,b", "(c)")'],
    ['join(":", (proc.name, 5)) = x', 'join(":",(proc.name,5)) = x'],
    ['proc.env["a]b"] exists', 'proc.env["a]b"] exists'],
    ['fd.name = "back\\x5c"', 'fd.name = "back\\x5c"'],
    ['fd.name = "a\\\\b"', 'fd.name = "a\\\\b"'],
    ['fd.name = "\\x41\\xc3\\xa9\\xff"', 'fd.name = Aé\udcff'],
  ] as const) {
    expect(conditionText(parsed(text))).toBe(canonical);
    expect(meaning(canonical)).toBe(meaning(text));
  }
});

test('escapes', () => {
  expect(unescapeText('"a\\tb\\x20\\"\\/"')).toMatchObject({ value: 'a\tb "/' });
  expect(unescapeText("'a\\ b'")).toMatchObject({ value: 'a\\b' });
  expect(unescapeText(`'\\"'`)).toMatchObject({ ok: false });
  expect(unescapeText('"\\x4"')).toMatchObject({ ok: false, issue: { message: expect.stringContaining('truncated') } });
  for (const text of ['', 'a', 'a b', '\\', '\\\\', 'x\\', '"', "'", '\b\f\n\r\t', '\0', '=', 'é\udc80'])
    expect(unescapeText(quoteText(text))).toMatchObject({ ok: true, value: text });
});

describe.skipIf(skipShared.skip)(`peers' cases ${skipShared.note}`, () => {
  const cases = (name: string) =>
    (JSON.parse(readFileSync(sharedPath('conformance', name), 'utf8')) as { cases: Record<string, unknown>[] }).cases;

  test('filter_ast_render.json', () => {
    for (const { in: text, rendered } of cases('filter_ast_render.json')) {
      if (typeof text !== 'string') continue;
      const canonical = conditionText(parsed(text));
      if (rendered !== undefined) expect(canonical).toBe(rendered);
      expect(meaning(canonical)).toBe(meaning(text));
    }
  });

  test('escaping_and_pmatch.json, escaping', () => {
    for (const { op, in: text, out } of cases('escaping_and_pmatch.json')) {
      if (typeof text !== 'string') continue;
      if (op === 'escape_str') expect(escapeText(text)).toBe(out);
      if (op === 'roundtrip') expect(unescapeText(quoteText(text))).toMatchObject({ value: text });
    }
  });

  test('conditions of rule_loader.json are their own canonical text', () => {
    for (const { loads } of cases('rule_loader.json'))
      for (const { compiled } of loads as { compiled?: { what: string; value: string }[] }[])
        for (const { what, value } of compiled ?? [])
          if (what === 'condition') expect(conditionText(parsed(value))).toBe(value);
  });
});
