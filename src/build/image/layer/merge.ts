import { posix } from 'node:path';
import type { FileEntry, FileTree, FileType } from '#core/file-tree.ts';
import { limits } from '#core/limits.ts';

/** One entry of one layer, as cached: what the archive said, before merging. */
export interface LayerEntry {
  readonly path: string;
  readonly type: FileType | 'hardlink';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly linkTarget?: string;
}

interface Node {
  type: FileType;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  linkTarget: string | undefined;
  layer: number;
  /** Where the content came from: the entry's own layer and literal path; hard links share it. Two fields, since there are millions. */
  originLayer: number;
  originPath: string;
  children: Map<string, Node> | undefined;
}

/** Names the archive entry whose content a file has. */
export interface ContentOrigin {
  readonly layer: number;
  /** Path as the archive wrote it, which links in other layers may lead elsewhere. */
  readonly path: string;
}

/** A merged tree that also knows where contents came from. */
export interface MergedTree extends FileTree {
  originOf(path: string): ContentOrigin | undefined;
}

const whiteout = '.wh.';
const opaque = '.wh..wh..opq';

/**
 * Lays the layers over each other, lowest first (image-spec, layer.md). A whiteout or opaque marker hides what lower layers brought, never
 * what its own layer brings; names are resolved through directory symlinks as the kernel does when an engine unpacks.
 */
export function mergeLayers(layers: readonly (readonly LayerEntry[])[]): MergedTree {
  const root = directory(0, '');
  for (const [layer, entries] of layers.entries()) applyLayer(root, entries, layer);
  return new Tree(root);
}

function applyLayer(root: Node, entries: readonly LayerEntry[], layer: number): void {
  // Neighbours in an archive mostly share their directory: resolve it once.
  let lastParent: { path: string; node: Node } | undefined;
  for (const entry of entries) {
    if (entry.path === '') {
      root.mode = entry.mode;
      continue;
    }
    const slash = entry.path.lastIndexOf('/');
    const parentPath = slash < 0 ? '' : entry.path.slice(0, slash);
    const name = slash < 0 ? entry.path : entry.path.slice(slash + 1);
    if (lastParent?.path !== parentPath) {
      const node = makeDirectory(root, parentPath, layer);
      if (node === undefined) continue;
      lastParent = { path: parentPath, node };
    }
    const parent = lastParent.node;
    if (name.startsWith(whiteout)) {
      applyWhiteout(parent, name, layer);
      lastParent = undefined;
      continue;
    }
    const existing = parent.children?.get(name);
    if (entry.type === 'directory' && existing?.type === 'directory') {
      existing.mode = entry.mode;
      existing.uid = entry.uid;
      existing.gid = entry.gid;
      existing.layer = layer;
      continue;
    }
    const node = makeNode(root, entry, layer);
    if (node === undefined) continue;
    parent.children ??= new Map();
    parent.children.set(name, node);
    // A directory may just have been replaced by something else.
    if (existing?.type === 'directory' || entry.type === 'symlink') lastParent = undefined;
  }
}

function makeNode(root: Node, entry: LayerEntry, layer: number): Node | undefined {
  if (entry.type === 'hardlink') {
    const target = find(root, entry.linkTarget ?? '', false);
    if (target === undefined || target.node.type === 'directory') return undefined;
    // Both names are one file: they share content and metadata, but this name came with this layer.
    return { ...target.node, layer };
  }
  return {
    type: entry.type,
    mode: entry.mode,
    uid: entry.uid,
    gid: entry.gid,
    size: entry.type === 'symlink' ? Buffer.byteLength(entry.linkTarget ?? '') : entry.size,
    linkTarget: entry.type === 'symlink' ? (entry.linkTarget ?? '') : undefined,
    layer,
    originLayer: layer,
    originPath: entry.path,
    children: entry.type === 'directory' ? new Map() : undefined,
  };
}

function applyWhiteout(parent: Node, name: string, layer: number): void {
  if (name === opaque) {
    for (const [child, node] of parent.children ?? []) if (!keepOwn(node, layer)) parent.children?.delete(child);
    return;
  }
  if (name.startsWith('.wh..wh.')) return; // aufs' own bookkeeping
  const hidden = name.slice(whiteout.length);
  const node = parent.children?.get(hidden);
  if (node && !keepOwn(node, layer)) parent.children?.delete(hidden);
}

/** Takes away what lower layers brought below this node; true where something of this layer stays. */
function keepOwn(node: Node, layer: number): boolean {
  let keep = node.layer === layer && node.type !== 'directory';
  for (const [name, child] of node.children ?? []) {
    if (keepOwn(child, layer)) keep = true;
    else node.children?.delete(name);
  }
  return keep || (node.type === 'directory' && node.layer === layer);
}

