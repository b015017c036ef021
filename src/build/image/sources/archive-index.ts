import { closeSync, fstatSync, openSync } from 'node:fs';
import { posix } from 'node:path';
import type { ByteSource } from '#core/byte-source.ts';
import { errorIssue, failed, type Issue, type Outcome, ok } from '#core/outcome.ts';
import { detectCompression } from '../layer/blob.ts';
import { fileIdentity, fileSource } from '../layer/file-source.ts';
import { TarWalker } from '../tar/walk.ts';
import { decompressToSpool } from './spooled-archive.ts';

/** The members of a local tar archive, to be read by offset. */
export interface ArchiveIndex {
  /** Identity of the file while it is open: device, inode, size and change time. Names unhashed content for the cache. */
  readonly identity: string;
  has(path: string): boolean;
  /**
   * Follows links between members (docker-archive uses them for layers that occur twice). `size` is what the archive promises; the source is
   * shorter where the archive was cut off.
   */
  open(path: string): { source: ByteSource; offset: number; size: number } | undefined;
  paths(): Iterable<string>;
  close(): void;
}

/** Members of one archive; `docker save` of a thousand images has fewer. */
const maxMembers = 200_000;

/** Opens a tar archive for reading by offset. One that is compressed as a whole (`docker save | gzip`) is unpacked into an unlinked spool file. */
export async function indexArchive(file: string, spoolDir: string): Promise<Outcome<ArchiveIndex>> {
  let fd: number;
  let size: number;
  let identity: string;
  try {
    fd = openSync(file, 'r');
    const stat = fstatSync(fd, { bigint: true });
    if (!stat.isFile()) {
      closeSync(fd);
      return failed(errorIssue('archive/not-a-file', 'not a file', { where: file }));
    }
    size = Number(stat.size);
    identity = fileIdentity(stat);
  } catch (cause) {
    return failed(errorIssue('archive/unreadable', 'cannot read the file', { where: file, cause }));
  }
  const stored = fileSource(fd, 0, size);
  const compression = detectCompression(stored.read(0, 512));
  if (compression !== 'none') {
    const spooled = await decompressToSpool(stored, compression, file, spoolDir);
    closeSync(fd);
    if (!spooled.ok) return spooled;
    ({ fd, size } = spooled.value);
  }
  const source = fileSource(fd, 0, size);
  const members = new Map<string, { offset: number; size: number } | { link: string }>();
  const issues: Issue[] = [];
  const walker = new TarWalker({
    entry(entry) {
      if (members.size >= maxMembers) return undefined;
      if (entry.type === 'file') members.set(entry.path, { offset: position.content, size: entry.size });
      else if (entry.type === 'hardlink') members.set(entry.path, { link: entry.linkTarget ?? '' });
      else if (entry.type === 'symlink')
        members.set(entry.path, { link: posix.join(posix.dirname(entry.path), entry.linkTarget ?? '') });
      return undefined;
    },
    issue: (issue) => issues.push(issue),
  });
  const position = { content: 0 };
  let at = 0;
  while (at < size && !walker.ended) {
    // One header block at a time: the content then begins right behind it.
    const block = source.read(at, 512);
    if (block.length === 0) break;
    at += block.length;
    position.content = at;
    walker.push(block);
    const jump = Math.min(walker.skippable, size - at);
    walker.skip(jump);
    at += jump;
  }
  if (members.size === 0) {
    closeSync(fd);
    return failed(
      errorIssue('archive/not-a-tar', 'not a tar archive, or an empty one', { where: file, cause: issues[0]?.message }),
    );
  }
  const find = (path: string) => {
    let member = members.get(path);
    for (let depth = 0; member && 'link' in member && depth < 8; depth++)
      member = members.get(member.link.replace(/^\/+|^\.\//, ''));
    return member && 'offset' in member ? member : undefined;
  };
  return ok({
    identity,
    has: (path) => find(path) !== undefined,
    open(path) {
      const member = find(path);
      if (!member) return undefined;
      return {
        source: fileSource(fd, member.offset, Math.min(member.size, Math.max(0, size - member.offset))),
        offset: member.offset,
        size: member.size,
      };
    },
    paths: () => members.keys(),
    close: () => closeSync(fd),
  });
}
