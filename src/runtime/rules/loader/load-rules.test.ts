import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { faultLines, loadTexts, ruleYaml } from '#testing/rule-files.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { conditionText } from '../language/condition-text.ts';

async function conditionOf(...texts: string[]): Promise<string> {
  const set = await loadTexts(texts);
  expect(set.errors).toEqual([]);
  return conditionText(set.rules[0]!.condition);
}

async function faults(...texts: string[]): Promise<string[]> {
  return faultLines(await loadTexts(texts));
}

describe('items', () => {
  it('puts lists in as text, in the order of their definition', async () => {
    const condition = 'evt.type = open and proc.name in (shells, "x y")';
    expect(
      await conditionOf(
        `- list: more\n  items: [dash, "a b"]\n- list: shells\n  items: [sh, more]\n${ruleYaml({ condition })}`,
      ),
    ).toBe('(evt.type = open and proc.name in (sh, dash, "a b", "x y"))');
  });

  it('takes a comma away with an empty list', async () => {
    const lists = '- list: none\n  items: []\n';
    expect(await conditionOf(lists + ruleYaml({ condition: 'evt.type = open and proc.name in (none, a)' }))).toContain(
      'in (a)',
    );
    expect(await conditionOf(lists + ruleYaml({ condition: 'evt.type = open and proc.name in (a, none)' }))).toContain(
      'in (a)',
    );
    expect(
      await conditionOf(lists + ruleYaml({ condition: 'evt.type = open and proc.name in (a, none , b)' })),
    ).toContain('in (a, b)');
  });

  it('does not find a name within another', async () => {
    const lists = '- list: sh\n  items: [x]\n';
    expect(
      await conditionOf(lists + ruleYaml({ condition: 'evt.type=open and proc.name in (bash, sh-x, sh)' })),
    ).toContain('in (bash, sh-x, x)');
  });

  it('keeps the place of a rule that is defined again, and takes the rest from the last', async () => {
    const set = await loadTexts([
      ruleYaml({ rule: 'one' }) + ruleYaml({ rule: 'two' }),
      ruleYaml({ rule: 'one', priority: 'alert', tags: '[b, a, b]' }),
    ]);
    expect(set.rules.map(({ name, priority, tags }) => [name, priority, tags])).toEqual([
      ['one', 'Alert', ['a', 'b']],
      ['two', 'Informational', []],
    ]);
    expect(set.rules[0]?.place).toMatchObject({ file: 'b.yaml', line: 1, column: 3 });
  });

  it('sees later changes of a macro in rules that were defined before', async () => {
    const macro = '- macro: m\n  condition: proc.name = a\n';
    const change = '- macro: m\n  condition: or proc.name = b\n  override: {condition: append}\n';
    expect(await conditionOf(macro + ruleYaml({ condition: 'evt.type=open and m' }), change)).toBe(
      '(evt.type = open and (proc.name = a or proc.name = b))',
    );
  });

  it('compiles again what a later file changes through lists, macros, exceptions or the output', async () => {
    const lists = '- list: inner\n  items: [a]\n- list: outer\n  items: [inner, b]\n';
    const macros = '- macro: m\n  condition: proc.name in (outer)\n- macro: n\n  condition: m\n';
    const rules = ruleYaml({ condition: 'evt.type=open and n' }) + ruleYaml({ rule: 'same' });
    const changes = [
      '- list: inner\n  items: [c]\n  override: {items: append}\n',
      '- macro: m\n  condition: and fd.num = 1\n  override: {condition: append}\n',
      '- rule: r\n  exceptions: [{name: e, fields: [fd.name], values: [[/x]]}]\n  override: {exceptions: append}\n',
      '- rule: r\n  output: y %fd.name\n  enabled: false\n  override: {output: append, enabled: replace}\n',
    ];
    const set = await loadTexts([lists + macros + rules, ...changes]);
    expect(set.errors).toEqual([]);
    expect(set.rules.map((rule) => [conditionText(rule.condition), rule.output, rule.enabled])).toEqual([
      [
        '((evt.type = open and (proc.name in (a, c, b) and fd.num = 1)) and not fd.name = /x)',
        'x %proc.name y %fd.name',
        false,
      ],
      ['evt.type = open', 'x %proc.name', true],
    ]);
  });

  it('shares the condition of a macro between the rules that use it', async () => {
    const macro = '- macro: m\n  condition: proc.name = a\n';
    const rule = (name: string) => ruleYaml({ rule: name, condition: 'evt.type=open and m' });
    const { rules } = await loadTexts([macro + rule('x') + rule('y')]);
    const [x, y] = rules.map(({ condition }) => (condition.kind === 'and' ? condition.children[1] : undefined));
    expect(x).toBeDefined();
    expect(x).toBe(y);
  });

  it('needs what a file uses to be defined by its end, not later', async () => {
    const rule = ruleYaml({ condition: 'evt.type=open and m' });
    const macro = '- macro: m\n  condition: proc.name = a\n';
    expect(await faults(rule + macro)).toEqual([]);
    expect(await faults(rule, macro)).toEqual(['LOAD_ERR_VALIDATE a.yaml:3:32']);
  });

  it('lets a macro see only macros that were defined before it was last changed', async () => {
    const uses = '- macro: m\n  condition: n\n';
    const used = '- macro: n\n  condition: proc.name = a\n';
    const rule = ruleYaml({ condition: 'evt.type=open and m' });
    expect(await faults(uses + used + rule)).toEqual(['LOAD_ERR_VALIDATE a.yaml:2:14']);
    expect(await faults(uses + used + uses + rule)).toEqual([]);
  });

  it('refuses macros that go round in circles', async () => {
    const set = await loadTexts([
      '- macro: a\n  condition: proc.name=x\n- macro: b\n  condition: a\n- macro: a\n  condition: b\n' +
        ruleYaml({ condition: 'a' }),
    ]);
    expect(set.errors.map(({ message }) => message)).toEqual(["reference loop in macro 'b'"]);
  });

  it('reads the extension and keeps it from other keys', async () => {
    const { rules, warnings } = await loadTexts([
      `${ruleYaml()}  other: 1\n  holdfast:\n    count: {over: 5, within: 10s, by: [user.uid]}\n`,
    ]);
    expect(rules[0]?.stateful).toMatchObject({
      spec: { kind: 'count', over: 5, within: 10_000_000, by: ['user.uid'] },
      steps: [],
    });
    expect(warnings.map(({ code, place }) => [code, place.line])).toEqual([['LOAD_UNKNOWN_KEY', 6]]);
  });

  it('puts lists and macros into the steps of a sequence, and names the place of what is wrong', async () => {
    const before = '- macro: m\n  condition: evt.type in (l)\n- list: l\n  items: [execve]\n';
    const rule = (steps: string) =>
      `${before}${ruleYaml()}  holdfast:\n    sequence: {within: 1m, by: [container.id], followed_by: ${steps}}\n`;
    const { rules, warnings } = await loadTexts([rule('[m, evt.type = close]')]);
    expect(rules[0]?.stateful?.steps.map(conditionText)).toEqual(['evt.type in (execve)', 'evt.type = close']);
    expect(warnings).toEqual([]);
    expect(await faults(rule('[m, n]'))).toEqual(['LOAD_ERR_VALIDATE a.yaml:11:65']);
    expect(await faults(rule('proc.nme = a'))).toContain('LOAD_ERR_COMPILE_CONDITION a.yaml:11:61');
    expect(await faults(`${ruleYaml()}  holdfast: {cont: 1}\n`)).toEqual(['LOAD_ERR_EXTENSION a.yaml:6:13']);
    expect(await faults(`${ruleYaml()}  holdfast: {count: {over: 1, within: 1s, by: [no.field]}}\n`)).toEqual([
      'LOAD_ERR_EXTENSION a.yaml:6:13',
    ]);
  });

  it('leaves rules of other sources out', async () => {
    const text = ruleYaml({ source: 'k8s_audit', condition: 'ka.verb = get' });
    const { rules, warnings, ok } = await loadTexts([text]);
    expect([ok, rules.length, warnings.map(({ code }) => code)]).toEqual([true, 0, ['LOAD_UNKNOWN_SOURCE']]);
  });
});

