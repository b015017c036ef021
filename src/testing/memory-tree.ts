import type { FileEntry, FileTree } from '#core/file-tree.ts';

/** A file system of plain files (and the directories above them), all in layer 0, from path → content. No symlinks. */
export function memoryTree(files: ReadonlyMap<string, Buffer | string>): FileTree {
  const entries = new Map<string, FileEntry>();
  const children = new Map<string, Set<string>>();
  for (const [path, content] of files) {
    add(path, { path, type: 'file', mode: 0o644, size: Buffer.byteLength(content), layer: 0 });
  }
  const sorted = [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    size: entries.size,
    get: (path) => entries.get(path),
    resolve: (path) => entries.get(path),
    canonical: (path) => path,
    children: (path) => [...(children.get(path) ?? [])].sort(),
    entries: () => sorted,
  };

  function add(path: string, entry: FileEntry): void {
    entries.set(path, entry);
    const slash = path.lastIndexOf('/');
    const parent = slash < 0 ? '' : path.slice(0, slash);
    const names = children.get(parent) ?? new Set();
    children.set(parent, names.add(path.slice(slash + 1)));
    if (parent !== '' && !entries.has(parent)) {
      add(parent, { path: parent, type: 'directory', mode: 0o755, size: 0, layer: 0 });
    }
  }
}
