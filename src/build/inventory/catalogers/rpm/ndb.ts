import { errorIssue, type Issue } from '#core/outcome.ts';
import { ByteBudget, maxBlobBytes, type RpmBlobReader } from './blob-reader.ts';

/** Little-endian words of the format, as text in the file: `RpmP`, `Slot`, `BlbS`. */
export const ndbMagic = 0x506d7052;
const slotMagic = 0x746f6c53;
const blobMagic = 0x53626c42;

const headerBytes = 32;
const slotBytes = 16;
const slotPageBytes = 4096;
const blockBytes = 16;
const blobHeaderBytes = 16;

/**
 * rpm's "ndb" database, Packages.db of SUSE (rpm, lib/backend/ndb/rpmpkg.c): a header, pages of slots that say where each package's blob
 * lies in 16-byte blocks, the blobs with a header of their own.
 */
export const readNdb: RpmBlobReader = (source, onBlob, where) => {
  const header = source.read(0, headerBytes);
  if (header.length < headerBytes || header.readUInt32LE(0) !== ndbMagic) {
    return [errorIssue('rpm/ndb-bad-header', 'the file is no ndb database', { where })];
  }
  const version = header.readUInt32LE(4);
  const slotPages = header.readUInt32LE(12);
  const slotEnd = slotPages * slotPageBytes;
  if (version !== 0 || slotPages === 0 || slotEnd > source.size) {
    const message = `the database claims version ${version} and ${slotPages} pages of slots`;
    return [errorIssue('rpm/ndb-bad-header', message, { where })];
  }

  const budget = new ByteBudget(source.size);
  let damaged = 0;
  for (let start = 0; start < slotEnd; start += slotPageBytes) {
    const page = source.read(start, slotPageBytes);
    for (let at = start === 0 ? headerBytes : 0; at + slotBytes <= page.length; at += slotBytes) {
      const packageIndex = page.readUInt32LE(at + 4);
      if (packageIndex === 0) continue;
      const blob =
        page.readUInt32LE(at) === slotMagic
          ? readBlob(page.readUInt32LE(at + 8), page.readUInt32LE(at + 12), packageIndex)
          : undefined;
      if (blob) onBlob(blob);
      else damaged += 1;
    }
  }
  const issues: Issue[] = [];
  if (damaged > 0) {
    issues.push(errorIssue('rpm/ndb-damaged', `${damaged} slots of the database lead to no package`, { where }));
  }
  return issues;

  function readBlob(block: number, blocks: number, packageIndex: number): Buffer | undefined {
    const offset = block * blockBytes;
    const room = blocks * blockBytes;
    if (block === 0 || room < blobHeaderBytes || offset + room > source.size) return undefined;
    const head = source.read(offset, blobHeaderBytes);
    if (head.length < blobHeaderBytes || head.readUInt32LE(0) !== blobMagic) return undefined;
    const length = head.readUInt32LE(12);
    if (head.readUInt32LE(4) !== packageIndex || length > Math.min(room - blobHeaderBytes, maxBlobBytes))
      return undefined;
    if (!budget.take(length)) return undefined;
    const blob = source.read(offset + blobHeaderBytes, length);
    return blob.length === length ? blob : undefined;
  }
};
