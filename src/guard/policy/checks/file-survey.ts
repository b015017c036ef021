import type { FileEntry, FileTree } from '#core/file-tree.ts';
import { packageCaches } from './package-caches.ts';

/** What the checks of files want to know, gathered in one walk. */
export interface FileSurvey {
  /** setuid or setgid programs. */
  readonly privileged: readonly FileEntry[];
  /** Regular files that anybody may write, and directories without the sticky bit. */
  readonly worldWritable: readonly FileEntry[];
  /** Manager → what it left behind. */
  readonly caches: ReadonlyMap<string, { readonly files: number; readonly bytes: number; readonly example: FileEntry }>;
  /** `.git` directories. */
  readonly repositories: readonly FileEntry[];
  readonly authorizedKeys: readonly FileEntry[];
  readonly sshServers: readonly FileEntry[];
  readonly sudo: readonly FileEntry[];
}

const setIds = 0o6000;
const anyExecute = 0o111;
const othersWrite = 0o002;
const sticky = 0o1000;

const sshServerPaths = new Set([
  'usr/sbin/sshd',
  'usr/local/sbin/sshd',
  'sbin/sshd',
  'usr/sbin/dropbear',
  'usr/bin/dropbear',
  'usr/local/sbin/dropbear',
]);
const sudoPaths = new Set(['usr/bin/sudo', 'usr/local/bin/sudo', 'bin/sudo', 'usr/bin/doas', 'usr/local/bin/doas']);

export function surveyFiles(tree: FileTree): FileSurvey {
  const privileged: FileEntry[] = [];
  const worldWritable: FileEntry[] = [];
  const repositories: FileEntry[] = [];
  const authorizedKeys: FileEntry[] = [];
  const sshServers: FileEntry[] = [];
  const sudo: FileEntry[] = [];
  const caches = new Map<string, { files: number; bytes: number; example: FileEntry }>();
  for (const entry of tree.entries()) {
    const { path, type, mode } = entry;
    if (type === 'file') {
      if ((mode & setIds) !== 0 && (mode & anyExecute) !== 0) privileged.push(entry);
      if ((mode & othersWrite) !== 0) worldWritable.push(entry);
      if (sshServerPaths.has(path)) sshServers.push(entry);
      else if (sudoPaths.has(path)) sudo.push(entry);
      else if (path.endsWith('/authorized_keys') && entry.size > 0) authorizedKeys.push(entry);
      const cache = cacheOf(path);
      if (cache !== undefined) {
        const known = caches.get(cache);
        if (known === undefined) caches.set(cache, { files: 1, bytes: entry.size, example: entry });
        else {
          known.files++;
          known.bytes += entry.size;
        }
      }
    } else if (type === 'directory') {
      if ((mode & othersWrite) !== 0 && (mode & sticky) === 0) worldWritable.push(entry);
      if (path.endsWith('/.git') || path === '.git') repositories.push(entry);
    }
  }
  return { privileged, worldWritable, caches, repositories, authorizedKeys, sshServers, sudo };
}

function cacheOf(path: string): string | undefined {
  // Cheap first: nearly no path passes.
  if (
    !path.startsWith('var/') &&
    !path.startsWith('root/') &&
    !path.startsWith('home/') &&
    !path.startsWith('etc/apk/cache/')
  )
    return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return packageCaches.find(({ matches }) => matches(path, name))?.manager;
}
