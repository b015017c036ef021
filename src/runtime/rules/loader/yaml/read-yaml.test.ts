import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as yaml from 'yaml';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { readBlocks } from './block-reader.ts';
import { readYaml } from './read-yaml.ts';
import { readWhole } from './whole-reader.ts';
import type { YamlNode } from './yaml-node.ts';

/** What both readers must agree on: texts, whether they are quoted, and where they begin. */
function shape(node: YamlNode): unknown {
  if (node.kind === 'scalar') return [node.style, node.text, node.text === '' ? 'anywhere' : node.start];
  if (node.kind === 'sequence') return { sequence: node.items.map(shape), start: node.start };
  return { keys: node.keys.map(shape), values: node.items.map(shape) };
}

function both(content: string): { fast: unknown; whole: unknown } {
  const fast = readBlocks(content, 64);
  const whole = readWhole(yaml, content);
  const [document] = 'documents' in whole ? whole.documents : [];
  return { fast: fast && shape(fast), whole: document === undefined ? whole : shape(document) };
}

describe('the fast reader agrees with the whole one', () => {
  it.each([
    "- list: a\n  items: [a, \"b, c\", 'd''e', [f, g], ]\n",
    '- rule: a  # comment\n  condition: >\n    a and\n    b\n\n    c\n  output: |\n    x\n      y\n    z\n  desc: >-\n    a\n  tags:\n  - b\n  - c\n',
    '- a: >\n    x\n      y\n      z\n\n    w\n\n\n- b: |+\n    q\n\n- c: >\n\n    p',
    '- desc: a b\n    c d\n\n    e\n  x: http://a/b#c?d=e:f\n# c\n- - - x\n  -\n    y\n',
    '---\n# c\n- items:\n    - a\n    # c\n    - b # c\n  empty:\n  next: x\n',
    '- items: [\n    a, # c\n    "b",\n    # d\n    c\n  ]\n  x: y\n',
    '  - a: 1\n    b: 2\n  - c\n',
    "- a: 'x'\n- a:\n    - b:\n        - c: d\n",
  ])('%#', (content) => {
    const { fast, whole } = both(content);
    expect(fast).toBeDefined();
    expect(fast).toEqual(whole);
  });

  it.skipIf(skipShared.skip)(`on the upstream rule files ${skipShared.note}`, () => {
    for (const name of ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml']) {
      const { fast, whole } = both(readFileSync(sharedPath('falco-rules', name), 'utf8'));
      expect(fast).toBeDefined();
      expect(fast).toEqual(whole);
    }
  });

  it('on thousands of changed files, wherever it does not give up', { timeout: 30_000 }, () => {
    let agreed = 0;
    for (const content of changedFiles(1000)) {
      const { fast, whole } = both(content);
      if (fast === undefined) continue;
      // Flow collections may begin left of their key here, as in the ecosystem's reader.
      if (/sufficiently indented/.test(JSON.stringify(whole))) continue;
      expect(whole, content).toEqual(fast);
      agreed++;
    }
    expect(agreed).toBeGreaterThan(200);
  });
});

it.each([
  ['[[[['.repeat(200_000), 'inside each other'],
  [`${'- [#]\n'.repeat(3)}${'[ #]\n'.repeat(70)}`, 'inside each other'],
  ['- '.repeat(20_000), 'nested'],
  [`${'- '.repeat(70)}a`, 'inside each other'],
  ['- &a [*a]\n', 'inside what it names'],
  ['- *a\n', 'no anchor &a'],
  ['- a: b: c\n', 'compact mappings'],
  [`- {a: "${'b'.repeat(1_100_000)}"}\n`, 'characters'],
  [`- a: ${'b'.repeat(8_400_000)}\n`, 'characters'],
])('refuses %#', async (content, message) => {
  const read = await readYaml(content);
  expect('error' in read && read.error.message).toContain(message);
});

const seedFile = `# head
- required_engine_version: 0.31.0

- list: shells
  items: [sh, "bash", 'c sh', zsh]

- macro: open_read
  condition: (evt.type in (open, openat) and fd.num >= 0)

- rule: Read x
  desc: >
    Long text
    in lines.

    And more.
  condition: >-
    open_read and
      proc.name in (shells)
  output: "a | b=%proc.name"
  priority: WARNING
  tags: [a, b]
  exceptions:
    - name: e
      fields: [proc.name, fd.name]
      comps: [=, startswith]
      values:
        - [x, /etc]
        - - y
          - "/usr"
`;

const snippets = [
  '\n',
  ' ',
  '  ',
  '- ',
  ': ',
  ':',
  '#',
  ' #',
  '"',
  "'",
  '[',
  ']',
  ',',
  '>',
  '|',
  '---\n',
  '...\n',
  '\t',
  '&a ',
  '*a',
  '{',
  '}',
  'a: b',
  '- - ',
  '? ',
  '!!x ',
  '%',
  '\\',
  '\r\n',
  '>-\n',
  '|+\n',
  '\n\n',
  '~',
  '-',
  '@',
];

function* changedFiles(count: number): Generator<string> {
  let seed = 7;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  for (let index = 0; index < count; index++) {
    let text = seedFile;
    for (let change = 0; change <= random(3); change++) {
      const at = random(text.length);
      const kind = random(3);
      if (kind === 0) text = text.slice(0, at) + snippets[random(snippets.length)] + text.slice(at);
      else if (kind === 1) text = text.slice(0, at) + text.slice(at + 1 + random(6));
      else {
        const from = random(text.length);
        text = text.slice(0, at) + text.slice(from, from + random(40)) + text.slice(at);
      }
    }
    yield text;
  }
}
