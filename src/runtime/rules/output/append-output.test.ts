import { describe, expect, it } from 'vitest';
import { ok } from '#core/outcome.ts';
import type { Field } from '../field.ts';
import { appendedOutput, extraTemplates } from './append-output.ts';

const row = (name: string, more: Partial<Field> = {}): [string, Field] => [
  name,
  { name, family: 'test', type: 'charbuf', describes: '', reader: () => ok(() => 'v'), ...more },
];
const fields = new Map([
  row('container.id', { suggested: true }),
  row('proc.name'),
  row('k8s.ns.name', { suggested: true }),
]);
const rule = { name: 'R', source: 'syscall', tags: ['a', 'b'], output: 'text %proc.name' };

describe('appendedOutput', () => {
  it('adds suggested fields by their name, then in the order of the configuration', () => {
    expect(appendedOutput(rule, [{ suggestedOutput: true }, { extraOutput: 'x=%proc.name' }], fields)).toBe(
      'text %proc.name container_id=%container.id k8s_ns_name=%k8s.ns.name x=%proc.name',
    );
  });

  it.each([
    [{}, true],
    [{ rule: 'R' }, true],
    [{ rule: 'S' }, false],
    [{ source: 'syscall', tags: ['b'] }, true],
    [{ source: 'k8s_audit' }, false],
    [{ tags: ['a', 'b'] }, true],
    [{ tags: ['a', 'c'] }, false],
  ])('matches %j: %s', (match, matches) => {
    expect(appendedOutput(rule, [{ match, extraOutput: '+' }], fields)).toBe(
      matches ? 'text %proc.name +' : 'text %proc.name',
    );
  });

  it('drops the old placeholder', () => {
    expect(appendedOutput({ ...rule, output: 'a %container.info b' }, [], fields)).toBe('a  b');
  });
});

describe('extraTemplates', () => {
  it('knows fields from formats, the last of a name winning, and names the wrong one', () => {
    const extras = extraTemplates(
      rule,
      [{ extraFields: [{ name: 'proc.name' }, { name: 'x', format: 'a' }, { name: 'x', format: 'n=%proc.name' }] }],
      fields,
    );
    expect(
      extras.ok && extras.value.map(({ name, formatted, template }) => [name, formatted, template.source]),
    ).toEqual([
      ['proc.name', false, '%proc.name'],
      ['x', true, 'n=%proc.name'],
    ]);
    const wrong = extraTemplates(rule, [{ extraFields: [{ name: 'no.field' }] }], fields);
    expect(wrong.ok ? '' : wrong.issue.where).toBe('extra field no.field');
  });
});