describe('exceptions', () => {
  const rule = (exceptions: string) => `${ruleYaml()}  exceptions:\n${exceptions}`;

  it('fills in comparisons, and writes lists, texts with blanks and values of one field', async () => {
    expect(
      await conditionOf(
        rule('    - name: a\n      fields: [proc.name, fd.name]\n      values: [[x, "y z"], [v, w]]\n'),
      ),
    ).toBe('(evt.type = open and not ((proc.name = x and fd.name = "y z") or (proc.name = v and fd.name = w)))');
    expect(await conditionOf(rule('    - name: a\n      fields: proc.name\n      values: [x, "y z"]\n'))).toBe(
      '(evt.type = open and not proc.name in (x, "y z"))',
    );
    expect(
      await conditionOf(
        rule('    - name: a\n      fields: [proc.name]\n      comps: [in]\n      values: [[[x, y]], [z]]\n'),
      ),
    ).toBe('(evt.type = open and not (proc.name in (x, y) or proc.name in (z)))');
  });

  it('appends values to an exception, and refuses fields', async () => {
    const base = rule('    - name: a\n      fields: [proc.name]\n      values: [[x]]\n');
    const change = (more: string) =>
      `- rule: r\n  exceptions:\n    - name: a\n${more}      values: [[y]]\n  override: {exceptions: append}\n`;
    expect(await conditionOf(base, change(''))).toContain('(proc.name = x or proc.name = y)');
    expect(await faults(base, change('      fields: [fd.name]\n'))).toEqual(['LOAD_ERR_VALIDATE b.yaml:3:7']);
  });

  it('names the exception where its text is no condition', async () => {
    const set = await loadTexts([rule('    - name: a\n      fields: [proc.name]\n      values: [["x)("]]\n')]);
    expect(set.errors.map(({ code, item, place }) => [code, item?.name, place.line])).toEqual([
      ['LOAD_ERR_COMPILE_CONDITION', 'a', 7],
    ]);
  });

  it.each([
    ['fields: [proc.nam]', "'proc.nam' is not a supported filter field"],
    ['fields: [proc.name]\n      comps: [=, in]', 'equal length'],
    ['fields: [proc.name]\n      comps: in', 'equal length'],
    ['fields: proc.name\n      comps: [in]', 'must both be strings'],
    ['fields: proc.name\n      comps: startswith', 'comps must be one of'],
    ['fields: [proc.name]\n      comps: [is]', "'is' is not a supported"],
  ])('refuses %s', async (keys, message) => {
    const set = await loadTexts([rule(`    - name: a\n      ${keys}\n      values: [[x]]\n`)]);
    expect(set.errors.map((error) => error.message).join()).toContain(message);
  });
});

