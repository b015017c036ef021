import { describe, expect, it } from 'vitest';
import { memorySource } from '#core/byte-source.ts';
import { mutations } from '../../../../testing/fuzz.ts';
import { layeredInventory } from '../../../../testing/layered-inventory.ts';
import { rpmHeaderBlob, rpmSqlite, rpmSqliteWithLog } from '../../../../testing/rpm-writer.ts';
import { runCatalogers } from '../../../../testing/run-catalogers.ts';
import { rpmDatabase } from './database.ts';
import { readLog } from './write-ahead-log.ts';

const path = 'var/lib/rpm/rpmdb.sqlite';

function blob(name: string, padding = 0): Buffer {
  return rpmHeaderBlob({ name, version: '1', release: '1', padding });
}

function blobs(prefix: string, count: number): Buffer[] {
  return Array.from({ length: count }, (_, index) => blob(`${prefix}${index}`, (index % 4) * 3000));
}

function names(database: Buffer | undefined, log: Buffer) {
  const files = new Map([[`${path}-wal`, log]]);
  if (database) files.set(path, database);
  const { packages, issues } = runCatalogers([rpmDatabase], files, 'image');
  return { names: packages.map(({ name }) => name), issues: issues.map(({ code }) => code) };
}

describe('write-ahead log of an rpm database', () => {
  it.each([3, 40, 700])('gives what sqlite itself sees: %i packages before', (count) => {
    const { database, log } = rpmSqliteWithLog(blobs('a', count), blobs('b', 30), [1, 3]);
    const expected = [...Array(count).keys()].filter((index) => index !== 0 && index !== 2).map((index) => `a${index}`);
    expect(names(database, log)).toEqual({
      names: [...expected, ...[...Array(30).keys()].map((index) => `b${index}`)],
      issues: [],
    });
  });

  it('reads a database that is in its log as a whole', () => {
    const { log } = rpmSqliteWithLog([], blobs('b', 50));
    expect(names(undefined, log)).toEqual({ names: [...Array(50).keys()].map((index) => `b${index}`), issues: [] });
  });

  it('leaves out what was not committed, and stale frames', () => {
    const { database, log } = rpmSqliteWithLog(blobs('a', 5), blobs('b', 5));
    const open = log.subarray(0, log.length - 100);
    expect(names(database, open).names).toEqual(['a0', 'a1', 'a2', 'a3', 'a4']);
    const stale = Buffer.from(log);
    stale[32 + 8]! ^= 1;
    expect(names(database, stale).names).toEqual(['a0', 'a1', 'a2', 'a3', 'a4']);
  });

  it('does not mind an empty log, and reports one that is none', () => {
    const database = rpmSqlite(blobs('a', 2));
    expect(names(database, Buffer.alloc(0))).toEqual({ names: ['a0', 'a1'], issues: [] });
    expect(names(database, Buffer.alloc(5000, 1))).toEqual({
      names: ['a0', 'a1'],
      issues: ['rpm/bad-write-ahead-log'],
    });
  });

  it('says so where the log needs pages that are nowhere', () => {
    const { log } = rpmSqliteWithLog(blobs('a', 400), blobs('b', 400));
    const other = rpmSqlite([blob('x')]);
    expect(names(other, log).issues).toEqual(['rpm/write-ahead-log']);
  });

  it('ignores a log of a lower layer than the database', () => {
    const { database, log } = rpmSqliteWithLog([blob('a')], [blob('b')]);
    const run = (...layers: Parameters<typeof layeredInventory>[0]) =>
      layeredInventory(layers, [rpmDatabase]).packages.map(({ name, layer }) => [name, layer]);
    expect(run({ [path]: database }, { [`${path}-wal`]: log })).toEqual([
      ['a', 0],
      ['b', 1],
    ]);
    expect(run({ [path]: database, [`${path}-wal`]: log }, { [path]: rpmSqlite([blob('c')]) })).toEqual([['c', 1]]);
  });

  it('survives damaged logs', () => {
    const { database, log } = rpmSqliteWithLog(blobs('a', 10), blobs('b', 4), [2]);
    for (const damaged of mutations(log, 400, 17)) {
      readLog(memorySource(damaged), 'x');
      names(database, damaged);
    }
  });
});
