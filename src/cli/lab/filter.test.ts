import { expect, test } from 'vitest';
import { answer } from './filter.ts';

test('a filter is answered with its canonical text and its warnings', () => {
  expect(answer({ filter: 'proc.name=sh and evt.type in(execve,open)' })).toEqual({
    ok: true,
    warnings: [],
    ast: '(proc.name = sh and evt.type in (execve, open))',
  });
  expect(answer({ filter: 'proc.name = proc.pname' })).toMatchObject({
    ok: true,
    warnings: [expect.stringContaining('proc.pname')],
  });
});

test('what cannot be parsed has no ast, what cannot be compiled has one', () => {
  expect(answer({ filter: 'evt.type =' })).toMatchObject({
    ok: false,
    error: expect.stringContaining('filter error at index 10, line 1, column 11: expected a string value'),
  });
  expect(answer({ filter: 'evt.type =' })).not.toHaveProperty('ast');
  expect(answer({ filter: 'fd.num contains 1' })).toMatchObject({
    ok: false,
    ast: 'fd.num contains 1',
    at: { line: 1 },
  });
});

test('names that are not known here are listed; strictly they are errors', () => {
  expect(answer({ filter: 'spawned_process and my.field = 1' })).toMatchObject({
    ok: true,
    unresolved: [expect.stringContaining('spawned_process'), expect.stringContaining('my.field')],
  });
  expect(answer({ filter: 'my.field = 1', strict: true })).toMatchObject({
    ok: false,
    error: expect.stringContaining('my.field'),
  });
  expect(answer({ filter: 'my.field bcontains xyz' })).toMatchObject({ ok: false });
});

test('other questions are refused', () => {
  expect(answer({ rule: 1 })).toMatchObject({ error: expect.any(String) });
});
