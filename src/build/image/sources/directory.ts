import { closeSync, constants, lstatSync, openSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { FileType } from '#core/file-tree.ts';
import { limits } from '#core/limits.ts';
import { errorIssue, type Issue } from '#core/outcome.ts';
import { fileSource } from '../layer/file-source.ts';
import type { LayerVisitor, LayerWalk } from '../layer/walk-layer.ts';

export interface DirectoryWalkOptions {
  /** Directory names that are not entered, anywhere. */
  readonly skipNames: ReadonlySet<string>;
  /** Absolute paths that are not entered: `/proc` and `/sys` when the host's own root is scanned. */
  readonly skipPaths?: ReadonlySet<string>;
}

/** Walks a directory of this machine as if it were one layer. Links are not followed, so nothing outside is read. */
export function walkDirectory(root: string, visitor: LayerVisitor, options: DirectoryWalkOptions): LayerWalk {
  const issues: Issue[] = [];
  let entries = 0;
  const problem = (path: string, cause: unknown) => {
    // A file system in use: what was removed since it was listed is not part of it any more.
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT' && path !== root) return;
    if (issues.length < 200) issues.push(errorIssue('directory/unreadable', 'cannot be read', { where: path, cause }));
  };
  const pending: string[] = [''];
  while (pending.length > 0) {
    const directory = pending.pop()!;
    let names: string[];
    try {
      names = readdirSync(join(root, directory)).sort();
    } catch (cause) {
      problem(directory === '' ? root : directory, cause);
      continue;
    }
    for (const name of names) {
      const path = directory === '' ? name : `${directory}/${name}`;
      const full = join(root, path);
      try {
        const stat = lstatSync(full);
        entries += 1;
        if (entries > limits.layerEntries) {
          issues.push(
            errorIssue('directory/too-many-entries', `more than ${limits.layerEntries} entries`, { where: root }),
          );
          return { compression: 'none', bytes: 0, entries, issues, complete: false };
        }
        if (stat.isDirectory()) {
          if (options.skipNames.has(name) || options.skipPaths?.has(full)) continue;
          pending.push(path);
        }
        visit(full, path, stat, visitor);
      } catch (cause) {
        problem(path, cause);
      }
    }
  }
  return { compression: 'none', bytes: 0, entries, issues, complete: issues.length === 0 };
}

function visit(full: string, path: string, stat: Stats, visitor: LayerVisitor): void {
  const type = typeOf(stat);
  if (type === undefined) return;
  const entry = {
    path,
    type,
    mode: stat.mode & 0o7777,
    uid: stat.uid,
    gid: stat.gid,
    size: type === 'file' ? stat.size : 0,
    ...(type === 'symlink' ? { linkTarget: readlinkSync(full) } : {}),
  };
  if (!visitor.entry(entry) || type !== 'file') return;
  // The tree may be in use, by somebody who is not trusted: what became a link or a pipe meanwhile is neither followed nor waited for.
  const fd = openSync(full, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    visitor.content(entry, fileSource(fd, 0, stat.size));
  } finally {
    closeSync(fd);
  }
}

function typeOf(stat: Stats): FileType | undefined {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isFIFO()) return 'fifo';
  if (stat.isCharacterDevice()) return 'char';
  if (stat.isBlockDevice()) return 'block';
  return undefined; // sockets
}
