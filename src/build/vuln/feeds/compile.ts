import { rmSync } from 'node:fs';
import { compareText } from '#core/order.ts';
import type { PackedAffected, PackedRest } from '../db/codec.ts';
import type { DbMeta, SourceMeta } from '../db/meta.ts';
import type { Advisory } from '../db/record.ts';
import { DbWriter } from '../db/writer.ts';
import { baseEcosystem } from '../ecosystem.ts';
import { readLines } from './line-file.ts';
import { LineSorter, mergeLines } from './line-sorter.ts';

/** What a database is made from. Names are unique. */
export interface CompileInput {
  readonly set: DbMeta['set'];
  readonly segments: readonly { readonly path: string; readonly meta: SourceMeta }[];
  /** Lines `CVE TAB json [added, ransomware]`, sorted. */
  readonly kev?: { readonly path: string; readonly date: string };
  /** Lines `CVE TAB score TAB percentile`, sorted by year and number. */
  readonly epss?: { readonly path: string; readonly date: string; readonly entries: number };
}

/**
 * Merges segments into one database file, streaming. The same input gives the same bytes. A record that several sources carry
 * counts once: the newest `modified` decides what it says, and of a package each ecosystem's own source decides.
 * Throws on I/O errors; `outFile` is then no database.
 */
export function compileDb(input: CompileInput, outFile: string): { readonly digest: string; readonly meta: DbMeta } {
  const segments = [...input.segments].sort((a, b) => compareText(a.meta.name, b.meta.name));
  const writer = new DbWriter(outFile);
  const names = new LineSorter(`${outFile}.names`);
  try {
    const merged = mergeAdvisories(segments, writer, names);
    const { ecosystems, entries } = mergeAffected(segments, merged.chosen, writer);
    writeNames(names, writer);
    const kev = input.kev && writeKev(input.kev, writer);
    if (input.epss) writer.addEpss(epssRows(input.epss.path));
    const meta: DbMeta = {
      set: input.set,
      advisories: merged.chosen.size,
      entries,
      newest: merged.newest,
      ecosystems,
      sources: segments.map((segment) => segment.meta),
      ...(kev ? { kev } : {}),
      ...(input.epss ? { epss: { entries: input.epss.entries, date: input.epss.date } } : {}),
    };
    return { digest: writer.finish(meta), meta };
  } catch (error) {
    writer.abandon();
    names.discard();
    rmSync(outFile, { force: true });
    throw error;
  }
}

type Segments = readonly { readonly path: string; readonly meta: SourceMeta }[];
/** Of each id: its number, and the segment whose record was taken, as `number * segmentLimit + segment`: millions of objects would not fit. */
type Chosen = ReadonlyMap<string, number>;
const segmentLimit = 65_536;

function mergeAdvisories(segments: Segments, writer: DbWriter, names: LineSorter): { chosen: Chosen; newest: string } {
  const chosen = new Map<string, number>();
  let newest = '';
  for (const { key, values } of grouped(segments, 'advisories')) {
    let best: { advisory: Advisory; segment: number } | undefined;
    for (const { json, segment } of values) {
      const advisory = JSON.parse(json) as Advisory;
      if (best === undefined || (advisory.modified ?? '') > (best.advisory.modified ?? ''))
        best = { advisory, segment };
    }
    if (best === undefined) continue;
    const { advisory, segment } = best;
    const number = chosen.size;
    chosen.set(key, number * segmentLimit + segment);
    writer.addAdvisory(advisory);
    if ((advisory.modified ?? '') > newest) newest = advisory.modified as string;
    addNames(advisory, number, names);
  }
  return { chosen, newest };
}

/** Lines `id TAB number flags`: `a` is called so or has it as alias; `s` carries a CVSS vector; `-` neither. */
function addNames(advisory: Advisory, number: number, names: LineSorter): void {
  const scored = (advisory.cvss?.length ?? 0) > 0 && advisory.withdrawn === undefined ? 's' : '-';
  const own = new Set([advisory.id, ...(advisory.aliases ?? [])]);
  const ids = new Set([...own, ...(advisory.upstream ?? []), ...(advisory.related ?? [])]);
  for (const id of ids) names.add(`${id}\t${String(number).padStart(8, '0')}${own.has(id) ? 'a' : '-'}${scored}`);
}