function directory(layer: number, path: string): Node {
  return {
    type: 'directory',
    mode: 0o755,
    uid: 0,
    gid: 0,
    size: 0,
    linkTarget: undefined,
    layer,
    originLayer: layer,
    originPath: path,
    children: new Map(),
  };
}

/** The directory that a path leads to, through symlinks; made where it is missing, as engines do. Undefined: deeper than any real file system. */
function makeDirectory(root: Node, path: string, layer: number): Node | undefined {
  if (path === '') return root;
  let parts = path.split('/');
  let node = root;
  let stack: Node[] = [];
  let links = 0;
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      node = stack.pop() ?? root;
      continue;
    }
    if (stack.length >= limits.directoryDepth) return undefined;
    let next = node.children?.get(part);
    if (
      next?.type === 'symlink' &&
      links < limits.symlinkDepth &&
      (next.linkTarget ?? '').length <= limits.symlinkTarget
    ) {
      links += 1;
      const target = next.linkTarget ?? '';
      parts = [...target.split('/'), ...parts.slice(at + 1)];
      at = -1;
      if (target.startsWith('/')) {
        node = root;
        stack = [];
      }
      continue;
    }
    if (next?.type !== 'directory') {
      next = directory(layer, path);
      node.children ??= new Map();
      node.children.set(part, next);
    }
    stack.push(node);
    node = next;
  }
  return node;
}

/** Walks a path; the last component is followed only if asked. Also says the path with all symlinks on the way resolved. */
function find(root: Node, path: string, followLast: boolean): { node: Node; path: string } | undefined {
  let parts = path.split('/');
  let node = root;
  let trail: { name: string; parent: Node }[] = [];
  let links = 0;
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      node = trail.pop()?.parent ?? root;
      continue;
    }
    const next = node.children?.get(part);
    if (next === undefined) return undefined;
    const last = at === parts.length - 1;
    if (next.type === 'symlink' && (!last || followLast)) {
      const target = next.linkTarget ?? '';
      links += 1;
      if (links > limits.symlinkDepth || target.length > limits.symlinkTarget) return undefined;
      parts = [...target.split('/'), ...parts.slice(at + 1)];
      at = -1;
      if (target.startsWith('/')) {
        node = root;
        trail = [];
      }
      continue;
    }
    trail.push({ name: part, parent: node });
    node = next;
  }
  return { node, path: trail.map((step) => step.name).join('/') };
}

class Tree implements MergedTree {
  readonly #root: Node;
  #size: number | undefined;

  constructor(root: Node) {
    this.#root = root;
  }

  get size(): number {
    if (this.#size === undefined) {
      let count = 0;
      walk(this.#root, '', () => {
        count += 1;
      });
      this.#size = count;
    }
    return this.#size;
  }

  get(path: string): FileEntry | undefined {
    const found = find(this.#root, path, false);
    return found && found.path !== '' ? toEntry(found.path, found.node) : undefined;
  }

  resolve(path: string): FileEntry | undefined {
    const found = find(this.#root, path, true);
    return found && found.path !== '' ? toEntry(found.path, found.node) : undefined;
  }

  canonical(path: string): string {
    const found = find(this.#root, path, false);
    if (found) return found.path;
    // Not there any more: still follow the links of the directories that are.
    const parent = posix.dirname(path);
    if (parent === '.' || parent === '/') return path;
    return posix.join(find(this.#root, parent, true)?.path ?? this.canonical(parent), posix.basename(path));
  }

  children(path: string): readonly string[] {
    const found = path === '' ? { node: this.#root } : find(this.#root, path, true);
    return [...(found?.node.children?.keys() ?? [])].sort();
  }

  originOf(path: string): ContentOrigin | undefined {
    const found = find(this.#root, path, true);
    return found?.node.type === 'file' ? { layer: found.node.originLayer, path: found.node.originPath } : undefined;
  }

  entries(): Iterable<FileEntry> {
    return entriesBelow(this.#root, '');
  }
}

/** One at a time: a list of all would cost more than the tree. */
function* entriesBelow(node: Node, path: string): Generator<FileEntry> {
  for (const name of [...(node.children?.keys() ?? [])].sort()) {
    const child = node.children!.get(name)!;
    const childPath = path === '' ? name : `${path}/${name}`;
    yield toEntry(childPath, child);
    if (child.children && child.children.size > 0) yield* entriesBelow(child, childPath);
  }
}

function walk(node: Node, path: string, visit: (path: string, node: Node) => void): void {
  for (const [name, child] of node.children ?? []) {
    const childPath = path === '' ? name : `${path}/${name}`;
    visit(childPath, child);
    if (child.children) walk(child, childPath, visit);
  }
}

function toEntry(path: string, node: Node): FileEntry {
  return {
    path,
    type: node.type,
    mode: node.mode,
    size: node.size,
    ...(node.linkTarget === undefined ? {} : { linkTarget: node.linkTarget }),
    layer: node.layer,
    uid: node.uid,
    gid: node.gid,
  };
}