describe('places', () => {
  it('points into folded conditions with lists and exceptions put in', async () => {
    const text = `- list: l
  items: [aa, bb]
- rule: r
  desc: d
  condition: >
    evt.type = open and
    proc.name in (l)

    and proc.nme = x
  output: o
  priority: info
  exceptions:
    - name: e
      fields: [proc.name]
      values: [[z]]
`;
    const { errors } = await loadTexts([text]);
    expect(errors).toMatchObject([
      {
        code: 'LOAD_ERR_COMPILE_CONDITION',
        place: { file: 'a.yaml', line: 9, column: 9 },
        snippet: '    and proc.nme = x\n        ^',
        hint: 'did you mean proc.name?',
      },
    ]);
  });

  it('points into the file and macro where the error is', async () => {
    const macro = '- macro: m\n  condition: "proc.nme = x"\n';
    const { errors } = await loadTexts([macro + ruleYaml({ condition: 'm', warn_evttypes: 'false' })]);
    expect(errors).toMatchObject([{ item: { kind: 'macro', name: 'm' }, place: { line: 2, column: 15 } }]);
    expect(errors[0]?.hint).toContain('rule r');
  });

  it('points into what was appended', async () => {
    const change = '- rule: r\n  condition: and proc.nme = x\n  override: {condition: append}\n';
    expect(await faults(ruleYaml(), change)).toEqual(['LOAD_ERR_COMPILE_CONDITION b.yaml:2:18']);
  });

  it('gives nodes of conditions their place in the file', async () => {
    const { rules } = await loadTexts(['\n\n- list: l\n  items: [a]\n', ruleYaml({ condition: "'evt.type = open'" })]);
    expect(rules[0]?.condition.at).toMatchObject({ file: 'b.yaml', line: 3, column: 15 });
  });
});