function writeNames(names: LineSorter, writer: DbWriter): void {
  let id = '';
  let named: { advisories: number[]; same: number[]; scored: number[] } | undefined;
  for (const line of names.sorted()) {
    const tab = line.lastIndexOf('\t');
    if (named === undefined || line.slice(0, tab) !== id) {
      if (named) writer.addName(id, named);
      id = line.slice(0, tab);
      named = { advisories: [], same: [], scored: [] };
    }
    const number = Number(line.slice(tab + 1, -2));
    named.advisories.push(number);
    if (line.at(-2) === 'a') named.same.push(number);
    if (line.at(-1) === 's') named.scored.push(number);
  }
  if (named) writer.addName(id, named);
}

function mergeAffected(
  segments: Segments,
  chosen: Chosen,
  writer: DbWriter,
): { ecosystems: Record<string, number>; entries: number } {
  const ecosystems = new Map<string, number>();
  let entries = 0;
  let bucket: { key: string; affected: PackedAffected[] } | undefined;
  const flush = () => {
    if (bucket === undefined || bucket.affected.length === 0) return;
    writer.addBucket(bucket.key, bucket.affected);
    const ecosystem = bucket.key.slice(0, bucket.key.indexOf('\0'));
    ecosystems.set(ecosystem, (ecosystems.get(ecosystem) ?? 0) + bucket.affected.length);
    entries += bucket.affected.length;
  };
  for (const { key, values } of grouped(segments, 'affected')) {
    const split = key.lastIndexOf('\0');
    const bucketKey = key.slice(0, split);
    const packed = chosen.get(key.slice(split + 1));
    if (bucket?.key !== bucketKey) {
      flush();
      bucket = { key: bucketKey, affected: [] };
    }
    if (packed === undefined) continue;
    const advisory = { number: Math.floor(packed / segmentLimit), segment: packed % segmentLimit };
    const home = baseEcosystem(bucketKey.slice(0, bucketKey.indexOf('\0')));
    const decides = values.some(({ segment }) => segments[segment]?.meta.name === home)
      ? (segment: number) => segments[segment]?.meta.name === home
      : (segment: number) => segment === advisory.segment;
    let last = '';
    for (const { json, segment } of values) {
      if (!decides(segment) || json === last) continue;
      last = json;
      bucket.affected.push([advisory.number, ...(JSON.parse(json) as PackedRest)]);
    }
  }
  flush();
  return { ecosystems: Object.fromEntries(ecosystems), entries };
}

/** Lines of all segments by key, with the index of their segment. */
function* grouped(
  segments: Segments,
  kind: 'advisories' | 'affected',
): Generator<{ key: string; values: { json: string; segment: number }[] }> {
  // The index behind the line keeps equal keys in the order of the segments.
  const inputs = segments.map((segment, index) => tagged(readLines(`${segment.path}.${kind}`), index));
  let group: { key: string; values: { json: string; segment: number }[] } | undefined;
  for (const line of mergeLines(inputs)) {
    const tab = line.indexOf('\t');
    const key = line.slice(0, tab);
    const end = line.lastIndexOf('\t');
    if (group?.key !== key) {
      if (group) yield group;
      group = { key, values: [] };
    }
    group.values.push({ json: line.slice(tab + 1, end), segment: Number(line.slice(end + 1)) });
  }
  if (group) yield group;
}

function* tagged(lines: Iterable<string>, index: number): Generator<string> {
  for (const line of lines) yield `${line}\t${index}`;
}

function writeKev(kev: { path: string; date: string }, writer: DbWriter): { entries: number; date: string } {
  const rows: Record<string, [string, boolean]> = {};
  let entries = 0;
  for (const line of readLines(kev.path)) {
    const tab = line.indexOf('\t');
    rows[line.slice(0, tab)] = JSON.parse(line.slice(tab + 1)) as [string, boolean];
    entries++;
  }
  writer.addKev(rows);
  return { entries, date: kev.date };
}

function* epssRows(path: string): Generator<{ cve: string; score: number; percentile: number }> {
  for (const line of readLines(path)) {
    const [cve = '', score = '', percentile = ''] = line.split('\t');
    yield { cve, score: Number(score), percentile: Number(percentile) };
  }
}
