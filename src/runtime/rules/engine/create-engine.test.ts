import { describe, expect, test } from 'vitest';
import { CaptureEvent } from '#runtime/events/event.ts';
import { alertConfigurations, ownAlerts, peerAlerts, rulesOf } from '#testing/alert-oracle.ts';
import { compareFilters } from '#testing/filter-oracle.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { valueField } from '#testing/value-fields.ts';
import { parseCondition } from '../language/parser.ts';
import { createEngine, type EngineRule, type RuleTracker } from './create-engine.ts';

const readX = 7;
const writeX = 9;
const fields = new Map(
  [valueField('v.text', 'charbuf', 'bash'), valueField('evt.type', 'charbuf', 'read')].map((field) => [
    field.name,
    field,
  ]),
);

function rule(name: string, text: string, source?: string): EngineRule {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(parsed.issue.message);
  return { name, condition: parsed.value, ...(source === undefined ? {} : { source }) };
}

function engineOf(
  rules: readonly EngineRule[],
  match: 'first' | 'all' = 'all',
  trackerOf?: (rule: EngineRule) => RuleTracker | undefined,
) {
  const engine = createEngine(rules, { match, fields, ...(trackerOf ? { trackerOf } : {}) });
  if (!engine.ok) throw new Error(engine.issue.message);
  const ask = (type: number) => {
    const names: string[] = [];
    const event = new CaptureEvent();
    event.type = type;
    engine.value.evaluate(event, (matched) => names.push(matched.name));
    return names;
  };
  return { engine: engine.value, ask };
}

describe('rules by event type', () => {
  const rules = [
    rule('reads', 'evt.type = read and v.text = bash'),
    rule('writes', 'evt.type = write and v.text = bash'),
    rule('any', 'v.text startswith b'),
    rule('never', 'evt.type = read and v.text = sh'),
  ];

  test('all that match, in their order', () => {
    const { ask, engine } = engineOf(rules);
    expect([ask(readX), ask(writeX), ask(readX)]).toEqual([
      ['reads', 'any'],
      ['writes', 'any'],
      ['reads', 'any'],
    ]);
    expect([...engine.matches]).toEqual([2, 1, 3, 0]);
  });

  test('the first that matches', () => {
    const { ask } = engineOf(rules, 'first');
    expect([ask(readX), ask(writeX)]).toEqual([['reads'], ['writes']]);
  });

  test('events of no interest', () => {
    const { engine } = engineOf(rules.slice(0, 2));
    expect([engine.interest[readX], engine.interest[writeX], engine.interest[5]]).toEqual([1, 1, 0]);
  });

  test('rules of other sources are not asked of system calls', () => {
    const { ask } = engineOf([rule('audit', 'v.text = bash', 'k8s_audit')]);
    expect(ask(readX)).toEqual([]);
  });

  test('a rule that cannot be indexed is named, the others run', () => {
    const { ask, engine } = engineOf([rule('odd', 'tolower(evt.type) = read'), rules[2]!]);
    expect(engine.notEvaluated.map(({ rule: { name } }) => name)).toEqual(['odd']);
    expect(ask(readX)).toEqual(['any']);
  });

  test('an unknown field is an outcome', () => {
    const engine = createEngine([rule('bad', 'v.nothing = 1')], { match: 'all', fields });
    expect(engine.ok).toBe(false);
  });

  test('a tracker decides, and sees its steps', () => {
    const seen: number[] = [];
    const tracker: RuleTracker = {
      accept: (_event, step) => {
        seen.push(step);
        return step === 1;
      },
      steps: [rule('', 'evt.type = write').condition],
    };
    const { ask } = engineOf(rules.slice(0, 1), 'first', () => tracker);
    expect([ask(readX), ask(writeX), seen]).toEqual([[], ['reads'], [0, 1]]);
  });
});

describe.skipIf(skipShared.skip)(`against the peer ${skipShared.note}`, () => {
  const captures = ['a01_terminal_shell', 'a06_reverse_shell', 'b10_sockets', 'u_falco-old_syscall'];

  test.each(captures)('filters: %s', async (capture) => {
    const results = await compareFilters(sharedPath('captures', capture));
    const different = results.filter((one) => one.refused !== undefined || one.missing.length + one.extra.length > 0);
    expect(different.length / results.length, JSON.stringify(different)).toBeLessThanOrEqual(0.01);
  });

  test.each(Object.entries(alertConfigurations))('alerts: %s', async (name, configuration) => {
    const loaded = await rulesOf(configuration);
    for (const capture of captures)
      expect((await ownAlerts(capture, loaded, configuration.match)).sort()).toEqual(peerAlerts(capture, name).sort());
  });
});
