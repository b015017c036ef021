import { type ContentOrigin, type MergedTree, mergeLayers } from '#build/image/layer/merge.ts';
import type { LayerVisitor } from '#build/image/layer/walk-layer.ts';
import type { OpenImage } from '#build/image/source.ts';
import type { TarEntry } from '#build/image/tar/walk.ts';
import type { Cataloger, CatalogerScope, FileFacts, FileHeader, FoundFile } from '#build/inventory/cataloger.ts';
import type { SecretMatch } from '#build/inventory/secrets/types.ts';
import { boundedIssues } from '#core/bounded-issues.ts';
import type { ByteSource } from '#core/byte-source.ts';
import type { FileEntry } from '#core/file-tree.ts';
import { MiB } from '#core/limits.ts';
import type { Issue } from '#core/outcome.ts';
import type { ScanCache } from './cache.ts';
import { type AnalysisOptions, LayerAnalysis } from './layer-analysis.ts';
import { entriesOf, type LayerFacts } from './layer-facts.ts';
import { limitIssue, ScanBudget } from './scan-limits.ts';

/** Raised when the form of LayerFacts changes: part of every cache key. */
const formatVersion = 3;

export interface GatherOptions {
  readonly catalogers: readonly Cataloger[];
  readonly scope: CatalogerScope;
  readonly secrets: boolean;
  /** See facts-version.ts; part of the cache key. */
  readonly factsVersion: string;
  readonly cache: ScanCache;
  readonly onBytes?: (count: number) => void;
}

/** What was read of an image, layers merged. */
export interface Gathered {
  readonly tree: MergedTree;
  readonly found: ReadonlyMap<string, readonly FoundFile[]>;
  /** In every layer, also in files that a later layer deleted. */
  readonly secrets: readonly FoundSecret[];
  readonly layers: readonly Pick<LayerFacts, 'diffId'>[];
  readonly unhandled: readonly string[];
  readonly issues: readonly Issue[];
  readonly complete: boolean;
}

export interface FoundSecret {
  readonly path: string;
  readonly layer: number;
  readonly deletedInLaterLayer: boolean;
  readonly match: SecretMatch;
}

/** Reads the layers that the cache does not have, merges all, and finds for each cataloger the files that are left. */
export async function gather(image: OpenImage, options: GatherOptions): Promise<Gathered> {
  const budget = new ScanBudget();
  const layers = await layerFacts(image, options, budget);
  const tree = mergeLayers(layers.map((layer) => entriesOf(layer.entries)));
  const { extra, issues: missed } = await readWellKnown(image, tree, layers, { ...options, budget });
  const found = findSurvivors(layers, tree, extra, budget);
  return {
    tree,
    found,
    secrets: secretsOf(layers, tree),
    // Without their entries: the tree has them now, and a large image has millions.
    layers: layers.map(({ diffId }) => (diffId ? { diffId } : {})),
    unhandled: layers.flatMap((layer) => layer.unhandled).filter((path) => tree.get(path) !== undefined),
    issues: boundedIssues([
      ...layers.flatMap((layer, index) => layer.issues.map((issue) => inLayer(issue, index))),
      ...tree.issues,
      ...missed,
      ...budget.exceeded.map(limitIssue),
    ]),
    complete: layers.every((layer) => layer.complete),
  };
}

async function layerFacts(image: OpenImage, options: GatherOptions, budget: ScanBudget): Promise<LayerFacts[]> {
  const analysed = new Map<number, LayerFacts>();
  const twins = new Map<string, number>();
  const missing: number[] = [];
  for (const [index, layer] of image.layers.entries()) {
    const { cacheKey } = layer;
    const cached =
      cacheKey === undefined ? undefined : (options.cache.get(keyOf(cacheKey, options)) as LayerFacts | undefined);
    if (cached) analysed.set(index, within(cached, budget));
    else if (cacheKey === undefined || !twins.has(cacheKey)) missing.push(index);
    // The same blob may occur twice in one image: read it once.
    if (cacheKey !== undefined && !twins.has(cacheKey)) twins.set(cacheKey, index);
  }
  if (missing.length > 0) {
    const walked = await image.walkLayers(missing, () => new LayerAnalysis({ ...options, budget }), {
      spoolDir: options.cache.directory,
      ...(options.onBytes ? { onBytes: options.onBytes } : {}),
    });
    for (const { index, visitor, walk } of walked) {
      const facts = visitor.result(walk);
      analysed.set(index, facts);
      const cacheKey = image.layers[index]?.cacheKey;
      // Only what was read whole and is what its digest says may serve other scans.
      if (cacheKey !== undefined && walk.complete && !visitor.limited && isWorthKeeping(facts))
        options.cache.put(keyOf(cacheKey, options), facts);
    }
  }
  return image.layers.map((layer, index) => {
    const facts = analysed.get(index) ?? analysed.get(twins.get(layer.cacheKey ?? '') ?? -1);
    return facts ?? emptyLayer;
  });
}

