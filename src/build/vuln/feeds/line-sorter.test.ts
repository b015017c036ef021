import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { scratchFolder } from '#testing/advisories.ts';
import { randomFrom } from '#testing/fuzz.ts';
import { LineWriter, readLines } from './line-file.ts';
import { LineSorter, mergeLines } from './line-sorter.ts';

const scratch = scratchFolder();
afterAll(() => scratch.dispose());

describe('LineSorter', () => {
  it('sorts more lines than it keeps in memory, and leaves no file behind', () => {
    const random = randomFrom(1);
    const lines = Array.from({ length: 5000 }, () => `${Math.floor(random() * 1e6)} ü ${'x'.repeat(random() * 50)}`);
    const sorter = new LineSorter(join(scratch.path, 'sort'), 20_000);
    for (const line of lines) sorter.add(line);
    expect(readdirSync(scratch.path).length).toBeGreaterThan(3);
    expect([...sorter.sorted()]).toEqual([...lines].sort());
    expect(readdirSync(scratch.path)).toEqual([]);
  });

  it('keeps equal lines', () => {
    expect([...mergeLines([['a', 'b'].values(), ['a', 'c'].values(), [].values()])]).toEqual(['a', 'a', 'b', 'c']);
  });
});

describe('line files', () => {
  it('give back lines across frames, however long', () => {
    const path = join(scratch.path, 'lines');
    const lines = [
      '',
      'a',
      'ü'.repeat(300_000),
      ...Array.from({ length: 2000 }, (_, index) => `line ${index} ${'y'.repeat(200)}`),
    ];
    const writer = new LineWriter(path);
    for (const line of lines) writer.add(line);
    writer.close();
    expect([...readLines(path)]).toEqual(lines);
  });
});
