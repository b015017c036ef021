import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import type { OpenImage } from '../source.ts';
import { walkDirectory } from './directory.ts';

/** Version control and tool state: nothing there is part of what is built. */
const sourceSkips = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '.venv',
  'venv',
  '__pycache__',
  '.tox',
  '.terraform',
  '.gradle',
  '.idea',
  '.vscode',
]);
const rootfsSkips = new Set<string>();
/** Kernel file systems, when the root of this machine itself is scanned. */
const kernelPaths = new Set(['/proc', '/sys', '/dev', '/run']);

/** A directory of this machine as an image of one layer: `rootfs` is an unpacked file system, `dir` a source tree. */
export function openDirectory(kind: 'rootfs' | 'dir', path: string): Outcome<OpenImage> {
  const root = resolve(path);
  try {
    if (!statSync(root).isDirectory())
      return failed(errorIssue('directory/not-a-directory', 'not a directory', { where: path }));
  } catch (cause) {
    return failed(errorIssue('directory/unreadable', 'cannot be read', { where: path, cause }));
  }
  const skipPaths = kind === 'rootfs' && realpathSync(root) === '/' ? kernelPaths : new Set<string>();
  return ok({
    kind,
    reference: path,
    tags: [],
    config: { env: [], entrypoint: [], cmd: [], exposedPorts: [], volumes: [], labels: {}, history: [], diffIds: [] },
    rawConfig: {},
    layers: [{}],
    issues: [],
    walkLayers: async (wanted, visitor) =>
      wanted.map((index) => {
        const own = visitor();
        return {
          index,
          visitor: own,
          walk: walkDirectory(root, own, { skipNames: kind === 'dir' ? sourceSkips : rootfsSkips, skipPaths }),
        };
      }),
    close: async () => {},
  });
}
