import { asObject, type JsonObject } from '#core/json.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import {
  type Advisory,
  type AffectedDetail,
  type AffectedRange,
  type EventKind,
  type RangeEvent,
  recordLimits,
} from '../db/record.ts';
import { normaliseName, schemesOf } from '../ecosystem.ts';
import { matchRange } from '../match/evaluate.ts';
import { list, prose, text, texts } from './fields.ts';
import { affectedDetail, moduleStreams } from './osv-detail.ts';
import { cvssScores, ratingOf } from './osv-severity.ts';

/** One OSV record (ossf.github.io/osv-schema, 1.7) in the form of the database. */
export interface OsvRecord {
  readonly advisory: Advisory;
  readonly affected: readonly OsvAffected[];
}

export interface OsvAffected {
  /** With release: `Debian:12`. */
  readonly ecosystem: string;
  /** As normaliseName gives it. */
  readonly name: string;
  readonly ranges: readonly AffectedRange[];
  readonly versions: readonly string[];
  readonly detail: AffectedDetail;
}

/** Parts of a record that cannot be read are left out; a record without an id or without anything to match fails. */
export function readOsvRecord(value: unknown, feed: string): Outcome<OsvRecord> {
  const record = asObject(value);
  const id = record && text(record.id, recordLimits.idLength);
  if (record === undefined || id === undefined) return refuse('osv/no-id', 'a record has no id');
  const affected = readAffected(record, id);
  if (affected.length === 0) return refuse('osv/nothing-affected', 'a record names no package with versions');
  return ok({ advisory: readAdvisory(record, id, feed, affected), affected });
}

function refuse(code: string, message: string): Outcome<OsvRecord> {
  return failed({ ...errorIssue(code, message), level: 'warning' });
}

function readAdvisory(record: JsonObject, id: string, feed: string, affected: readonly OsvAffected[]): Advisory {
  const ids = (value: unknown) => texts(value, recordLimits.ids, recordLimits.idLength).filter((other) => other !== id);
  const named = [...new Set(affected.map(({ ecosystem, name }) => `${ecosystem}/${name}`))];
  return {
    id,
    feed,
    ...some('modified', time(record.modified)),
    ...some('published', time(record.published)),
    ...some('withdrawn', time(record.withdrawn)),
    ...some('aliases', nonEmpty(ids(record.aliases))),
    ...some('upstream', nonEmpty(ids(record.upstream))),
    ...some('related', nonEmpty(ids(record.related))),
    ...some('title', prose(record.summary, recordLimits.titleLength) ?? firstSentence(record.details)),
    ...some('cvss', nonEmpty(cvssScores(record.severity, record.database_specific))),
    ...some('rating', ratingOf(record)),
    ...some('references', nonEmpty(references(record.references))),
    affects: named.slice(0, recordLimits.affects),
    ...(named.length > recordLimits.affects ? { affectsMore: named.length - recordLimits.affects } : {}),
  };
}

function readAffected(record: JsonObject, id: string): OsvAffected[] {
  const found: OsvAffected[] = [];
  const streams = moduleStreams(text(record.summary, 4096) ?? '');
  for (const item of list(record.affected, recordLimits.affected)) {
    const affected = asObject(item);
    const pack = affected && asObject(affected.package);
    const ecosystem = pack && text(pack.ecosystem, recordLimits.nameLength);
    const name = pack && text(pack.name, recordLimits.nameLength);
    if (affected === undefined || ecosystem === undefined || name === undefined) continue;
    const ranges = list(affected.ranges, recordLimits.events).flatMap(readRange);
    const listed = texts(affected.versions, recordLimits.versions, recordLimits.versionLength);
    if (ranges.length === 0 && listed.length === 0) continue;
    found.push({
      ecosystem,
      name: normaliseName(ecosystem, name),
      ranges,
      versions: uncovered(listed, ranges, ecosystem),
      detail: affectedDetail(affected, { id, ecosystem, ranges, streams }),
    });
  }
  return found;
}

/** GIT ranges speak of commits, which no package states. */
function readRange(value: unknown): AffectedRange[] {
  const range = asObject(value);
  if (range === undefined || (range.type !== 'SEMVER' && range.type !== 'ECOSYSTEM')) return [];
  const events: RangeEvent[] = [];
  for (const item of list(range.events, recordLimits.events)) {
    const event = asObject(item);
    if (event === undefined) continue;
    for (const kind of eventKinds) {
      const version = text(event[kind], recordLimits.versionLength);
      if (version !== undefined) events.push({ kind, version });
    }
  }
  return events.some((event) => event.kind === 'introduced') ? [{ semver: range.type === 'SEMVER', events }] : [];
}

const eventKinds: readonly EventKind[] = ['introduced', 'fixed', 'last_affected', 'limit'];

/** Most records list every affected version beside the ranges; what a range says anyway need not be stored. */
function uncovered(
  versions: readonly string[],
  ranges: readonly AffectedRange[],
  ecosystem: string,
): readonly string[] {
  const schemes = schemesOf(ecosystem);
  if (schemes === undefined || ranges.length === 0) return versions;
  return versions.filter(
    (version) =>
      !schemes.ecosystem.isValid(version) ||
      !ranges.some((range) => matchRange(range, version, range.semver ? schemes.semver : schemes.ecosystem)),
  );
}

function references(value: unknown): string[] {
  const urls: { readonly url: string; readonly first: boolean }[] = [];
  for (const item of list(value, 500)) {
    const reference = asObject(item);
    const url = reference && text(reference.url, recordLimits.referenceLength);
    if (url !== undefined && /^https?:\/\//i.test(url)) urls.push({ url, first: reference?.type === 'ADVISORY' });
  }
  urls.sort((a, b) => Number(b.first) - Number(a.first));
  return [...new Set(urls.map(({ url }) => url))].slice(0, recordLimits.references);
}

function firstSentence(details: unknown): string | undefined {
  if (typeof details !== 'string') return undefined;
  const start = details.slice(0, 2000).replace(/^[#\s]*(?:impact|summary|overview|description)\s*\n/i, '');
  const flat = prose(start, 1000);
  const end = flat === undefined ? -1 : flat.search(/[.!?](?: |$)/);
  return flat === undefined ? undefined : prose(end > 20 ? flat.slice(0, end + 1) : flat, recordLimits.titleLength);
}

/** RFC 3339 as the schema wants it; anything else is left out. */
function time(value: unknown): string | undefined {
  const found = text(value, 64);
  // The Go database writes the year 1 where it does not know.
  return found !== undefined &&
    !found.startsWith('0001') &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.test(found)
    ? found
    : undefined;
}

function nonEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length > 0 ? items : undefined;
}

function some<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}
