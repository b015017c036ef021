import type { FileTree } from '#core/file-tree.ts';

/** `tree.canonical` that remembers directories: package databases name the same few thousand of them for every file. Takes `/usr/bin/x`, `./usr/bin/x` and `usr/bin/x`. */
export function pathCanonicaliser(tree: FileTree): (path: string) => string {
  const directories = new Map<string, string>();
  return (written) => {
    const path = relative(written);
    const slash = path.lastIndexOf('/');
    if (slash < 0) return path;
    const directory = path.slice(0, slash);
    let real = directories.get(directory);
    if (real === undefined) {
      // Not `canonical`, which leaves the last component alone: `bin` itself may be the link.
      real = tree.resolve(directory)?.path ?? tree.canonical(directory);
      directories.set(directory, real);
    }
    return real === '' ? path.slice(slash + 1) : `${real}${path.slice(slash)}`;
  };
}

function relative(path: string): string {
  let start = 0;
  if (path.startsWith('./')) start = 2;
  while (path.charCodeAt(start) === 0x2f) start += 1;
  return start === 0 ? path : path.slice(start);
}
