import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attack } from './attack.ts';
import { writeSmallCapture } from './captures.ts';

/** A rule file, replayed over a small capture. */
function rules(id: string, content: () => string | Buffer, rest: Omit<Attack, 'id' | 'build'>): Attack {
  return {
    id,
    build(folder) {
      writeFileSync(join(folder, 'r.yaml'), content());
      return ['replay', writeSmallCapture(folder), '--rules', join(folder, 'r.yaml')];
    },
    ...rest,
  };
}

function filter(id: string, text: string, rest: Omit<Attack, 'id' | 'build'>): Attack {
  return { id, build: (folder) => ['events', writeSmallCapture(folder), text], ...rest };
}

function rule(condition: string, more = ''): string {
  return `- rule: r\n  desc: d\n  condition: ${condition}\n  output: o\n  priority: INFO\n${more}`;
}

const chain = (count: number, one: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => one(index)).join('');

/** Rule files and filters that want memory or time, or are none. */
export const ruleAttacks: readonly Attack[] = [
  {
    id: 'a folder without rules',
    build: (folder) => ['replay', writeSmallCapture(folder), '--rules', sub(folder)],
    exit: 3,
    says: /empty/,
  },
  {
    id: 'a rule file that is not there',
    build: (folder) => ['replay', writeSmallCapture(folder), '--rules', join(folder, 'absent.yaml')],
    exit: 3,
    says: /absent\.yaml/,
  },
  rules(
    'rules of random bytes',
    () => Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 256)),
    { exit: 3, says: /r\.yaml/ },
  ),
  rules('a rule file of 300 MB', () => Buffer.alloc(300_000_000, '- list: a\n  items: [b]\n'), {
    exit: 3,
    says: /r\.yaml/,
  }),
  rules(
    'eight megabytes of rules',
    () => chain(60_000, (index) => rule('evt.type=open').replace('rule: r', `rule: r${index}`)),
    { exit: 3, says: /r\.yaml:\d+:\d+/ },
  ),
  rules(
    'a billion laughs',
    () => `- &a0 [x, x]\n${chain(40, (index) => `- &a${index + 1} [*a${index}, *a${index}]\n`)}`,
    { exit: 3, says: /r\.yaml:\d+:\d+/ },
  ),
  rules('a million open brackets', () => `- list: a\n  items: ${'['.repeat(1_000_000)}`, {
    exit: 3,
    says: /r\.yaml:\d+:\d+/,
  }),
  rules('a million open brackets in a condition', () => rule('('.repeat(1_000_000)), {
    exit: 3,
    says: /r\.yaml:\d+:\d+/,
  }),
  rules(
    'macros that double',
    () =>
      `- macro: m0\n  condition: proc.name=a\n${chain(60, (index) => `- macro: m${index + 1}\n  condition: m${index} and m${index}\n`)}${rule('m60')}`,
    { exit: 3, says: /r\.yaml:\d+:\d+/ },
  ),
  rules(
    'macros a hundred thousand deep',
    () =>
      `- macro: m0\n  condition: proc.name=a\n${chain(40_000, (index) => `- macro: m${index + 1}\n  condition: not (m${index})\n`)}${rule('m40000')}`,
    { exit: 3, says: /r\.yaml:\d+:\d+/ },
  ),
  rules(
    'lists of lists',
    () =>
      `${chain(12, (index) => `- list: l${index}\n  items: [${`l${index + 1}, `.repeat(12)} x]\n`)}${rule('evt.type=open and proc.name in (l0)')}`,
    { exit: 3, says: /r\.yaml:\d+:\d+/ },
  ),
  rules(
    'an exception of two hundred thousand values',
    () =>
      rule(
        'evt.type=open',
        `  exceptions: [{name: e, fields: [proc.name, fd.name], values: [${'[a, b], '.repeat(200_000)}[c, d]]}]\n`,
      ),
    { exit: 3, says: /r\.yaml:\d+:\d+/ },
  ),
  rules(
    'a list of a hundred thousand names',
    () =>
      `- list: l\n  items: [${chain(100_000, (index) => `n${index}, `)}x]\n${rule('evt.type=close and proc.name in (l)')}`,
    { exit: 0 },
  ),
  rules(
    'two hundred thousand paths',
    () =>
      `- list: l\n  items: [${chain(30_000, (index) => `/a/b${index}/*/c, `)}/x]\n${rule('evt.type=close and fd.name pmatch (l)')}`,
    { exit: 0 },
  ),
  rules(
    'twenty thousand rules',
    () => chain(20_000, (index) => rule(`evt.type=close and fd.num = ${index}`).replace('rule: r', `rule: r${index}`)),
    { exit: 0, megabytes: 500 },
  ),
  rules(
    'a regular expression that never ends elsewhere',
    () => rule(`evt.type=close and proc.name regex "${'(a*)*'.repeat(20)}b"`),
    { exit: 0 },
  ),
  rules(
    'a regular expression of a million states',
    () => rule('evt.type=close and proc.name regex "((((a{1,100}){1,100}){1,100}){1,100}){1,100}"'),
    { exit: 3, says: /r\.yaml:\d+:\d+/ },
  ),
  rules(
    'an output of 9 MB',
    () => rule('evt.type=close').replace('output: o', `output: ${'%proc.name '.repeat(300_000)}`),
    { exit: 3, says: /r\.yaml:\d+:\d+/ },
  ),
  rules(
    'an output of sixty thousand wide fields',
    () => rule('evt.type=close').replace('output: o', `output: "*${'%4096evt.num'.repeat(5_000)}"`),
    { exit: 0 },
  ),
  rules(
    'a stateful rule over the limits',
    () => rule('evt.type=close', '  holdfast: {count: {over: 1000000, within: 1s}}\n'),
    { exit: 3, says: /r\.yaml:\d+:\d+/ },
  ),
  filter('a filter of fifty thousand brackets', `${'('.repeat(50_000)}evt.num=1${')'.repeat(50_000)}`, {
    exit: 2,
    says: /column \d+/,
  }),
  filter('a filter of twenty-five thousand nots', `${'not '.repeat(25_000)}evt.num=1`, { exit: 0 }),
  filter('a filter of ten thousand comparisons', Array<string>(7_000).fill('evt.num=1').join(' or '), { exit: 0 }),
  filter('a filter of forty thousand values', `fd.num in (${chain(20_000, (index) => `${index},`)}1)`, { exit: 0 }),
  filter('a filter that is none', 'proc.name = ', { exit: 2, says: /column \d+/ }),
];

function sub(folder: string): string {
  mkdirSync(join(folder, 'empty'));
  return join(folder, 'empty');
}
