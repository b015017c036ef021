import type { Affected, AffectedRange, EventKind, RangeEvent } from '../db/record.ts';
import type { EcosystemSchemes } from '../ecosystem.ts';
import type { VersionScheme } from '../scheme.ts';

/** Which range or list holds a version, and why. */
export interface Match {
  /** Undefined: the version is in the list of versions. */
  readonly range?: AffectedRange;
  /** In the range's own order of versions: the event that opened it, and the one that would close it. */
  readonly from?: RangeEvent;
  readonly to?: RangeEvent;
  readonly scheme: VersionScheme;
}

/**
 * OSV's evaluation (ossf.github.io/osv-schema, "Evaluation"): affected where any range or the list of versions has the version.
 * Versions compare plainly: `1.0.0-rc.1` lies in `<1.0.0`.
 */
export function matchVersion(affected: Affected, version: string, schemes: EcosystemSchemes): Match | undefined {
  for (const range of affected.ranges) {
    const match = matchRange(range, version, range.semver ? schemes.semver : schemes.ecosystem);
    if (match !== undefined) return match;
  }
  const scheme = schemes.ecosystem;
  if (affected.versions.includes(version)) return { scheme };
  const equal = affected.versions.some((listed) => scheme.isValid(listed) && scheme.compare(listed, version) === 0);
  return equal ? { scheme } : undefined;
}

export function matchRange(range: AffectedRange, version: string, scheme: VersionScheme): Match | undefined {
  const events = sortEvents(range.events, scheme);
  const limits = events.filter((event) => event.kind === 'limit' && event.version !== '*');
  if (limits.length > 0 && !limits.some((limit) => scheme.compare(version, limit.version) < 0)) return undefined;
  let from: RangeEvent | undefined;
  let to: RangeEvent | undefined;
  for (const event of events) {
    const order = compareToEvent(version, event, scheme);
    if (event.kind === 'introduced') {
      if (order >= 0) from ??= event;
    } else if (event.kind === 'fixed') {
      if (order >= 0) from = undefined;
      else if (from !== undefined) to ??= event;
    } else if (event.kind === 'last_affected') {
      if (order > 0) from = undefined;
      else if (from !== undefined) to ??= event;
    }
  }
  if (from === undefined) return undefined;
  return { range, from, scheme, ...(to === undefined ? {} : { to }) };
}

/** Lowest first; events of equal versions stay as the record has them, so `fixed 2` before `introduced 2` leaves 2 affected. */
export function sortEvents(events: readonly RangeEvent[], scheme: VersionScheme): readonly RangeEvent[] {
  if (events.length < 2 || (events.length === 2 && isFirst(events[0] as RangeEvent))) return events;
  return [...events].sort((a, b) => {
    if (isFirst(a) || isFirst(b)) return Number(isFirst(b)) - Number(isFirst(a));
    return scheme.compare(a.version, b.version);
  });
}

/** `introduced: 0` lies before every version, also before those that a scheme orders below `0`. */
function isFirst(event: RangeEvent): boolean {
  return event.kind === 'introduced' && event.version === '0';
}

function compareToEvent(version: string, event: RangeEvent, scheme: VersionScheme): number {
  return isFirst(event) ? 1 : scheme.compare(version, event.version);
}

const operators: Record<EventKind, string> = { introduced: '>=', fixed: '<', last_affected: '<=', limit: '<' };

/** `>=1.0.0 <1.2.3`, `<1.2.3`, `>=2.0`, `all versions`, `in versions list`: the part of the range that holds the version. */
export function describeRange(match: Match): string {
  if (match.range === undefined) return 'in versions list';
  const parts = [];
  if (match.from !== undefined && !isFirst(match.from)) parts.push(`>=${match.from.version}`);
  if (match.to !== undefined) parts.push(operators[match.to.kind] + match.to.version);
  return parts.length === 0 ? 'all versions' : parts.join(' ');
}

/** `deb: 1.2-1 < 1.2-3`: the comparison that decided, in the scheme's terms. */
export function describeComparison(match: Match, version: string): string {
  const head = `${match.scheme.id}: ${version}`;
  if (match.range === undefined) return `${head} is listed`;
  if (match.to !== undefined) return `${head} ${operators[match.to.kind]} ${match.to.version}`;
  if (match.from !== undefined && !isFirst(match.from)) return `${head} >= ${match.from.version}`;
  return `${head}: every version, no end given`;
}
