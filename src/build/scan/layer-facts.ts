import type { LayerEntry } from '#build/image/layer/merge.ts';
import type { FileFacts } from '#build/inventory/cataloger.ts';
import type { SecretMatch } from '#build/inventory/secrets/types.ts';
import type { FileType } from '#core/file-tree.ts';
import type { Digest } from '#core/ids/digest.ts';
import type { Issue } from '#core/outcome.ts';

/** All that one layer says on its own. */
export interface LayerFacts {
  readonly digest?: Digest;
  readonly diffId?: Digest;
  readonly entries: readonly LayerEntry[];
  /** Cataloger id → literal path in this layer → what the file says. */
  readonly facts: Readonly<Record<string, readonly (readonly [path: string, facts: FileFacts])[]>>;
  readonly secrets: readonly (readonly [path: string, matches: readonly SecretMatch[]])[];
  /** Files that a cataloger knows but does not read, by name. */
  readonly unhandled: readonly string[];
  readonly issues: readonly Issue[];
  readonly complete: boolean;
}

/** As the cache keeps it: plain JSON. */
export type PackedLayerFacts = Omit<LayerFacts, 'entries'> & { readonly entries: EntryTable };

export function packLayer(facts: LayerFacts): PackedLayerFacts {
  return { ...facts, entries: packEntries(facts.entries) };
}

export function unpackLayer(packed: PackedLayerFacts): LayerFacts {
  return { ...packed, entries: unpackEntries(packed.entries) };
}

/** Entries as columns: a tenth of the parse time of an array of objects. */
interface EntryTable {
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

function packEntries(entries: readonly LayerEntry[]): EntryTable {
  const owners: [number, number, number][] = [];
  const links: [number, string][] = [];
  for (const [index, { uid, gid, linkTarget }] of entries.entries()) {
    if (uid !== 0 || gid !== 0) owners.push([index, uid, gid]);
    if (linkTarget !== undefined) links.push([index, linkTarget]);
  }
  return {
    paths: entries.map((entry) => entry.path),
    types: entries.map((entry) => letters[entry.type]).join(''),
    modes: entries.map((entry) => entry.mode),
    sizes: entries.map((entry) => entry.size),
    owners,
    links,
  };
}

function unpackEntries(table: EntryTable): LayerEntry[] {
  const owners = new Map(table.owners.map(([index, uid, gid]) => [index, { uid, gid }]));
  const links = new Map(table.links);
  return table.paths.map((path, index) => {
    const linkTarget = links.get(index);
    const owner = owners.get(index);
    return {
      path,
      type: types[table.types[index] ?? 'f'] ?? 'file',
      mode: table.modes[index] ?? 0,
      size: table.sizes[index] ?? 0,
      uid: owner?.uid ?? 0,
      gid: owner?.gid ?? 0,
      ...(linkTarget === undefined ? {} : { linkTarget }),
    };
  });
}
