import type { OsInfo, Package } from '#core/package.ts';
import type { AdvisoryDb } from '../db/reader.ts';
import type { Advisory, Affected } from '../db/record.ts';
import { type EcosystemSchemes, schemesOf } from '../ecosystem.ts';
import { describeComparison, describeRange, matchVersion, sortEvents } from './evaluate.ts';
import { groupHits } from './findings.ts';
import { type Hit, reasonAgainst } from './hits.ts';
import { identify, isNoSecurityAdvisory } from './identity.ts';
import { createMatcher, type Matcher } from './match.ts';
import type { LookUp } from './target.ts';

/** Why an advisory was or was not reported for a package. */
export interface Explanation {
  readonly matched: boolean;
  readonly reason: ExplanationReason;
  /** Plain sentences, in order of reading. */
  readonly lines: readonly string[];
  /** Each record that goes by the id, and what came of it. */
  readonly records: readonly RecordExplanation[];
}

export type ExplanationReason =
  | 'in-range'
  | 'not-in-range'
  | 'owned-by-os-package'
  | 'no-such-advisory'
  | 'other-package'
  | 'other-release'
  | 'other-module'
  | 'withdrawn'
  | 'superseded'
  | 'no-security-advisory'
  | 'version-not-comparable'
  | 'not-covered';

export interface RecordExplanation {
  readonly advisory: string;
  readonly reason: ExplanationReason;
  readonly text: string;
}

/** `id` is a CVE, an alias or an advisory's own id. */
export function explainMatch(db: AdvisoryDb, pkg: Package, os: OsInfo | undefined, id: string): Explanation {
  const subject = `${pkg.name} ${pkg.version}`;
  if (pkg.ownedBy !== undefined) {
    return no('owned-by-os-package', [
      `${subject} was not matched by itself: its files belong to ${pkg.ownedBy}.`,
      `The distribution's advisories for that package decide.`,
    ]);
  }
  const numbers = db.named(id).advisories;
  const advisories = numbers.flatMap((number) => {
    const advisory = db.advisory(number);
    return advisory && isAbout(advisory, id) ? [{ number, advisory }] : [];
  });
  if (advisories.length === 0) {
    return no('no-such-advisory', [`The advisory database has no record that is called ${id} or names it.`]);
  }
  const matcher = createMatcher(db, os);
  const lookUps = matcher.lookUps(pkg);
  const { hits, missing } = matcher.match(pkg);
  if (lookUps.length === 0) {
    return no('not-covered', [
      `The advisory database has nothing for ${missing ?? pkg.type}, so ${subject} was not matched.`,
    ]);
  }
  const records = advisories.map(({ number, advisory }) =>
    explainRecord(number, advisory, { pkg, lookUps, hits, matcher, db, id }),
  );
  records.sort((a, b) => rankOf(a.reason) - rankOf(b.reason));
  const first = records[0] as RecordExplanation;
  const looked = lookUps.map((lookUp) => `${lookUp.name} ${lookUp.version} in ${lookUp.ecosystem}`).join(', ');
  const head =
    first.reason === 'in-range' ? `${subject} is affected by ${id}.` : `${subject} is not reported for ${id}.`;
  return {
    matched: first.reason === 'in-range',
    reason: first.reason,
    lines: [
      head,
      `Looked for: ${looked}.`,
      ...records.slice(0, 12).map((record) => `${record.advisory}: ${record.text}`),
    ],
    records,
  };
}

/** `related` is another thing's id, except where a bulletin lists its CVEs there. */
function isAbout(advisory: Advisory, id: string): boolean {
  return [advisory.id, ...(advisory.aliases ?? []), ...(advisory.upstream ?? []), ...(advisory.related ?? [])].includes(
    id,
  );
}

interface Context {
  readonly pkg: Package;
  readonly lookUps: readonly LookUp[];
  readonly hits: readonly Hit[];
  readonly matcher: Matcher;
  readonly db: AdvisoryDb;
  readonly id: string;
}

