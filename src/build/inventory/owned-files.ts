/** The files of one package as its package manager wrote them down; directories may be among them. */
export interface FileList {
  all(): readonly string[];
  /** Only those with one of these base names: the question that ownership asks, without a string for each file. */
  named(names: ReadonlySet<string>): readonly string[];
}

/**
 * purl → canonical paths of the files it owns. An image has tens of thousands of them and a scan asks for a handful, so a list is made
 * canonical when somebody takes it, and once.
 */
export class OwnedFiles implements ReadonlyMap<string, readonly string[]> {
  readonly #canonical: (path: string) => string;
  readonly #lists = new Map<string, FileList[]>();
  readonly #made = new Map<string, readonly string[]>();

  constructor(canonical: (path: string) => string) {
    this.#canonical = canonical;
  }

  add(purl: string, list: FileList): void {
    const lists = this.#lists.get(purl);
    if (lists) lists.push(list);
    else this.#lists.set(purl, [list]);
    this.#made.delete(purl);
  }

  /** Joins what another cataloger says; its paths are canonical already. */
  addAll(other: ReadonlyMap<string, readonly string[]>): void {
    for (const purl of other.keys()) {
      this.add(purl, {
        all: () => other.get(purl) ?? [],
        named: (names) =>
          other instanceof OwnedFiles ? other.named(purl, names) : pathList(other.get(purl) ?? []).named(names),
      });
    }
  }

  /** Canonical paths of this package's files with one of these base names. */
  named(purl: string, names: ReadonlySet<string>): readonly string[] {
    return (this.#lists.get(purl) ?? []).flatMap((list) => list.named(names)).map(this.#canonical);
  }

  get size(): number {
    return this.#lists.size;
  }

  has(purl: string): boolean {
    return this.#lists.has(purl);
  }

  get(purl: string): readonly string[] | undefined {
    const lists = this.#lists.get(purl);
    if (lists === undefined) return undefined;
    const made = this.#made.get(purl) ?? [...new Set(lists.flatMap((list) => list.all()).map(this.#canonical))];
    this.#made.set(purl, made);
    return made;
  }

  keys(): MapIterator<string> {
    return this.#lists.keys();
  }

  *values(): MapIterator<readonly string[]> {
    for (const purl of this.#lists.keys()) yield this.get(purl) ?? [];
  }

  *entries(): MapIterator<[string, readonly string[]]> {
    for (const purl of this.#lists.keys()) yield [purl, this.get(purl) ?? []];
  }

  [Symbol.iterator](): MapIterator<[string, readonly string[]]> {
    return this.entries();
  }

  forEach(
    callback: (paths: readonly string[], purl: string, map: ReadonlyMap<string, readonly string[]>) => void,
  ): void {
    for (const [purl, paths] of this) callback(paths, purl, this);
  }
}

/** Full paths, one string each. */
export function pathList(paths: readonly string[]): FileList {
  return {
    all: () => paths,
    named: (names) => paths.filter((path) => names.has(path.slice(path.lastIndexOf('/') + 1))),
  };
}

/** The same, made only when asked. */
export function lazyPathList(read: () => readonly string[]): FileList {
  return { all: read, named: (names) => pathList(read()).named(names) };
}

/** A text of one path a line, each starting at column `from`. `isFile` may leave out directories; looked at only for `all`. */
export function textPathList(
  text: string,
  from = 0,
  isFile: (path: string, next: string) => boolean = (path) => path !== '',
): FileList {
  return {
    all: () => {
      const paths = text.split('\n').map((line) => line.slice(from));
      return paths.filter((path, index) => isFile(path, paths[index + 1] ?? ''));
    },
    named: (names) => {
      const found: string[] = [];
      for (let start = 0; start < text.length; ) {
        let end = text.indexOf('\n', start);
        if (end < 0) end = text.length;
        const path = text.slice(start + from, end);
        if (names.has(path.slice(path.lastIndexOf('/') + 1))) found.push(path);
        start = end + 1;
      }
      return found;
    },
  };
}