/** A layer from the cache, where the image has room for it. */
function within(layer: LayerFacts, budget: ScanBudget): LayerFacts {
  const exceeded = budget.takeAll(layer.cost);
  return exceeded === undefined ? layer : emptyLayer;
}

/** Below what the cache takes: making the text of more, only to throw it away, would cost more than the scan. */
function isWorthKeeping({ cost }: LayerFacts): boolean {
  return (cost.nameCharacters ?? 0) + (cost.factBytes ?? 0) < 64 * MiB;
}

const emptyLayer: LayerFacts = {
  entries: [],
  facts: {},
  secrets: [],
  unhandled: [],
  issues: [],
  complete: false,
  cost: {},
};

function keyOf(content: string, { scope, secrets, factsVersion: version }: GatherOptions): string[] {
  return ['layer', String(formatVersion), content, scope, String(secrets), version];
}

/** Facts about the files that the final tree has, by cataloger; with what lower layers said at the same path. */
function findSurvivors(
  layers: readonly LayerFacts[],
  tree: MergedTree,
  extra: readonly ExtraFacts[],
  budget: ScanBudget,
): Map<string, FoundFile[]> {
  const found = new Map<string, FoundFile[]>();
  const byCataloger = new Map<string, Map<string, { layer: number; literal: string; facts: FileFacts }[]>>();
  const add = (cataloger: string, path: string, layer: number, literal: string, facts: FileFacts) => {
    let paths = byCataloger.get(cataloger);
    if (!paths) {
      paths = new Map();
      byCataloger.set(cataloger, paths);
    }
    const versions = paths.get(path);
    const last = versions?.at(-1);
    // A name that occurs twice in one archive: the later one counts.
    if (last?.layer === layer && last.literal === literal) last.facts = facts;
    else if (versions) versions.push({ layer, literal, facts });
    else paths.set(path, [{ layer, literal, facts }]);
  };
  for (const [layer, { facts }] of layers.entries()) {
    for (const [cataloger, files] of Object.entries(facts)) {
      for (const [literal, fact] of files) add(cataloger, tree.canonical(literal), layer, literal, fact);
    }
  }
  for (const { cataloger, path, origin, facts } of extra) add(cataloger, path, origin.layer, origin.path, facts);
  for (const [cataloger, paths] of byCataloger) {
    const files: FoundFile[] = [];
    for (const [path, versions] of paths) {
      const origin = tree.originOf(path);
      if (!origin) continue;
      const last = versions.findLast((version) => version.layer === origin.layer && version.literal === origin.path);
      // The path now holds a file that this cataloger did not want or could not read (replaced by an empty one, say).
      if (!last) continue;
      files.push({
        path,
        layer: last.layer,
        facts: last.facts,
        versions: versions.slice(0, versions.indexOf(last) + 1).map(({ layer, facts }) => ({ layer, facts })),
      });
    }
    if (files.length > 0) found.set(cataloger, files);
  }
  addHardLinks(layers, tree, byCataloger, found, budget);
  return found;
}

/** Other names of a file whose content was read under the name that carried it. */
function addHardLinks(
  layers: readonly LayerFacts[],
  tree: MergedTree,
  byCataloger: ReadonlyMap<
    string,
    ReadonlyMap<string, readonly { layer: number; literal: string; facts: FileFacts }[]>
  >,
  found: Map<string, FoundFile[]>,
  budget: ScanBudget,
): void {
  const contents = new Map<string, { cataloger: string; layer: number; facts: FileFacts }[]>();
  const linked = hardLinks(layers);
  if (linked.size === 0) return;
  for (const [cataloger, paths] of byCataloger) {
    for (const versions of paths.values()) {
      for (const { layer, literal, facts } of versions) {
        const key = `${layer}\0${literal}`;
        const known = contents.get(key);
        if (known) known.push({ cataloger, layer, facts });
        else contents.set(key, [{ cataloger, layer, facts }]);
      }
    }
  }
  const known = new Map([...found].map(([cataloger, files]) => [cataloger, new Set(files.map(({ path }) => path))]));
  for (const name of linked) {
    const path = tree.canonical(name);
    const origin = tree.originOf(path);
    if (!origin) continue;
    for (const { cataloger, layer, facts } of contents.get(`${origin.layer}\0${origin.path}`) ?? []) {
      const paths = known.get(cataloger) ?? new Set();
      if (paths.has(path) || !budget.take('packages', facts.packages?.length ?? 0)) continue;
      known.set(cataloger, paths.add(path));
      const files = found.get(cataloger) ?? [];
      files.push({ path, layer, facts, versions: [{ layer, facts }] });
      found.set(cataloger, files);
    }
  }
}

function hardLinks(layers: readonly LayerFacts[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { paths, types, links } of layers.flatMap(({ entries }) => entries)) {
    for (const [index] of links) if (types[index] === 'h') names.add(paths[index]!);
  }
  return names;
}

interface ExtraFacts {
  readonly cataloger: string;
  readonly path: string;
  readonly origin: ContentOrigin;
  readonly facts: FileFacts;
}

