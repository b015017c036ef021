import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { osv, scratchFolder, writeBucket, zipOf } from '#testing/advisories.ts';
import { openDb } from '../db/reader.ts';
import { discoverSources } from './discover.ts';
import { type ImportOptions, importSources } from './import.ts';
import { segmentsFolder } from './state.ts';

let scratch = scratchFolder();
afterEach(() => {
  scratch.dispose();
  scratch = scratchFolder();
});
const at = (...parts: string[]) => join(scratch.path, ...parts);

async function importPath(path: string, more: Partial<ImportOptions> = {}) {
  const sources = discoverSources(path);
  if (!sources.ok) return sources;
  return importSources(
    sources.value.map((source) => ({ source })),
    { dbPath: at('data', 'advisories.db'), ...more },
  );
}

function ids(ecosystem: string, name: string): string[] {
  const opened = openDb(at('data', 'advisories.db'));
  if (!opened.ok) throw new Error(opened.issue.message);
  const found = opened.value.lookup(ecosystem, name).map(({ advisory }) => opened.value.advisory(advisory)?.id ?? '');
  opened.value.close();
  return found;
}

const npm = [osv('GHSA-1', [['npm', 'a', 'introduced 0', 'fixed 1.0.0']])];
const debian = [osv('DSA-1-1', [['Debian:12', 'a', 'introduced 0', 'fixed 1-1']])];
const kev = {
  catalogVersion: '1',
  dateReleased: '2025-01-01',
  vulnerabilities: [{ cveID: 'CVE-2021-44228', dateAdded: '2021-12-10', knownRansomwareCampaignUse: 'Known' }],
};

