import { describe, expect, it } from 'vitest';
import { loadTexts, ruleYaml } from '#testing/rule-files.ts';
import { conditionText } from '../language/condition-text.ts';
import type { RuleSet } from './rule-set.ts';

const seedFile = `- required_engine_version: 0.31.0
- required_plugin_versions:
  - name: container
    version: 0.4.0

- list: shells
  items: [sh, "bash", 'c sh', more]
- list: more
  items: [a, b]
- macro: open_read
  condition: (evt.type in (open, openat) and fd.num >= 0)
- macro: shell
  condition: proc.name in (shells) and open_read
- rule: Read x
  desc: >
    Long text
  condition: open_read and (shell or not fd.name startswith /etc)
  output: "a %proc.name %evt.type"
  priority: WARNING
  tags: [a, b]
  exceptions:
    - name: e
      fields: [proc.name, fd.name]
      comps: [=, startswith]
      values: [[x, /etc], [y, z]]
    - {name: f, fields: proc.name, comps: in, values: [q, shells]}
- rule: Read x
  condition: and proc.name != z
  exceptions: [{name: e, values: [[c, d]]}]
  override: {condition: append, exceptions: append}
- &r
  rule: Other
  desc: d
  condition: evt.type = execve and tolower(proc.name) = val(proc.pname)
  output: o
  priority: info
- *r
`;

const words = [
  'open_read',
  'shells',
  'more',
  'and',
  'or',
  'not',
  '(',
  ')',
  '"',
  "'",
  ',',
  '[',
  ']',
  '{',
  '}',
  ': ',
  '- ',
  '\n',
  '  ',
  '*r',
  '&r',
  'append',
  'replace',
  'override: {items: append}',
  'null',
  '~',
  '%',
  '\\',
  '#',
  'proc.nme',
  'in',
  '=',
  '\u0000',
  '\ud800',
  '🐳',
  '\t',
  'exists',
  '- list: x\n',
  '- macro: shell\n  condition: shell\n',
  '---\n',
  '|',
  '>',
];

/** A result of which every fault names a line of its file. */
function check(set: RuleSet, texts: readonly string[]): void {
  expect(set.ok).toBe(set.errors.length === 0);
  for (const { place, message, snippet } of [...set.errors, ...set.warnings]) {
    const text = texts[place.file.charCodeAt(0) - 97] as string;
    expect(place.line).toBeGreaterThanOrEqual(1);
    expect(place.line).toBeLessThanOrEqual(text.split('\n').length);
    expect(place.column).toBeGreaterThanOrEqual(1);
    expect(message).not.toBe('');
    expect(snippet).toMatch(/\^$/);
  }
  for (const rule of set.rules) conditionText(rule.condition);
}

describe('loading', () => {
  it('gives a result for any change of a file, and every error a line', { timeout: 30_000 }, async () => {
    let seed = 99;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    let fine = 0;
    for (let round = 0; round < 600; round++) {
      let text = seedFile;
      for (let change = 0; change <= random(4); change++) {
        const at = random(text.length);
        const kind = random(4);
        if (kind === 0) text = text.slice(0, at) + words[random(words.length)] + text.slice(at);
        else if (kind === 1) text = text.slice(0, at) + text.slice(at + 1 + random(12));
        else if (kind === 2) text = `${text.slice(0, at)}${String.fromCharCode(random(128))}${text.slice(at + 1)}`;
        else {
          const from = random(text.length);
          text = text.slice(0, at) + text.slice(from, from + random(80)) + text.slice(at);
        }
      }
      const texts = round % 3 === 0 ? [seedFile, text] : [text];
      const set = await loadTexts(texts, { allErrors: round % 2 === 0 });
      check(set, texts);
      if (set.ok) fine++;
    }
    expect(fine).toBeGreaterThan(20);
    expect(fine).toBeLessThan(580);
  });
});