/**
 * A file like var/lib/dpkg/status may be a link to a name that no cataloger knows. Such targets are read in a second pass over their layer:
 * rare, so the first pass stays cheap.
 */
async function readWellKnown(
  image: OpenImage,
  tree: MergedTree,
  layers: readonly LayerFacts[],
  options: GatherOptions & AnalysisOptions,
): Promise<{ extra: ExtraFacts[]; issues: Issue[] }> {
  const wanted = new Map<number, Map<string, { cataloger: Cataloger; path: string }[]>>();
  const linked = hardLinks(layers);
  for (const cataloger of options.catalogers) {
    for (const path of [...(cataloger.wellKnownPaths ?? []), ...wantedOf(linked, cataloger, options.scope)]) {
      const entry = tree.resolve(path);
      const origin = entry && tree.originOf(entry.path);
      if (!entry || !origin || entry.size === 0) continue;
      if (!cataloger.wants(headerOf(path, entry), options.scope)) continue;
      // Under a name that the cataloger knows it was read in the first pass, or could not be.
      if (cataloger.wants(headerOf(origin.path, entry), options.scope)) continue;
      const files = wanted.get(origin.layer) ?? new Map<string, { cataloger: Cataloger; path: string }[]>();
      files.set(origin.path, [...(files.get(origin.path) ?? []), { cataloger, path: tree.canonical(path) }]);
      wanted.set(origin.layer, files);
    }
  }
  const extra: ExtraFacts[] = [];
  const issues: Issue[] = [];
  for (const [layer, files] of wanted) {
    const read = new Map<string, LayerFacts>();
    const [walked] = await image.walkLayers([layer], () => new OneFileReader(files, read, options), {
      spoolDir: options.cache.directory,
    });
    // What the first reading of the layer met stands in the report already.
    const told = new Set(layers[layer]?.issues.map(({ code, where }) => `${code}\0${where}`));
    const met = [...(walked?.walk.issues ?? []), ...[...read.values()].flatMap((facts) => facts.issues)];
    for (const issue of met) if (!told.has(`${issue.code}\0${issue.where}`)) issues.push(inLayer(issue, layer));
    for (const [literal, readers] of files) {
      for (const { cataloger, path } of readers) {
        const facts = read.get(literal)?.facts[cataloger.id]?.find(([name]) => name === path)?.[1];
        if (facts) extra.push({ cataloger: cataloger.id, path, origin: { layer, path: literal }, facts });
      }
    }
  }
  return { extra, issues };
}

/** Hard links whose names a cataloger knows; the content came under another name (the store of a package manager, say). */
function wantedOf(names: ReadonlySet<string>, cataloger: Cataloger, scope: CatalogerScope): string[] {
  const wanted: string[] = [];
  for (const path of names) {
    // Size and mode are those of the content, and looked at when that is found.
    if (cataloger.wants(headerOf(path, { size: Number.MAX_SAFE_INTEGER, mode: 0o755 }), scope)) wanted.push(path);
  }
  return wanted;
}

function headerOf(path: string, { size, mode }: Pick<FileEntry, 'size' | 'mode'>): FileHeader {
  return { path, name: path.slice(path.lastIndexOf('/') + 1), size, mode };
}

/** Literal path in one layer → who wants it, and the well-known name that led there. */
type WantedFiles = ReadonlyMap<string, readonly { cataloger: Cataloger; path: string }[]>;

class OneFileReader implements LayerVisitor {
  readonly #files: WantedFiles;
  readonly #read: Map<string, LayerFacts>;
  readonly #options: AnalysisOptions;

  constructor(files: WantedFiles, read: Map<string, LayerFacts>, options: AnalysisOptions) {
    this.#files = files;
    this.#read = read;
    this.#options = options;
  }

  entry(entry: TarEntry): boolean {
    return this.#files.has(entry.path);
  }

  content(entry: TarEntry, source: ByteSource): void {
    const analysis = new LayerAnalysis(this.#options);
    // The cataloger is told the well-known name: that is what it recognises the file by.
    for (const { cataloger, path } of this.#files.get(entry.path) ?? [])
      analysis.readAs(cataloger, { ...entry, path }, source);
    this.#read.set(
      entry.path,
      analysis.result({ compression: 'none', bytes: 0, entries: 0, issues: [], complete: true }),
    );
  }
}

function secretsOf(layers: readonly LayerFacts[], tree: MergedTree): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const [layer, { secrets }] of layers.entries()) {
    for (const [literal, matches] of secrets) {
      const path = tree.canonical(literal);
      const origin = tree.originOf(path);
      const survives = origin?.layer === layer && origin.path === literal;
      for (const match of matches) found.push({ path, layer, deletedInLaterLayer: !survives, match });
    }
  }
  return found;
}

function inLayer(issue: Issue, layer: number): Issue {
  return { ...issue, where: issue.where === undefined ? `layer ${layer}` : `layer ${layer}: ${issue.where}` };
}