describe('importing', () => {
  it("reads OSV's bucket layout with KEV and EPSS beside it", async () => {
    writeBucket(at('feed'), { npm, Debian: debian, _samples: [osv('X-1', [['npm', 'b', 'introduced 0']])] });
    mkdirSync(at('feed', '_extra'));
    writeFileSync(at('feed', '_extra', 'kev.json.gz'), gzipSync(JSON.stringify(kev)));
    writeFileSync(at('feed', '_extra', 'other.json.gz'), gzipSync('{"1":{}}'));
    writeFileSync(
      at('feed', 'epss.csv.gz'),
      gzipSync(
        '#model_version:v2025.03.14,score_date:2025-06-01T00:00:00+0000\ncve,epss,percentile\nCVE-2021-44228,0.94358,0.99957\nbad,1,2\n',
      ),
    );
    writeFileSync(at('feed', 'INDEX.json'), '{}');
    const result = await importPath(at('feed'));
    expect(result.ok && result.value.meta).toMatchObject({
      advisories: 2,
      ecosystems: { 'Debian:12': 1, npm: 1 },
      kev: { entries: 1, date: '2025-01-01' },
      epss: { entries: 1, date: '2025-06-01T00:00:00+0000' },
    });
    expect(ids('npm', 'a')).toEqual(['GHSA-1']);
    expect(ids('npm', 'b')).toEqual([]);
  });

  it('reads single zips, folders of JSON files and single files, and adds them up', async () => {
    writeFileSync(at('mine.zip'), zipOf(npm));
    mkdirSync(at('json', 'nested'), { recursive: true });
    writeFileSync(at('json', 'nested', 'DSA-1-1.json'), JSON.stringify(debian[0]));
    writeFileSync(at('one.json'), JSON.stringify([osv('GHSA-2', [['npm', 'a', 'introduced 0', 'fixed 2.0.0']])]));
    for (const path of ['mine.zip', 'json', 'one.json']) expect((await importPath(at(path))).ok).toBe(true);
    expect(ids('npm', 'a')).toEqual(['GHSA-1', 'GHSA-2']);
    expect(ids('Debian:12', 'a')).toEqual(['DSA-1-1']);
  });

  it('replaces a source that is imported again and leaves the others', async () => {
    writeBucket(at('feed'), { npm, Debian: debian });
    await importPath(at('feed'));
    writeBucket(at('second'), { npm: [osv('GHSA-9', [['npm', 'a', 'introduced 0']])] });
    const result = await importPath(at('second'));
    expect(result.ok && result.value.read).toEqual(['npm']);
    expect(ids('npm', 'a')).toEqual(['GHSA-9']);
    expect(ids('Debian:12', 'a')).toEqual(['DSA-1-1']);
  });

  it('forgets everything else with fresh', async () => {
    writeBucket(at('feed'), { npm, Debian: debian });
    await importPath(at('feed'));
    await importPath(at('feed', 'npm'), { fresh: true });
    expect(ids('npm', 'a')).toEqual(['GHSA-1']);
    expect(ids('Debian:12', 'a')).toEqual([]);
  });

  it('does nothing where nothing changed', async () => {
    writeBucket(at('feed'), { npm });
    await importPath(at('feed'));
    const before = readFileSync(at('data', 'advisories.db'));
    const result = await importPath(at('feed'));
    expect(result.ok && result.value.read).toEqual([]);
    expect(readFileSync(at('data', 'advisories.db')).equals(before)).toBe(true);
    expect(readdirSync(segmentsFolder(at('data', 'advisories.db')))).toHaveLength(2);
  });

  it('counts records that cannot be used and goes on', async () => {
    mkdirSync(at('feed', 'npm'), { recursive: true });
    writeFileSync(at('feed', 'npm', 'all.zip'), zipOf([...npm, { id: 'BAD-1', affected: [] }]));
    const result = await importPath(at('feed'));
    expect(result.ok && result.value.meta.sources[0]).toMatchObject({
      records: 1,
      skipped: { 'osv/nothing-affected': 1 },
    });
  });

  it('keeps what it has of a source whose archive is damaged, and says so', async () => {
    writeBucket(at('feed'), { npm, Debian: debian });
    await importPath(at('feed'));
    const broken = zipOf(npm);
    broken[50] = (broken[50] as number) ^ 0xff;
    mkdirSync(at('second', 'npm'), { recursive: true });
    writeFileSync(at('second', 'npm', 'all.zip'), broken);
    writeBucket(at('second'), { Debian: [osv('DSA-2-1', [['Debian:12', 'a', 'introduced 0', 'fixed 2-1']])] });
    const result = await importPath(at('second'));
    expect(result.ok && result.value.issues.map(({ code }) => code)).toEqual([expect.stringMatching(/^zip\//)]);
    expect(ids('npm', 'a')).toEqual(['GHSA-1']);
    expect(ids('Debian:12', 'a')).toEqual(['DSA-2-1']);
  });

  it('goes on where another feed is damaged', async () => {
    writeBucket(at('feed'), { npm });
    const packed = gzipSync(JSON.stringify({ ...kev, padding: 'x'.repeat(1000) }));
    writeFileSync(at('feed', 'kev.json.gz'), packed.subarray(0, packed.length - 8));
    const result = await importPath(at('feed'));
    expect(result.ok && result.value.issues).toMatchObject([{ code: 'db-import/source', level: 'error' }]);
    expect(ids('npm', 'a')).toEqual(['GHSA-1']);
  });

  it('takes the newest copy of a record, and each ecosystem as its own zip has it', async () => {
    const old = osv(
      'GHSA-1',
      [
        ['npm', 'a', 'introduced 0', 'fixed 1.0.0'],
        ['Maven', 'g:a', 'introduced 0', 'fixed 1.0'],
      ],
      { summary: 'old' },
    );
    const fresh = osv(
      'GHSA-1',
      [
        ['npm', 'a', 'introduced 0', 'fixed 9.0.0'],
        ['Maven', 'g:a', 'introduced 0', 'fixed 9.0'],
      ],
      {
        summary: 'new',
        modified: '2024-06-01T00:00:00Z',
      },
    );
    writeBucket(at('feed'), { npm: [old], Maven: [fresh] });
    await importPath(at('feed'));
    const opened = openDb(at('data', 'advisories.db'));
    if (!opened.ok) throw new Error(opened.issue.message);
    expect(opened.value.byId('GHSA-1')?.title).toBe('new');
    expect(opened.value.lookup('npm', 'a')).toMatchObject([{ ranges: [{ events: [{}, { version: '1.0.0' }] }] }]);
    expect(opened.value.lookup('Maven', 'g:a')).toMatchObject([{ ranges: [{ events: [{}, { version: '9.0' }] }] }]);
  });

  it('refuses to add to a database that it did not make', async () => {
    writeBucket(at('feed'), { npm });
    await importPath(at('feed'));
    rmSync(at('data', 'advisories.db.state'), { recursive: true });
    const result = await importPath(at('feed'));
    expect(result.ok ? undefined : result.issue.code).toBe('db-import/not-ours');
    expect(ids('npm', 'a')).toEqual(['GHSA-1']);
    expect((await importPath(at('feed'), { fresh: true })).ok).toBe(true);
  });

  it('repairs a damaged database', async () => {
    writeBucket(at('feed'), { npm });
    await importPath(at('feed'));
    writeFileSync(at('data', 'advisories.db'), 'damaged');
    await importPath(at('feed'));
    expect(ids('npm', 'a')).toEqual(['GHSA-1']);
  });

  it('lets only one import run', async () => {
    writeBucket(at('feed'), { npm });
    const both = await Promise.all([importPath(at('feed')), importPath(at('feed'))]);
    expect(both.map((result) => (result.ok ? 'done' : result.issue.code)).sort()).toEqual(['advisory-db/busy', 'done']);
    expect(existsSync(at('data', 'advisories.db.lock'))).toBe(false);
  });

  it('says what is wrong with a path that holds nothing', async () => {
    mkdirSync(at('empty'));
    for (const path of [at('empty'), at('none')]) {
      const result = await importPath(path);
      expect(result.ok ? undefined : result.issue.code).toMatch(/^db-import\//);
    }
  });
});

describe('an import that is killed', () => {
  it('leaves the old database answering, at whatever moment, and the next import goes through', async () => {
    writeBucket(at('feed'), { npm, Debian: debian });
    await importPath(at('feed'));
    const many = Array.from({ length: 4000 }, (_, index) =>
      osv(`GHSA-${index}`, [['npm', `p${index}`, 'introduced 0', 'fixed 1.0.0']]),
    );
    writeBucket(at('large'), {
      npm: many,
      Debian: [osv('DSA-2-1', [['Debian:12', 'a', 'introduced 0', 'fixed 2-1']])],
    });
    const script = `
      const { discoverSources } = await import(${JSON.stringify(join(import.meta.dirname, 'discover.ts'))});
      const { importSources } = await import(${JSON.stringify(join(import.meta.dirname, 'import.ts'))});
      const sources = discoverSources(${JSON.stringify(at('large'))});
      process.stdout.write('begin');
      await importSources(sources.value.map((source) => ({ source })), { dbPath: ${JSON.stringify(at('data', 'advisories.db'))} });
      process.stdout.write('end');`;
    let killed = 0;
    for (const delay of [0, 5, 20, 40, 60, 80, 110, 140, 180, 230]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let output = '';
      await new Promise<void>((resolve) => {
        child.stdout.on('data', (chunk: Buffer) => {
          if (output === '') setTimeout(() => child.kill('SIGKILL'), delay);
          output += chunk.toString();
        });
        child.on('close', () => resolve());
      });
      if (!output.includes('end')) killed++;
      // Old or new, never neither.
      expect([['DSA-1-1'], ['DSA-2-1']]).toContainEqual(ids('Debian:12', 'a'));
    }
    expect(killed).toBeGreaterThan(0);
    // Killed just after making its file; no process has such a number.
    writeFileSync(at('data', 'advisories.db.lock.4194305.tmp'), '');
    const result = await importPath(at('large'));
    expect(result.ok).toBe(true);
    expect(ids('npm', 'p3999')).toEqual(['GHSA-3999']);
    expect(ids('Debian:12', 'a')).toEqual(['DSA-2-1']);
    expect(readdirSync(at('data')).sort()).toEqual(['advisories.db', 'advisories.db.state']);
    expect(readdirSync(at('data', 'advisories.db.state')).sort()).toEqual(['segments', 'sources.json']);
  });
});
