import { describe, expect, it } from 'vitest';
import { CliError } from '../command.ts';
import { compileCommandFilter } from './compile-command-filter.ts';
import { escapeControls } from './escape-controls.ts';
import { splitFields } from './split-fields.ts';
import { outputBuffer } from './text-buffer.ts';

describe('splitFields', () => {
  it.each([
    ['a.b,c.d', ['a.b', 'c.d']],
    [' a.b , ,c.d[x,y] ', ['a.b', 'c.d[x,y]']],
    ['join(",",(a.b,c.d)),e.f', ['join(",",(a.b,c.d))', 'e.f']],
    ["concat('a,\\'b',c.d),e.f", ["concat('a,\\'b',c.d)", 'e.f']],
    [')a.b,c.d', [')a.b', 'c.d']],
    ['', []],
  ])('%j', (text, fields) => expect(splitFields(text)).toEqual(fields));
});

describe('escapeControls', () => {
  it('keeps text on one line and away from the terminal', () => {
    expect(escapeControls('a\nb\tc\r\u001b[31m\u0000\u009b é\udc80')).toBe('a\\nb\\tc\\r\\x1b[31m\\x00\\x9b é\ufffd');
  });
});

describe('compileCommandFilter', () => {
  const fault = (text: string): string => {
    try {
      compileCommandFilter(text);
    } catch (error) {
      if (error instanceof CliError) return error.message;
      throw error;
    }
    return '';
  };

  it('marks the place, also in a long filter and on a later line', () => {
    expect(fault('proc.nme = x')).toMatch(/\n {2}proc\.nme = x\n {2}\^$/);
    const long = `${'proc.name = aaaaaaaa or '.repeat(20)}proc.nme = x or ${'proc.name = b or '.repeat(20)}proc.name = c`;
    const [, line = '', mark = ''] = fault(long).split('\n');
    expect(line.length).toBeLessThan(110);
    expect(line.slice(mark.indexOf('^'))).toMatch(/^proc\.nme/);
    const [head = '', second = '', under = ''] = fault('evt.num > 1 and\n  proc.nme = x').split('\n');
    expect(head).toContain('of line 2');
    expect(second.slice(under.indexOf('^'))).toBe('proc.nme = x');
  });

  it('refuses macros, and passes what is right', () => {
    expect(fault('spawned_process')).toContain('spawned_process');
    expect(fault('evt.type = open')).toBe('');
  });
});

describe('outputBuffer', () => {
  it('writes in large pieces, and wipes the bar before', () => {
    const writes: string[] = [];
    const context = {
      stdout: (text: string) => writes.push(`out ${text.length}`),
      stderr: (text: string) => writes.push(`err ${JSON.stringify(text)}`),
      terminal: true,
    };
    const out = outputBuffer(context);
    for (let index = 0; index < 700; index += 1) out.add('x'.repeat(100));
    out.flush();
    out.flush();
    expect(writes).toEqual(['err "\\r\\u001b[2K"', 'out 65600', 'err "\\r\\u001b[2K"', 'out 4400']);
  });
});
