import { expect, it } from 'vitest';
import { loadTexts, ruleYaml } from '#testing/rule-files.ts';
import { idleSteps, matchesWildcard, selectRules } from './select-rules.ts';

it('lets the last step that names a rule decide', async () => {
  const { rules } = await loadTexts([
    ruleYaml({ rule: 'read a', tags: '[x]' }) +
      ruleYaml({ rule: 'read b', tags: '[y]', priority: 'ALERT' }) +
      ruleYaml({ rule: 'write c', enabled: 'false', tags: '[x, z]' }),
  ]);
  const names = (...options: Parameters<typeof selectRules>[1][]) =>
    options.map((option) =>
      selectRules(rules, option)
        .map(({ name }) => name.at(-1))
        .join(''),
    );
  expect(
    names(
      {},
      { steps: [{ action: 'enable', rule: '*' }] },
      {
        steps: [
          { action: 'disable', rule: 'read*' },
          { action: 'enable', tag: 'x' },
        ],
      },
      {
        steps: [
          { action: 'enable', tag: 'x' },
          { action: 'disable', rule: '* b' },
          { action: 'disable', tag: 'z' },
        ],
      },
      { minimumPriority: 'Alert' },
    ),
  ).toEqual(['ab', 'abc', 'ac', 'a', 'b']);
  expect(
    idleSteps(rules, [
      { action: 'enable', rule: 'reed*' },
      { action: 'enable', tag: 'z' },
    ]),
  ).toHaveLength(1);
});

it.each([
  ['', '', true],
  ['*', '', true],
  ['a', 'ab', false],
  ['a*', 'ab', true],
  ['*b', 'ab', true],
  ['*a', 'ab', false],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['ab*ab', 'ab', false],
  ['**x**', 'axb', true],
  [`${'*a'.repeat(50)}b`, 'a'.repeat(5000), false],
])('%s against %s', (pattern, name, matches) => {
  expect(matchesWildcard(pattern, name)).toBe(matches);
});
