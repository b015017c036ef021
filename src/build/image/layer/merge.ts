import type { FileType } from '#core/file-tree.ts';
import { limits } from '#core/limits.ts';
import { errorIssue, type Issue, quote, warningIssue } from '#core/outcome.ts';
import { type MergedTree, type Node, Tree } from './tree.ts';

export type { ContentOrigin, MergedTree } from './tree.ts';

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

const whiteout = '.wh.';
const opaque = '.wh..wh..opq';

/**
 * Path components that links may add while the layers are laid over each other. Every entry below a link costs the length of the link's
 * target; an image of four million entries below `lib -> usr/lib` needs a tenth of it.
 */
const maxLinkSteps = 100_000_000;

/**
 * Lays the layers over each other, lowest first (image-spec, layer.md). A whiteout or opaque marker hides what lower layers brought, never
 * what its own layer brings; names are resolved through directory symlinks as the kernel does when an engine unpacks.
 */
export function mergeLayers(layers: Iterable<Iterable<LayerEntry>>): MergedTree {
  const merge = new Merge();
  let index = 0;
  for (const entries of layers) merge.apply(entries, index++);
  return new Tree(merge.root, merge.issues());
}

/** Entries that could not be laid in, by why. */
interface Lost {
  count: number;
  example: string;
}

class Merge {
  readonly root: Node = directory(0, '');
  #linkSteps = maxLinkSteps;
  /** Directories that hold nothing of lower layers any more: emptied by this layer. */
  #emptied = new Set<Node>();
  readonly #tooDeep: Lost = { count: 0, example: '' };
  readonly #tangled: Lost = { count: 0, example: '' };
  readonly #dangling: Lost = { count: 0, example: '' };