function explainRecord(number: number, advisory: Advisory, context: Context): RecordExplanation {
  const say = (reason: ExplanationReason, text: string) => ({ advisory: advisory.id, reason, text });
  if (advisory.withdrawn !== undefined)
    return say('withdrawn', `was withdrawn by its publisher on ${advisory.withdrawn}.`);
  const found = context.lookUps.flatMap((lookUp) =>
    context.matcher
      .bucketOf(lookUp)
      .filter((affected) => affected.advisory === number)
      .map((affected) => ({ lookUp, affected })),
  );
  if (found.length === 0) return explainAbsence(advisory, context);
  const hit = context.hits.find(({ affected }) => affected.advisory === number);
  if (hit !== undefined) return explainHit(hit, context);
  const { lookUp, affected } = found[0] as { lookUp: LookUp; affected: Affected };
  const identity = identify(advisory, lookUp.ecosystem, context.db);
  if (isNoSecurityAdvisory(advisory, identity))
    return say('no-security-advisory', 'fixes bugs and names no vulnerability.');
  const schemes = schemesOf(lookUp.ecosystem);
  if (schemes === undefined || !schemes.ecosystem.isValid(lookUp.version)) {
    return say(
      'version-not-comparable',
      `version ${JSON.stringify(lookUp.version)} cannot be ordered in ${lookUp.ecosystem}.`,
    );
  }
  for (const one of found) {
    if (matchVersion(one.affected, one.lookUp.version, schemes) === undefined) continue;
    const against = reasonAgainst(one.affected, context.matcher.bucketOf(one.lookUp), context.pkg, one.lookUp, schemes);
    if (against !== undefined) return say('other-module', `${against}.`);
    return say(
      'superseded',
      'the advisories for the support that this build comes from decide, and they say that it is fixed.',
    );
  }
  return say('not-in-range', outOfRange(affected, lookUp, schemes));
}

function explainHit(hit: Hit, { matcher, db, id }: Context): RecordExplanation {
  const say = (reason: ExplanationReason, text: string) => ({ advisory: hit.advisory.id, reason, text });
  if (!hit.security) return say('no-security-advisory', 'fixes bugs and names no vulnerability.');
  const reported = [...groupHits([hit], matcher.bucketOf, db).keys()];
  if (reported.length === 0 || (/^CVE-/.test(id) && !reported.includes(id) && hit.identity.cves.includes(id))) {
    return say(
      'superseded',
      `names ${id}, but the distribution's own record of that CVE decides, and it does not hold this version.`,
    );
  }
  const { lookUp, match } = hit;
  const source = `${lookUp.ecosystem} says that ${lookUp.name} ${describeRange(match)} is affected`;
  return say('in-range', `${source}; ${describeComparison(match, lookUp.version)}.`);
}

/** The record speaks of other packages, or of this one in another release. */
function explainAbsence(advisory: Advisory, { lookUps }: Context): RecordExplanation {
  const affects = advisory.affects ?? [];
  const names = new Set(lookUps.map(({ name }) => name));
  const elsewhere = affects.filter((text) => names.has(text.slice(text.indexOf('/') + 1)));
  const here = [...new Set(lookUps.map(({ ecosystem }) => ecosystem))].join(', ');
  if (elsewhere.length > 0) {
    return {
      advisory: advisory.id,
      reason: 'other-release',
      text: `speaks of ${elsewhere.join(', ')}; not of ${here}.`,
    };
  }
  const more = advisory.affectsMore === undefined ? '' : ` and ${advisory.affectsMore} more`;
  return {
    advisory: advisory.id,
    reason: 'other-package',
    text: `speaks of ${affects.slice(0, 6).join(', ')}${more}.`,
  };
}

function outOfRange(affected: Affected, lookUp: LookUp, schemes: EcosystemSchemes): string {
  const parts = affected.ranges.map((range) => {
    const scheme = range.semver ? schemes.semver : schemes.ecosystem;
    const passed = [...sortEvents(range.events, scheme)]
      .reverse()
      .find((event) => event.kind !== 'introduced' && scheme.compare(lookUp.version, event.version) >= 0);
    if (passed !== undefined) {
      const verb = passed.kind === 'fixed' ? 'fixed in' : 'affected up to';
      return `${verb} ${passed.version}, and ${scheme.id}: ${lookUp.version} >= ${passed.version}`;
    }
    const first = sortEvents(range.events, scheme)[0];
    return first === undefined
      ? 'no events'
      : `affected from ${first.version}, and ${scheme.id}: ${lookUp.version} < ${first.version}`;
  });
  const listed = affected.versions.length > 0 ? [`not among the ${affected.versions.length} listed versions`] : [];
  return `${lookUp.name} in ${lookUp.ecosystem}: ${[...parts, ...listed].join('; ')}.`;
}

const ranks: readonly ExplanationReason[] = [
  'in-range',
  'superseded',
  'other-module',
  'not-in-range',
  'version-not-comparable',
  'withdrawn',
  'no-security-advisory',
  'other-release',
  'other-package',
];

function rankOf(reason: ExplanationReason): number {
  return ranks.indexOf(reason);
}

function no(reason: ExplanationReason, lines: readonly string[]): Explanation {
  return { matched: false, reason, lines, records: [] };
}
