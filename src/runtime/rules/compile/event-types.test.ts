import { describe, expect, test } from 'vitest';
import { eventTable } from '#runtime/events/table/event-table.ts';
import { parseCondition } from '../language/parser.ts';
import { conditionEventTypes, eventTypeNames, rowsOfNames } from './event-types.ts';

describe('event types of a condition', () => {
  test.each<[string, string[] | 'all' | 'none' | 'all but execve' | 'refused']>([
    ['evt.type = execve', ['execve']],
    ['evt.type in (open, openat) and proc.name = cat', ['open', 'openat']],
    ['evt.type = open or evt.type = close', ['close', 'open']],
    ['evt.type = open and evt.type = close', 'none'],
    ['proc.name = cat', 'all'],
    ['not proc.name = cat', 'all'],
    ['evt.type = open or proc.name = cat', 'all'],
    ['evt.type != execve', 'all but execve'],
    ['not evt.type = execve', 'all but execve'],
    ['not evt.type != execve', ['execve']],
    ['not (evt.type != execve or proc.name = cat)', ['execve']],
    ['not not evt.type = execve', ['execve']],
    ['evt.type exists', 'all'],
    ['not evt.type exists', 'none'],
    ['syscall.type = execve', ['execve']],
    ['evt.type startswith exec', 'all'],
    ['evt.num > 0', 'all'],
    ['evt.num = 0', 'none'],
    ['not evt.num >= 1', 'none'],
    ['evt.num in (0, 0)', 'none'],
    ['evt.num < 5', 'all'],
    ['tolower(evt.type) = execve', 'refused'],
    ['evt.type = val(proc.name)', 'refused'],
    ['tolower(evt.type) contains execve', 'all'],
  ])('%s', (text, expected) => {
    const parsed = parseCondition(text);
    if (!parsed.ok) throw new Error(parsed.issue.message);
    const types = conditionEventTypes(parsed.value);
    if (expected === 'refused') return expect(types.ok).toBe(false);
    if (!types.ok) throw new Error(types.issue.message);
    const count = types.value.reduce((sum, bit) => sum + bit, 0);
    if (expected === 'all') expect(count).toBe(eventTable.length);
    else if (expected === 'none') expect(count).toBe(0);
    else if (expected === 'all but execve') expect(types.value).toEqual(rowsOfNames(['execve']).map((bit) => 1 - bit));
    else expect(eventTypeNames(types.value)).toEqual(expected);
  });

  test('a syscall without rows of its own is among the generic ones', () => {
    const types = rowsOfNames(['getpid']);
    expect([types[0], types[1], types.reduce((sum, bit) => sum + bit, 0)]).toEqual([1, 1, 2]);
    expect(eventTypeNames(types)).toContain('getpid');
    expect(eventTypeNames(types)).not.toContain('execve');
  });
});
