import type { LayerEntry } from '#build/image/layer/merge.ts';
import type { FileFacts } from '#build/inventory/cataloger.ts';
import type { SecretMatch } from '#build/inventory/secrets/types.ts';
import type { FileType } from '#core/file-tree.ts';
import type { Digest } from '#core/ids/digest.ts';
import type { Issue } from '#core/outcome.ts';
import type { ScanCost } from './scan-limits.ts';

/** All that one layer says on its own. Plain JSON: the cache keeps it. */
export interface LayerFacts {
  readonly digest?: Digest;
  readonly diffId?: Digest;
  readonly entries: readonly EntryTable[];
  /** Cataloger id → literal path in this layer → what the file says. */
  readonly facts: Readonly<Record<string, readonly (readonly [path: string, facts: FileFacts])[]>>;
  readonly secrets: readonly (readonly [path: string, matches: readonly SecretMatch[]])[];
  /** Files that a cataloger knows but does not read, by name. */
  readonly unhandled: readonly string[];
  readonly issues: readonly Issue[];
  readonly complete: boolean;
  /** What it takes of each of scanLimits. */
  readonly cost: ScanCost;
}

/** Entries as columns: a tenth of the parse time of an array of objects, and a quarter of the memory. */
export interface EntryTable {
  readonly paths: readonly string[];
  /** One letter each: f file, d directory, l symlink, h hard link, p fifo, c char, b block. */
  readonly types: string;
  readonly modes: readonly number[];
  readonly sizes: readonly number[];
  readonly owners: readonly (readonly [index: number, uid: number, gid: number])[];
  readonly links: readonly (readonly [index: number, target: string])[];
}

const letters: Record<LayerEntry['type'], string> = {
  file: 'f',
  directory: 'd',
  symlink: 'l',
  hardlink: 'h',
  fifo: 'p',
  char: 'c',
  block: 'b',
};
const types = Object.fromEntries(Object.entries(letters).map(([type, letter]) => [letter, type])) as Record<
  string,
  FileType | 'hardlink'
>;

/** Entries of one table: arrays of millions would be copied again and again while they grow. */
const entriesPerTable = 32_768;

/** Takes a layer's entries as they come. */
export class EntryColumns {
  readonly #full: EntryTable[] = [];
  #last = new GrowingTable();

  add(entry: LayerEntry): void {
    if (this.#last.paths.length === entriesPerTable) {
      this.#full.push(this.#last.done());
      this.#last = new GrowingTable();
    }
    this.#last.add(entry);
  }

  tables(): EntryTable[] {
    return this.#last.paths.length === 0 ? this.#full : [...this.#full, this.#last.done()];
  }
}

class GrowingTable {
  readonly paths: string[] = [];
  readonly #types: string[] = [];
  readonly #modes: number[] = [];
  readonly #sizes: number[] = [];
  readonly #owners: [number, number, number][] = [];
  readonly #links: [number, string][] = [];

  add({ path, type, mode, uid, gid, size, linkTarget }: LayerEntry): void {
    const index = this.paths.push(path) - 1;
    if (uid !== 0 || gid !== 0) this.#owners.push([index, uid, gid]);
    if (linkTarget !== undefined) this.#links.push([index, linkTarget]);
    this.#types.push(letters[type]);
    this.#modes.push(mode);
    this.#sizes.push(size);
  }

  done(): EntryTable {
    return {
      paths: this.paths,
      types: this.#types.join(''),
      modes: this.#modes,
      sizes: this.#sizes,
      owners: this.#owners,
      links: this.#links,
    };
  }
}

/** One at a time: as objects all together they would take more than the merged tree. */
export function* entriesOf(tables: readonly EntryTable[]): Generator<LayerEntry> {
  for (const { paths, types: codes, modes, sizes, owners, links } of tables) {
    // Both are in the order of the entries.
    let owner = 0;
    let link = 0;
    for (let index = 0; index < paths.length; index++) {
      const ownedBy = owners[owner]?.[0] === index ? owners[owner++] : undefined;
      const target = links[link]?.[0] === index ? links[link++]?.[1] : undefined;
      yield {
        path: paths[index]!,
        type: types[codes[index] ?? 'f'] ?? 'file',
        mode: modes[index] ?? 0,
        size: sizes[index] ?? 0,
        uid: ownedBy?.[1] ?? 0,
        gid: ownedBy?.[2] ?? 0,
        ...(target === undefined ? {} : { linkTarget: target }),
      };
    }
  }
}
