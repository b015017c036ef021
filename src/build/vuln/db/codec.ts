import type { Affected, AffectedDetail, AffectedRange, EventKind, RangeEvent } from './record.ts';

/**
 * `Affected` as JSON without names: `[advisory, ranges, versions, detail]`, trailing empty parts left out. A range is a list of
 * texts that begin with a letter: `i` introduced, `f` fixed, `l` last_affected, `m` limit; a lone `S` at the head: OSV's SEMVER.
 */
export type PackedAffected = readonly [advisory: number, ...rest: PackedRest];
export type PackedRest = [
  ranges?: readonly (readonly string[])[],
  versions?: readonly string[],
  detail?: AffectedDetail,
];

const letterOf: Record<EventKind, string> = { introduced: 'i', fixed: 'f', last_affected: 'l', limit: 'm' };
const kindOf: Record<string, EventKind> = { i: 'introduced', f: 'fixed', l: 'last_affected', m: 'limit' };

export function packAffected(affected: Omit<Affected, 'advisory'>): PackedRest {
  const ranges = affected.ranges.map((range) => [
    ...(range.semver ? ['S'] : []),
    ...range.events.map((event) => letterOf[event.kind] + event.version),
  ]);
  if (Object.keys(affected.detail).length > 0) return [ranges, affected.versions, affected.detail];
  if (affected.versions.length > 0) return [ranges, affected.versions];
  return ranges.length > 0 ? [ranges] : [];
}

export function unpackAffected(packed: PackedAffected): Affected {
  const [advisory, ranges = [], versions = [], detail = {}] = packed;
  return { advisory, ranges: ranges.map(unpackRange), versions, detail };
}

function unpackRange(texts: readonly string[]): AffectedRange {
  const events: RangeEvent[] = [];
  let semver = false;
  for (const text of texts) {
    const kind = kindOf[text[0] as string];
    if (kind !== undefined) events.push({ kind, version: text.slice(1) });
    else semver = true;
  }
  return { semver, events };
}
