import { type LayerEntry, mergeLayers } from '#build/image/layer/merge.ts';
import { assembleInventory } from '#build/inventory/assemble.ts';
import type { Cataloger, FileFacts, FoundFile } from '#build/inventory/cataloger.ts';
import type { Inventory } from '#build/inventory/inventory.ts';
import { readOne } from './run-catalogers.ts';

/** Path → content; `{ link }` is a symlink; a name that begins with `.wh.` is a whiteout. */
export type LayerFiles = Readonly<Record<string, string | Buffer | { readonly link: string }>>;

interface Version {
  readonly layer: number;
  readonly literal: string;
  readonly facts: FileFacts;
}

/** What a scan of an image with these layers finds, without archives: wants, read, merge, assemble. */
export function layeredInventory(layers: readonly LayerFiles[], catalogers: readonly Cataloger[]): Inventory {
  const tree = mergeLayers(
    layers.map((files) => Object.entries(files).map(([path, content]) => toEntry(path, content))),
  );
  const found = new Map<string, FoundFile[]>();
  for (const cataloger of catalogers) {
    const byPath = new Map<string, Version[]>();
    for (const [layer, files] of layers.entries()) {
      for (const [literal, content] of Object.entries(files)) {
        if (isLink(content)) continue;
        const facts = readOne(cataloger, literal, content, 'image');
        const path = tree.canonical(literal);
        if (facts) byPath.set(path, [...(byPath.get(path) ?? []), { layer, literal, facts }]);
      }
    }
    found.set(
      cataloger.id,
      [...byPath].flatMap(([path, versions]) => survivor(path, versions)),
    );
  }
  return assembleInventory({ found, tree, catalogers });

  function survivor(path: string, versions: readonly Version[]): FoundFile[] {
    const origin = tree.originOf(path);
    const last = versions.findIndex(({ layer, literal }) => layer === origin?.layer && literal === origin.path);
    const kept = versions[last];
    return kept ? [{ path, layer: kept.layer, facts: kept.facts, versions: versions.slice(0, last + 1) }] : [];
  }
}

function isLink(content: LayerFiles[string]): content is { readonly link: string } {
  return typeof content === 'object' && 'link' in content;
}

function toEntry(path: string, content: LayerFiles[string]): LayerEntry {
  const base = { path, mode: 0o644, uid: 0, gid: 0 };
  if (isLink(content)) return { ...base, type: 'symlink', size: content.link.length, linkTarget: content.link };
  return { ...base, type: 'file', size: Buffer.byteLength(content) };
}
