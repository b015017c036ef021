import { readFileSync, statSync } from 'node:fs';
import { errorIssue, failed, type Issue, type Outcome, ok, quote } from '#core/outcome.ts';
import { recordLimits } from '../db/record.ts';
import type { SourceFile } from './discover.ts';
import { readOsvRecord } from './osv-record.ts';
import { type SegmentSummary, SegmentWriter } from './segment.ts';
import { openZip } from './zip.ts';

export type OsvSource = Extract<SourceFile, { kind: 'osv-zip' | 'osv-json' }>;

/** Called after each batch; awaited, so that a caller may let other work run. */
export type Progress = (done: number, total: number) => Promise<void>;

/**
 * Reads all records of one source into a segment. A record that cannot be used is counted, not fatal; an archive that cannot be read
 * to its end is, because half a source would say that the other half is not vulnerable.
 */
export async function importOsv(
  source: OsvSource,
  segment: string,
  progress: Progress,
): Promise<Outcome<SegmentSummary>> {
  const writer = new SegmentWriter(segment);
  try {
    const issue =
      source.kind === 'osv-zip'
        ? await fromZip(source, writer, progress)
        : await fromFiles(source.paths, source.name, writer, progress);
    if (issue !== undefined) {
      writer.abandon();
      return failed(issue);
    }
    return ok(writer.finish());
  } catch (error) {
    writer.abandon();
    throw error;
  }
}

async function fromZip(
  source: { readonly name: string; readonly path: string },
  writer: SegmentWriter,
  progress: Progress,
): Promise<Issue | undefined> {
  const opened = openZip(source.path);
  if (!opened.ok) return opened.issue;
  const zip = opened.value;
  try {
    let done = 0;
    for (const entry of zip.entries()) {
      if (++done % batch === 0) await progress(done, zip.entryCount);
      if (!entry.name.endsWith('.json')) continue;
      const bytes = entry.read();
      // A checksum that is wrong means a damaged download, not a bad record.
      if (!bytes.ok && (bytes.issue.code === 'zip/bad-crc' || bytes.issue.code === 'zip/bad-entry')) return bytes.issue;
      if (bytes.ok) addRecord(bytes.value, source.name, `${source.path}!/${entry.name}`, writer);
      else writer.skip(bytes.issue);
    }
    await progress(zip.entryCount, zip.entryCount);
    return zip.issues[0];
  } finally {
    zip.close();
  }
}

async function fromFiles(
  paths: readonly string[],
  feed: string,
  writer: SegmentWriter,
  progress: Progress,
): Promise<Issue | undefined> {
  let done = 0;
  for (const path of paths) {
    if (++done % batch === 0) await progress(done, paths.length);
    if (statSync(path).size > recordLimits.recordBytes)
      writer.skip(errorIssue('osv/too-large', 'a record is too large', { where: path }));
    else addRecord(readFileSync(path), feed, path, writer);
  }
  await progress(paths.length, paths.length);
  return undefined;
}

function addRecord(bytes: Buffer, feed: string, where: string, writer: SegmentWriter): void {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    writer.skip({ ...errorIssue('osv/not-json', 'a record is not JSON', { where, cause }), level: 'warning' });
    return;
  }
  // Some publishers put several records into one file.
  for (const one of Array.isArray(value) ? value : [value]) {
    const record = readOsvRecord(one, feed);
    if (record.ok) writer.add(record.value);
    else writer.skip({ ...record.issue, where, message: `${record.issue.message} (${quote(feed)})` });
  }
}

const batch = 500;
