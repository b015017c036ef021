import type { FileTree } from '#core/file-tree.ts';
import type { AssembleInput, AssembleResult, FoundFile } from './cataloger.ts';
import { packagesOfFile } from './provenance.ts';

/** Says whether what a lock file asks for was installed where the image's own catalogers see it. */
export type InstalledTest = (file: FoundFile, tree: FileTree) => boolean;

/**
 * Assembly of a lock file: in a source tree all of it counts. In an image a lock file is only a plan (it names development packages and
 * those of other platforms); the installed tree is the truth where there is one. Where there is none (bundled or zipped applications, Plug'n'Play), the
 * lock file is the only witness and counts.
 */
export function assembleLockFiles(
  { files, tree, scope = 'image' }: AssembleInput,
  isInstalled: InstalledTest,
): AssembleResult {
  const counting = scope === 'source' ? files : files.filter((file) => !isInstalled(file, tree));
  const packages = counting.flatMap(packagesOfFile);
  // The project itself (a generic package) is what a source tree is about; in an image it is not a package.
  return { packages: scope === 'source' ? packages : packages.filter(({ type }) => type !== 'generic') };
}

/** The directory of a path; '' for the root. */
export function directoryOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** An entry of this name in the file's directory, or in any above it: how Node, and tools like it, look packages up. */
export function existsAbove(file: FoundFile, tree: FileTree, name: string): boolean {
  for (let dir = directoryOf(file.path); ; dir = directoryOf(dir)) {
    if (tree.resolve(dir === '' ? name : `${dir}/${name}`)) return true;
    if (dir === '') return false;
  }
}
