import type { FileEntry, FileTree, FileType } from '#core/file-tree.ts';
import { limits } from '#core/limits.ts';
import type { Issue } from '#core/outcome.ts';

/** One name of the merged file system. */
export interface Node {
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
  /** Directories only, and only once something is inside. */
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
  /** What could not be laid into it. */
  readonly issues: readonly Issue[];
}

/** A node and how it was reached, links resolved. */
interface Place {
  readonly node: Node;
  readonly name: string;
  readonly parent: Place | undefined;
}

/** Where a link leads, and how many links that took, itself included. */
interface Followed {
  readonly place: Place;
  readonly links: number;
}

/** The final file system. It does not change any more. */
export class Tree implements MergedTree {
  readonly issues: readonly Issue[];
  readonly #root: Place;
  /**
   * What following a link gave, so that a chain of long links costs once however many paths go through it. A number: it leads nowhere with so
   * many links allowed.
   */
  readonly #links = new Map<Node, Followed | number>();
  #size: number | undefined;

  constructor(root: Node, issues: readonly Issue[]) {
    this.#root = { node: root, name: '', parent: undefined };
    this.issues = issues;
  }

  get size(): number {
    this.#size ??= countBelow(this.#root.node);
    return this.#size;
  }

  get(path: string): FileEntry | undefined {
    return entryAt(this.#find(path, false));
  }

  resolve(path: string): FileEntry | undefined {
    return entryAt(this.#find(path, true));
  }

  canonical(path: string): string {
    let place = this.#root;
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    for (const [index, part] of parts.entries()) {
      if (part === '..') {
        place = place.parent ?? this.#root;
        continue;
      }
      const node = place.node.children?.get(part);
      // Not there any more: the links of the directories that are have been followed.
      if (node === undefined) return joinRest(pathOf(place), parts.slice(index));
      const child: Place = { node, name: part, parent: place };
      const isLast = index === parts.length - 1;
      place = node.type === 'symlink' && !isLast ? (this.#follow(child, limits.symlinkDepth)?.place ?? child) : child;
    }
    return pathOf(place);
  }

  children(path: string): readonly string[] {
    return [...(this.#find(path, true)?.node.children?.keys() ?? [])].sort();
  }

  originOf(path: string): ContentOrigin | undefined {
    const node = this.#find(path, true)?.node;
    return node?.type === 'file' ? { layer: node.originLayer, path: node.originPath } : undefined;
  }

  entries(): Iterable<FileEntry> {
    return entriesBelow(this.#root.node);
  }

  #find(path: string, followLast: boolean): Place | undefined {
    return this.#walk(this.#root, path, followLast, limits.symlinkDepth)?.place;
  }

  #walk(from: Place, path: string, followLast: boolean, allowed: number): Followed | undefined {
    const parts = path.split('/');
    let place = from;
    let links = 0;
    for (const [index, part] of parts.entries()) {
      if (part === '' || part === '.') continue;
      if (part === '..') {
        place = place.parent ?? this.#root;
        continue;
      }
      const node = place.node.children?.get(part);
      if (node === undefined) return undefined;
      place = { node, name: part, parent: place };
      if (node.type === 'symlink' && (followLast || index < parts.length - 1)) {
        const followed = this.#follow(place, allowed - links);
        if (followed === undefined) return undefined;
        place = followed.place;
        links += followed.links;
      }
    }
    return { place, links };
  }

  #follow(link: Place, allowed: number): Followed | undefined {
    const { node } = link;
    const known = this.#links.get(node);
    if (typeof known === 'object') return known.links <= allowed ? known : undefined;
    if (allowed <= 0 || (known !== undefined && allowed <= known)) return undefined;
    const target = node.linkTarget ?? '';
    // While it is being followed it leads nowhere: that ends loops.
    this.#links.set(node, Number.MAX_SAFE_INTEGER);
    const start = target.startsWith('/') ? this.#root : (link.parent ?? this.#root);
    const end = target.length > limits.symlinkTarget ? undefined : this.#walk(start, target, true, allowed - 1);
    const followed = end && { place: end.place, links: end.links + 1 };
    this.#links.set(node, followed ?? allowed);
    return followed;
  }
}

function entryAt(place: Place | undefined): FileEntry | undefined {
  return place?.parent && toEntry(pathOf(place), place.node);
}

function pathOf(place: Place): string {
  const names: string[] = [];
  for (let at: Place | undefined = place; at?.parent; at = at.parent) names.push(at.name);
  return names.reverse().join('/');
}

function joinRest(path: string, rest: readonly string[]): string {
  const names = path === '' ? [] : path.split('/');
  for (const part of rest) {
    if (part === '..') names.pop();
    else names.push(part);
  }
  return names.join('/');
}

function countBelow(root: Node): number {
  let count = 0;
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    count += node.children?.size ?? 0;
    for (const child of node.children?.values() ?? []) if (child.children) pending.push(child);
  }
  return count;
}

/**
 * In order of the whole path: `a`, `a-b`, `a/c`. One at a time, since a list of all would cost more than the tree; without recursion, since a
 * generator inside a generator costs each entry its depth.
 */
function* entriesBelow(root: Node): Generator<FileEntry> {
  const stack = [{ node: root, prefix: '', keys: sortedKeys(root), at: 0 }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const key = top.keys[top.at++];
    if (key === undefined) {
      stack.pop();
      continue;
    }
    const isInside = key.endsWith('/');
    const name = isInside ? key.slice(0, -1) : key;
    const child = top.node.children!.get(name)!;
    if (isInside) stack.push({ node: child, prefix: `${top.prefix}${key}`, keys: sortedKeys(child), at: 0 });
    else yield toEntry(`${top.prefix}${name}`, child);
  }
}

/** Every name, and once more with a `/` where something is inside: the place in the order where its content belongs. */
function sortedKeys({ children }: Node): string[] {
  const keys: string[] = [];
  for (const [name, child] of children ?? []) {
    keys.push(name);
    if (child.children && child.children.size > 0) keys.push(`${name}/`);
  }
  return keys.sort();
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