describe('versions and plug-ins', () => {
  const engine = (version: string) => faults(`- required_engine_version: ${version}\n`);

  it('accepts versions up to its own', async () => {
    for (const version of ['0.63.0', '63', '0x3f', '0.1.0-rc1', '"0.26.0"']) expect(await engine(version)).toEqual([]);
    for (const version of ['0.63.1', '64', '1.0.0'])
      expect(await engine(version)).toEqual(['LOAD_ERR_VALIDATE a.yaml:1:28']);
    for (const version of ['0.26', 'x', '-1'])
      expect(await engine(version)).toEqual(['LOAD_ERR_YAML_VALIDATE a.yaml:1:28']);
  });

  it('needs the first alternative that it has in a fitting version', async () => {
    const asks = (text: string) => faults(`- required_plugin_versions:\n${text}`);
    expect(await asks('  - name: container\n    version: 0.4.0\n')).toEqual([]);
    expect(await asks('  - name: json\n    version: 0.4.0\n')).toHaveLength(1);
    expect(await asks('  - name: container\n    version: 9.4.0\n')).toHaveLength(1);
    const alternatives = '    alternatives:\n      - name: container\n        version: 0.1.0\n';
    expect(await asks(`  - name: json\n    version: 0.4.0\n${alternatives}`)).toEqual([]);
  });
});

describe('all errors', () => {
  it('goes on after an error where a checker asks', async () => {
    const text =
      ruleYaml({ rule: 'a', priority: 'x' }) + ruleYaml({ rule: 'b', condition: 'nope' }) + ruleYaml({ rule: 'c' });
    expect((await loadTexts([text])).errors).toHaveLength(1);
    const set = await loadTexts([text], { allErrors: true });
    expect(set.errors.map(({ code }) => code)).toEqual(['LOAD_ERR_YAML_VALIDATE', 'LOAD_ERR_VALIDATE']);
    expect([set.ok, set.rules.map(({ name }) => name)]).toEqual([false, ['c']]);
  });

  it('says an error in a macro once', async () => {
    const macro = '- macro: m\n  condition: proc.nme = x\n';
    const text = macro + ruleYaml({ rule: 'a', condition: 'm' }) + ruleYaml({ rule: 'b', condition: 'm' });
    expect((await loadTexts([text], { allErrors: true })).errors).toHaveLength(1);
  });
});

describe('values as the ecosystem reads them', () => {
  it.each([
    ['enabled', 'yes', true],
    ['enabled', '"Off"', true],
    ['enabled', 'oN', false],
    ['enabled', '1', false],
    ['enabled', '', false],
    ['capture_duration', '0x10', true],
    ['capture_duration', '1.5', false],
    ['capture_duration', '-1', false],
    ['capture_duration', '4294967296', false],
    ['tags', 'a', false],
    ['tags', '[[a]]', false],
    ['source', '""', false],
    ['skip-if-unknown-filter', 'true', true],
  ])('%s: %s', async (key, value, fine) => {
    expect((await loadTexts([ruleYaml({ [key]: value })])).ok).toBe(fine);
  });

  it('leaves a rule with unknown fields out where it asks for it', async () => {
    const unknown = { condition: 'evt.type = open and new.field = x', 'skip-if-unknown-filter': 'true' };
    const { ok, rules, warnings } = await loadTexts([ruleYaml(unknown)]);
    expect([ok, rules.length, warnings.map(({ code }) => code)]).toEqual([true, 0, ['LOAD_UNKNOWN_FILTER']]);
  });
});

describe.skipIf(skipShared.skip)(`upstream files ${skipShared.note}`, () => {
  it('load together and one by one without an error or a warning', async () => {
    const texts = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'].map((name) =>
      readFileSync(sharedPath('falco-rules', name), 'utf8'),
    );
    const all = await loadTexts(texts);
    expect([all.rules.length, all.errors, all.warnings]).toEqual([93, [], []]);
    const joined = await loadTexts([texts.join('\n')]);
    expect(all.rules.map((rule) => conditionText(rule.condition))).toEqual(
      joined.rules.map((rule) => conditionText(rule.condition)),
    );
    for (const [index, rules] of [25, 31, 37].entries()) {
      const one = await loadTexts([texts[index] as string]);
      expect([one.ok, one.rules.length]).toEqual([true, rules]);
    }
  });
});
