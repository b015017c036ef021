import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { type AdvisoryDb, openDb } from '#build/vuln/db/reader.ts';
import { compileDb } from '#build/vuln/feeds/compile.ts';
import { type KevCatalogue, writeKevLines } from '#build/vuln/feeds/kev.ts';
import { readOsvRecord } from '#build/vuln/feeds/osv-record.ts';
import { SegmentWriter } from '#build/vuln/feeds/segment.ts';

/** An OSV record as a test writes it: `affected` entries as `[ecosystem, name, events…]` with events like `introduced 0`, `fixed 1.2`. */
export type OsvJson = Record<string, unknown>;

export function osv(id: string, affected: readonly (readonly string[])[], more: OsvJson = {}): OsvJson {
  return {
    id,
    modified: '2024-01-01T00:00:00Z',
    affected: affected.map(([ecosystem, name, ...events]) => ({
      package: { ecosystem, name },
      ranges: [
        {
          type: 'ECOSYSTEM',
          events: events.map((event) => {
            const [kind = '', version = ''] = event.split(' ');
            return { [kind]: version };
          }),
        },
      ],
    })),
    ...more,
  };
}

/** A folder below the system's temporary one, removed by `dispose`. */
export function scratchFolder(): { readonly path: string; dispose(): void } {
  const path = mkdtempSync(join(tmpdir(), 'holdfast-test-'));
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}

/** A database of these records, by the feed that brings them. */
export function writeDb(
  file: string,
  feeds: Readonly<Record<string, readonly OsvJson[]>>,
  kev?: KevCatalogue['entries'],
): { readonly digest: string } {
  const segments = Object.entries(feeds).map(([name, records]) => {
    const path = `${file}.${encodeURIComponent(name)}`;
    const writer = new SegmentWriter(path);
    for (const record of records) {
      const read = readOsvRecord(record, name);
      if (!read.ok) throw new Error(`${read.issue.message}: ${JSON.stringify(record)}`);
      writer.add(read.value);
    }
    const summary = writer.finish();
    return { path, meta: { name, records: summary.records, newest: summary.newest } };
  });
  if (kev) writeKevLines({ date: '2024-01-01', entries: kev }, `${file}.kev`);
  return compileDb(
    { set: 'full', segments, ...(kev ? { kev: { path: `${file}.kev`, date: '2024-01-01' } } : {}) },
    file,
  );
}

/** A database that lives as long as the test process. */
export function makeDb(feeds: Readonly<Record<string, readonly OsvJson[]>>, kev?: KevCatalogue['entries']): AdvisoryDb {
  const folder = scratchFolder();
  const file = join(folder.path, 'test.db');
  writeDb(file, feeds, kev);
  const opened = openDb(file);
  // The file stays readable while it is open.
  folder.dispose();
  if (!opened.ok) throw new Error(opened.issue.message);
  return opened.value;
}

/** A zip file as OSV's bucket has it: deflated, with checksums. */
export function makeZip(entries: Readonly<Record<string, string | Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(entries)) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(plain), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(plain.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), fields, tail, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(locals.length, 8);
  end.writeUInt16LE(locals.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, central, end]);
}

export function zipOf(records: readonly OsvJson[]): Buffer {
  return makeZip(Object.fromEntries(records.map((record) => [`${String(record.id)}.json`, JSON.stringify(record)])));
}

/** `ECOSYSTEM/all.zip` below `folder`. */
export function writeBucket(folder: string, feeds: Readonly<Record<string, readonly OsvJson[]>>): void {
  for (const [name, records] of Object.entries(feeds)) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'all.zip'), zipOf(records));
  }
}
