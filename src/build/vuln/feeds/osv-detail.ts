import { asObject, type JsonObject } from '#core/json.ts';
import { type AffectedDetail, type AffectedRange, recordLimits } from '../db/record.ts';
import { ecosystemOf } from '../ecosystem.ts';
import { isModular } from '../match/rpm-module.ts';
import { list, text, texts } from './fields.ts';
import { affectedRating, cvssScores, wordIn } from './osv-severity.ts';

/** What the publishers say of one affected package beyond its versions. */
export function affectedDetail(
  affected: JsonObject,
  context: {
    readonly id: string;
    readonly ecosystem: string;
    readonly ranges: readonly AffectedRange[];
    readonly streams: readonly string[];
  },
): AffectedDetail {
  const ecosystemSpecific = asObject(affected.ecosystem_specific) ?? {};
  const databaseSpecific = asObject(affected.database_specific) ?? {};
  const cvss = cvssScores(affected.severity, databaseSpecific);
  const rating = affectedRating(affected);
  const status =
    text(ecosystemSpecific.urgency, 64) ?? text(databaseSpecific.status, 64) ?? text(ecosystemSpecific.status, 64);
  const modules = modulesOf(ecosystemSpecific, context);
  const informational = text(databaseSpecific.informational, 64);
  const os = texts(asObject(ecosystemSpecific.affects)?.os, 50, 64).map((name) => name.toLowerCase());
  const ratings = ratingsByCve(databaseSpecific.cves_map);
  return {
    ...(cvss.length > 0 ? { cvss } : {}),
    ...(rating === undefined ? {} : { rating }),
    ...(status === undefined ? {} : { status }),
    ...(modules === undefined ? {} : { modules }),
    ...(informational === undefined ? {} : { informational }),
    ...(os.length > 0 ? { os } : {}),
    ...(ratings === undefined ? {} : { ratings }),
  };
}

/** `Important: mariadb:10.3 and mariadb-devel:10.3 security update` → `mariadb:10.3`, `mariadb-devel:10.3`. */
export function moduleStreams(summary: string): readonly string[] {
  const body = summary.replace(/^\w+: /, '');
  return [...body.matchAll(/(?<![\w.+-])([a-z0-9][\w+-]{0,63}:[\w.]{1,63})(?![\w:])/gi)].map(
    (match) => match[1] as string,
  );
}

/**
 * A build of a module carries `.module+el8…` (Red Hat, Rocky) or `.module_el8…` (AlmaLinux) in its release. Which stream it is of, the
 * record says in `rpm_modularity` or in its title, or not at all (an empty list).
 */
function modulesOf(
  ecosystemSpecific: JsonObject,
  context: {
    readonly ecosystem: string;
    readonly ranges: readonly AffectedRange[];
    readonly streams: readonly string[];
  },
): readonly string[] | undefined {
  if (ecosystemOf(context.ecosystem)?.scheme !== 'rpm') return undefined;
  const said = text(ecosystemSpecific.rpm_modularity, 128);
  if (said !== undefined) return [said];
  const modular = context.ranges.some((range) =>
    range.events.some((event) => event.kind !== 'introduced' && isModular(event.version)),
  );
  return modular ? context.streams : undefined;
}

/** USN: `cves_map: {cves: [{id, severity: [{type: "Ubuntu", score}]}]}`. */
function ratingsByCve(value: unknown): Readonly<Record<string, string>> | undefined {
  const ratings: Record<string, string> = {};
  for (const item of list(asObject(value)?.cves, recordLimits.ids)) {
    const cve = asObject(item);
    const id = cve && text(cve.id, recordLimits.idLength);
    const word = cve && wordIn(cve.severity);
    if (id !== undefined && word !== undefined) ratings[id] = word;
  }
  return Object.keys(ratings).length > 0 ? ratings : undefined;
}
