import { describe, expect, it } from 'vitest';
import type { Alert } from '../output/alert.ts';
import { checkAlerts } from './check-alerts.ts';
import type { ExpectedAlert, RuleTest } from './test-file.ts';

const shell: Alert = {
  uuid: 'u',
  time: '2024-01-01T00:00:00.000000000Z',
  rule: 'Shell',
  priority: 'Notice',
  source: 'syscall',
  output: 'Notice a shell (sh)',
  output_fields: { 'proc.name': 'sh', 'proc.tty': 34816, 'container.name': null, big: 2n ** 60n },
  tags: [],
  hostname: 'h',
  capture: { file: 'c', event: 7 },
};
const wanted: ExpectedAlert = {
  where: 'f:3:5',
  rule: 'Shell',
  times: undefined,
  event: undefined,
  priority: undefined,
  output: undefined,
  fields: new Map(),
};
const test = (alerts: readonly ExpectedAlert[], silent: RuleTest['silent'] = []): RuleTest => ({
  name: 't',
  where: 'f:1:3',
  about: undefined,
  capture: 'c',
  match: 'all',
  enable: [],
  disable: [],
  alerts,
  silent,
});
const texts = (given: RuleTest, alerts: readonly Alert[]) =>
  checkAlerts(given, alerts).map(({ where, message }) => `${where} ${message}`);

describe('checkAlerts', () => {
  it('passes where all that is asked for is there', () => {
    const fields = new Map<string, string | null>([
      ['proc.name', 'sh'],
      ['proc.tty', '34816'],
      ['container.name', null],
      ['big', '1152921504606846976'],
    ]);
    expect(
      texts(test([{ ...wanted, event: 7, priority: 'notice', output: 'shell', fields, times: 1 }], 'all'), [shell]),
    ).toEqual([]);
  });

  it('names what differs of an alert of the right rule, with the place of the expectation', () => {
    const fields = new Map<string, string | null>([
      ['proc.name', 'bash'],
      ['fd.name', '/x'],
      ['container.name', 'web'],
    ]);
    const [text] = texts(test([{ ...wanted, event: 8, priority: 'critical', fields }]), [shell]);
    expect(text).toMatch(/^f:3:5 /);
    for (const part of [
      'event 7, expected 8',
      'priority is Notice',
      '"sh", expected "bash"',
      'fd.name is not in the output',
      'without a value',
    ])
      expect(text).toContain(part);
  });

  it('says that a rule was silent, and which were not', () => {
    expect(texts(test([{ ...wanted, rule: 'Other' }]), [shell])).toEqual([
      'f:3:5 "Other" raised no alert; raised were: "Shell"',
    ]);
    expect(texts(test([wanted]), [])).toEqual(['f:3:5 "Shell" raised no alert']);
  });

  it('counts', () => {
    expect(texts(test([{ ...wanted, times: 2 }]), [shell])[0]).toContain('raised 1 alert, expected 2');
    expect(texts(test([{ ...wanted, times: 0 }]), [shell])[0]).toContain('raised 1 alert, expected 0');
    expect(texts(test([{ ...wanted, times: 0 }]), [])).toEqual([]);
  });

  it('hears what should be silent, but not what is expected', () => {
    expect(texts(test([], ['Sh*']), [shell])[0]).toContain('1 alert that nobody expects');
    expect(texts(test([], ['Other']), [shell])).toEqual([]);
    expect(texts(test([wanted], 'all'), [shell])).toEqual([]);
    expect(texts(test([{ ...wanted, event: 9, times: 0 }], 'all'), [shell])[0]).toContain('nobody expects');
  });
});