  apply(entries: Iterable<LayerEntry>, layer: number): void {
    this.#emptied = new Set();
    // Neighbours in an archive mostly share their directory: resolve it once.
    let lastParent: { path: string; node: Node } | undefined;
    for (const entry of entries) {
      if (entry.path === '') {
        this.root.mode = entry.mode;
        continue;
      }
      // aufs kept its own bookkeeping at the root; what lies there is in no file system.
      if (entry.path.startsWith('.wh..wh.') && entry.path !== opaque) continue;
      const slash = entry.path.lastIndexOf('/');
      const parentPath = slash < 0 ? '' : entry.path.slice(0, slash);
      const name = slash < 0 ? entry.path : entry.path.slice(slash + 1);
      if (lastParent?.path !== parentPath) {
        const node = this.#makeDirectory(parentPath, layer);
        if (node === undefined) continue;
        lastParent = { path: parentPath, node };
      }
      const parent = lastParent.node;
      if (name.startsWith(whiteout)) {
        this.#hide(parent, name, layer);
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
      const node = this.#makeNode(entry, layer);
      if (node === undefined) continue;
      parent.children ??= new Map();
      parent.children.set(name, node);
      // A directory may just have been replaced by something else.
      if (existing?.type === 'directory' || entry.type === 'symlink') lastParent = undefined;
    }
  }

  issues(): Issue[] {
    const issues: Issue[] = [];
    const add = (lost: Lost, make: (count: number) => Issue) => {
      if (lost.count > 0) issues.push({ ...make(lost.count), where: lost.example.slice(0, 200) });
    };
    add(this.#tooDeep, (count) =>
      errorIssue('image/too-deep', `${count} entries lie deeper than ${limits.directoryDepth} directories; left out`),
    );
    add(this.#tangled, (count) =>
      errorIssue('image/tangled-links', `${count} entries lie behind so many links to links that they are left out`),
    );
    add(this.#dangling, (count) =>
      warningIssue('image/dangling-hard-link', `${count} hard links name no earlier file; left out`, {
        hint: `for example ${quote(this.#dangling.example)}`,
      }),
    );
    return issues;
  }

  #makeNode(entry: LayerEntry, layer: number): Node | undefined {
    if (entry.type === 'hardlink') {
      const target = this.#find(entry.linkTarget ?? '');
      if (target === undefined || target.type === 'directory') {
        lose(this.#dangling, entry.path);
        return undefined;
      }
      // Both names are one file: they share content and metadata, but this name came with this layer.
      return { ...target, layer };
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
      children: undefined,
    };
  }

  #hide(parent: Node, name: string, layer: number): void {
    if (name === opaque) {
      if (this.#emptied.has(parent)) return;
      for (const [child, node] of parent.children ?? []) {
        if (!this.#keepOwn(node, layer)) parent.children?.delete(child);
      }
      this.#emptied.add(parent);
      return;
    }
    if (name.startsWith('.wh..wh.')) return; // aufs' own bookkeeping
    const hidden = name.slice(whiteout.length);
    const node = parent.children?.get(hidden);
    if (node && !this.#keepOwn(node, layer)) parent.children?.delete(hidden);
  }

  /** Takes away what lower layers brought below this node, once a layer; true where something of this layer stays. */
  #keepOwn(node: Node, layer: number): boolean {
    if (node.type !== 'directory') return node.layer === layer;
    if (!this.#emptied.has(node)) {
      for (const [name, child] of node.children ?? []) {
        if (!this.#keepOwn(child, layer)) node.children?.delete(name);
      }
      this.#emptied.add(node);
    }
    return node.layer === layer || (node.children?.size ?? 0) > 0;
  }

  /** The directory that a path leads to, through symlinks; made where it is missing, as engines do. Undefined: it cannot be had. */
  #makeDirectory(path: string, layer: number): Node | undefined {
    if (path === '') return this.root;
    let parts = path.split('/');
    let node = this.root;
    let stack: Node[] = [];
    let links = 0;
    for (let at = 0; at < parts.length; at++) {
      const part = parts[at]!;
      if (part === '' || part === '.') continue;
      if (part === '..') {
        node = stack.pop() ?? this.root;
        continue;
      }
      if (stack.length >= limits.directoryDepth) {
        lose(this.#tooDeep, path);
        return undefined;
      }
      let next = node.children?.get(part);
      if (next?.type === 'symlink' && this.#linkSteps < 0) {
        lose(this.#tangled, path);
        return undefined;
      }
      if (
        next?.type === 'symlink' &&
        links < limits.symlinkDepth &&
        (next.linkTarget ?? '').length <= limits.symlinkTarget
      ) {
        links += 1;
        const target = next.linkTarget ?? '';
        parts = [...target.split('/'), ...parts.slice(at + 1)];
        at = -1;
        this.#linkSteps -= parts.length;
        if (target.startsWith('/')) {
          node = this.root;
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

  /** What a hard link names; a symlink in the last place is not followed. */
  #find(path: string): Node | undefined {
    let parts = path.split('/');
    let node = this.root;
    let trail: Node[] = [];
    let links = 0;
    for (let at = 0; at < parts.length; at++) {
      const part = parts[at]!;
      if (part === '' || part === '.') continue;
      if (part === '..') {
        node = trail.pop() ?? this.root;
        continue;
      }
      const next = node.children?.get(part);
      if (next === undefined) return undefined;
      if (next.type === 'symlink' && at < parts.length - 1) {
        const target = next.linkTarget ?? '';
        links += 1;
        if (links > limits.symlinkDepth || target.length > limits.symlinkTarget || this.#linkSteps < 0)
          return undefined;
        parts = [...target.split('/'), ...parts.slice(at + 1)];
        at = -1;
        this.#linkSteps -= parts.length;
        if (target.startsWith('/')) {
          node = this.root;
          trail = [];
        }
        continue;
      }
      trail.push(node);
      node = next;
    }
    return node;
  }
}

function lose(lost: Lost, path: string): void {
  if (lost.count === 0) lost.example = path;
  lost.count += 1;
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
    children: undefined,
  };
}