/** Small files that want to become large, and limits that they meet. */
describe('bombs', () => {
  const doubling = (count: number, one: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => one(index)).join('');

  it.each<[string, () => string, RegExp]>([
    [
      'macros',
      () =>
        `- macro: m0\n  condition: proc.name=a\n${doubling(60, (n) => `- macro: m${n + 1}\n  condition: m${n} and m${n}\n`)}${ruleYaml({ condition: 'm60' })}`,
      /larger than/,
    ],
    [
      'lists',
      () =>
        `- list: l0\n  items: [a, b, c]\n${doubling(40, (n) => `- list: l${n + 1}\n  items: [${`l${n},`.repeat(30)}]\n`)}${ruleYaml({ condition: 'evt.type=open and proc.name in (l40, l39)' })}`,
      /^$/,
    ],
    [
      'lists in lists that come later',
      () =>
        `${doubling(12, (n) => `- list: l${n}\n  items: [${`l${n + 1}, `.repeat(12)} x]\n`)}${ruleYaml({ condition: 'evt.type=open and proc.name in (l0)' })}`,
      /longer than/,
    ],
    [
      'a list of lists twice as long each time',
      () =>
        `- list: a\n  items: [${'b,'.repeat(5000)}]\n- list: b\n  items: [${'x,'.repeat(5000)}]\n- list: a\n  items: [${'b,'.repeat(5000)}]\n`,
      /longer than/,
    ],
    [
      'aliases',
      () =>
        `- &a {rule: r, desc: d, condition: evt.type=open, output: o, priority: info, exceptions: [{name: e, fields: [proc.name], values: &v [[${'x,'.repeat(2000)}]]}]}\n${'- *a\n'.repeat(2000)}`,
      /more than \d+ values|equal length/,
    ],
    [
      'aliases in exceptions',
      () =>
        `- rule: r\n  desc: &d0 [x, x]\n${doubling(30, (n) => `  k${n}: &d${n + 1} [*d${n}, *d${n}]\n`)}  condition: evt.type=open\n  output: o\n  priority: info\n  exceptions: [{name: e, fields: [proc.name], values: *d30}]\n`,
      /not a scalar|more than/,
    ],
    [
      'an extension of aliases',
      () =>
        `- k: &d0 [x, x]\n${doubling(30, (n) => `  k${n}: &d${n + 1} [*d${n}, *d${n}]\n`)}${ruleYaml()}  holdfast: *d30\n`,
      /more than \d+ values/,
    ],
    [
      'appended texts',
      () =>
        ruleYaml() +
        `- rule: r\n  desc: &x ${'y'.repeat(500_000)}\n  override: {desc: append}\n`.repeat(1) +
        '- {rule: r, desc: *x, override: {desc: append}}\n'.repeat(5),
      /a text of more than/,
    ],
    ['brackets', () => ruleYaml({ condition: `${'('.repeat(5000)}evt.type=open${')'.repeat(5000)}` }), /depth/],
    [
      'macros inside macros',
      () => {
        const names = Array.from({ length: 3000 }, (_, n) => n);
        return `${names.map((n) => `- macro: m${n}\n  condition: m${n + 1}\n`).join('')}- macro: m3000\n  condition: proc.name=a\n${names.map((n) => `- macro: m${n}\n  condition: and m${n + 1}\n  override: {condition: append}\n`).join('')}`;
      },
      /deeper than/,
    ],
    [
      'a chain of negations',
      () => {
        const names = Array.from({ length: 5000 }, (_, n) => n + 1);
        return `- macro: m0\n  condition: proc.name=a\n${names.map((n) => `- macro: m${n}\n  condition: not (m${n - 1})\n`).join('')}${ruleYaml({ condition: 'm5000' })}`;
      },
      /deeper than/,
    ],
    [
      'many uses of a long list',
      () =>
        `- list: l\n  items: [${'abcdefgh,'.repeat(10_000)}]\n${ruleYaml({ condition: `evt.type=open ${'and proc.name in (l)'.repeat(200)}` })}`,
      /longer than/,
    ],
    [
      'a list used a hundred thousand times',
      () =>
        `- list: l\n  items: [a]\n${ruleYaml({ condition: `evt.type=open and proc.name in (${'l, '.repeat(100_000)}l)` })}`,
      /^$/,
    ],
    [
      'many errors',
      () =>
        ruleYaml({ condition: 'nope' }).repeat(1) +
        Array.from({ length: 5000 }, (_, n) => ruleYaml({ rule: `r${n}`, condition: 'nope' })).join(''),
      /Undefined macro/,
    ],
    [
      'many rules of much',
      () =>
        `- macro: m0\n  condition: proc.name=a\n${doubling(15, (n) => `- macro: m${n + 1}\n  condition: m${n} and m${n}\n`)}${doubling(100, (n) => ruleYaml({ rule: `r${n}`, condition: `m15 and proc.name=b${n}` }))}`,
      /larger than/,
    ],
  ])('%s', { timeout: 60_000 }, async (_, make, message) => {
    const texts = [make()];
    const start = process.cpuUsage();
    const set = await loadTexts(texts, { allErrors: true });
    const { user, system } = process.cpuUsage(start);
    // Microseconds; the machine may be busy with other things.
    expect(user + system).toBeLessThan(5_000_000);
    check(set, texts);
    expect(set.errors[0]?.message ?? '').toMatch(message);
    expect(set.errors.length).toBeLessThanOrEqual(1000);
  });
});
