import { expect, test } from 'vitest';
import { fields } from '../fields/index.ts';
import { checkCondition } from './check-condition.ts';
import { conditionText } from './condition-text.ts';
import { conditionDepth, parseCondition } from './parser.ts';

const seeds = [
  'evt.type in (execve, openat) and proc.name = "some \\"proc\\"" and not fd.name startswith /etc',
  'join("-", (tolower(fd.name), fd.directory, 5)) = /tmp or getopt((proc.name, "-n"), "n:")[n] = val(proc.pname)',
  'proc.aname[2] != anyof (a, "b c", d) and fd.net in (10.0.0.0/8, 2001:db8::/32) and fd.port = https',
  'proc.cmdline regex "(a|b)*c[[:alpha:]]{2,5}$" or fd.name glob "/x/[!a-c]*" or fd.name pmatch (/a/*/b, /c)',
  'not(spawned_process)and(evt.arg.flags contains O_CREAT or evt.rawarg.res < -1)or evt.buffer bcontains 7f45',
];
const pieces = [
  '(',
  ')',
  '"',
  "'",
  '\\',
  ',',
  '=',
  ' ',
  '\n',
  '[',
  ']',
  'not ',
  'and ',
  'or ',
  ' in ',
  'val(',
  'oneof ',
  '\0',
  '\ud800',
  '{9}',
  '*',
  'exists',
  '0x',
  '\\x',
  '.',
];

test('mutated conditions never throw, and what is accepted reads back from its canonical text', () => {
  let state = 12_345;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
  let accepted = 0;
  const start = performance.now();
  for (let round = 0; round < 6_000; round += 1) {
    let text = seeds[random(seeds.length)]!;
    for (let count = 1 + random(2); count > 0; count -= 1) {
      const at = random(text.length + 1);
      const kind = random(4);
      if (kind === 0) text = text.slice(0, at) + text.slice(at + 1 + random(6));
      else if (kind === 1) text = text.slice(0, at) + pieces[random(pieces.length)] + text.slice(at);
      else if (kind === 2) text = text.slice(0, at) + String.fromCharCode(random(300)) + text.slice(at + 1);
      else text = text.slice(0, at) + seeds[random(seeds.length)]!.slice(random(80)) + text.slice(at);
    }
    const outcome = parseCondition(text);
    if (!outcome.ok) {
      expect(outcome.issue.at.offset).toBeLessThanOrEqual(text.length);
      continue;
    }
    accepted += 1;
    checkCondition(outcome.value, fields);
    const canonical = conditionText(outcome.value);
    const again = parseCondition(canonical, { maxDepth: conditionDepth.rule });
    if (!again.ok) throw new Error(`${JSON.stringify(canonical)}: ${again.issue.message}`);
    // Brackets between two nots are not kept, and two nots are none.
    expect(conditionText(again.value)).toBe(canonical.replaceAll('not not ', ''));
  }
  expect(accepted).toBeGreaterThan(500);
  expect(performance.now() - start).toBeLessThan(10_000);
});

test.each([
  ['brackets', '('.repeat(200_000)],
  ['nots', `${'not '.repeat(100_000)}a`],
  ['transformers', `${'tolower('.repeat(50_000)}proc.name${')'.repeat(50_000)} = a`],
  ['too many characters', 'a or '.repeat(1_000_000)],
  ['a long list', `proc.name in (${'abcdef, '.repeat(100_000)}x)`],
  ['many checks', `${'proc.name = a or '.repeat(50_000)}b`],
  ['an endless quote', `proc.name = "${'\\"'.repeat(200_000)}`],
  ['a long name', `${'a.'.repeat(100_000)}a = 1`],
  ['a regex', `proc.name regex "${'(a|b)*'.repeat(2_000)}"`],
])('%s take bounded time', (_, text) => {
  const start = performance.now();
  const outcome = parseCondition(text);
  if (outcome.ok) checkCondition(outcome.value, fields);
  expect(performance.now() - start).toBeLessThan(3_000);
});
