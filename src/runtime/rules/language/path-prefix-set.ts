import { compileGlob } from './glob.ts';

/**
 * Paths of which one begins another, component by component, as the operator `pmatch` compares: `/usr/lib` begins `/usr/lib/x` and `/usr/lib`, not
 * `/usr/libx`. A component of a given path may be a glob, which never spans a slash. Empty components do not count; `/` begins every path.
 */
export function pathPrefixSet(paths: Iterable<string>): (path: string) => boolean {
  const root = newNode();
  for (const path of paths) add(root, path);
  return (path) => root.ends || beginsAt(root, path, 0);
}

interface Node {
  ends: boolean;
  readonly exact: Map<string, Node>;
  readonly globs: { readonly pattern: string; readonly matches: (component: string) => boolean; readonly node: Node }[];
}

function newNode(): Node {
  return { ends: false, exact: new Map(), globs: [] };
}

function add(root: Node, path: string): void {
  let node = root;
  for (const component of path.split('/')) {
    if (component === '') continue;
    // What is below a path that ends here can no longer matter.
    if (node.ends) return;
    node = /[?*[]/.test(component) ? globChild(node, component) : exactChild(node, component);
  }
  node.ends = true;
  node.exact.clear();
  node.globs.length = 0;
}

function exactChild(node: Node, component: string): Node {
  let child = node.exact.get(component);
  if (child === undefined) {
    child = newNode();
    node.exact.set(component, child);
  }
  return child;
}

function globChild(node: Node, pattern: string): Node {
  let glob = node.globs.find((known) => known.pattern === pattern);
  if (glob === undefined) {
    glob = { pattern, matches: compileGlob(pattern), node: newNode() };
    node.globs.push(glob);
  }
  return glob.node;
}

function beginsAt(start: Node, path: string, offset: number): boolean {
  let node = start;
  let at = offset;
  for (;;) {
    while (path.charCodeAt(at) === 47) at += 1;
    if (at >= path.length) return false;
    const slash = path.indexOf('/', at);
    const end = slash < 0 ? path.length : slash;
    const component = path.slice(at, end);
    const child = node.exact.get(component);
    if (node.globs.length > 0) {
      if (child !== undefined && (child.ends || beginsAt(child, path, end))) return true;
      for (const { matches, node: below } of node.globs)
        if (matches(component) && (below.ends || beginsAt(below, path, end))) return true;
      return false;
    }
    if (child === undefined) return false;
    if (child.ends) return true;
    node = child;
    at = end;
  }
}
