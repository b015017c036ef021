import type { Finding } from '#core/finding.ts';
import { fingerprint } from '#core/fingerprint.ts';
import { compareText } from '#core/order.ts';
import type { OsInfo, Package } from '#core/package.ts';
import type { AdvisoryDb } from '../db/reader.ts';
import { describeComparison, describeRange } from './evaluate.ts';
import { fixOf } from './fix.ts';
import { type Bucket, type Hit, hasCveRecord } from './hits.ts';
import { isHomeRecord } from './identity.ts';
import { notApplicable } from './not-applicable.ts';
import { rate } from './severity.ts';
import type { LookUp } from './target.ts';

/** One finding for each vulnerability of one package, from all records that matched. */
export function findingsOf(
  pkg: Package,
  hits: readonly Hit[],
  bucketOf: (lookUp: LookUp) => Bucket,
  db: AdvisoryDb,
  os: OsInfo | undefined,
): Finding[] {
  const groups = groupHits(hits, bucketOf, db);
  return [...groups].map(([id, group]) => findingOf(id, group, pkg, db, os));
}

/**
 * By CVE; records without one by the ids they share. Of each group the first record decides: a record of the vulnerability before a
 * bulletin, the ecosystem's own database before others, few CVEs before many, then by id.
 */
export function groupHits(
  hits: readonly Hit[],
  bucketOf: (lookUp: LookUp) => Bucket,
  db: AdvisoryDb,
): ReadonlyMap<string, readonly Hit[]> {
  const groups = new Map<string, Hit[]>();
  const add = (id: string, hit: Hit) => groups.set(id, [...(groups.get(id) ?? []), hit]);
  const withoutCve: Hit[] = [];
  for (const hit of hits) {
    if (!hit.security) continue;
    if (hit.identity.cves.length === 0) withoutCve.push(hit);
    for (const cve of hit.identity.cves) {
      // The CVE's own record is in the group if it matched; if it did not, it says that this package is not affected.
      if (!hit.identity.bulletin || !hasCveRecord(cve, bucketOf(hit.lookUp), db)) add(cve, hit);
    }
  }
  for (const group of connected(withoutCve)) {
    const first = group.sort(compareHits)[0] as Hit;
    for (const hit of group) add(first.advisory.id, hit);
  }
  for (const group of groups.values()) group.sort(compareHits);
  return groups;
}

/** Records that name each other, directly or over a third. */
function connected(hits: readonly Hit[]): Hit[][] {
  const groups: { ids: Set<string>; hits: Hit[] }[] = [];
  for (const hit of hits) {
    const ids = [hit.advisory.id, ...hit.identity.others];
    const joined = groups.filter((group) => ids.some((id) => group.ids.has(id)));
    const group = { ids: new Set(ids), hits: [hit] };
    for (const other of joined) {
      for (const id of other.ids) group.ids.add(id);
      group.hits.push(...other.hits);
      groups.splice(groups.indexOf(other), 1);
    }
    groups.push(group);
  }
  return groups.map((group) => group.hits);
}

function compareHits(a: Hit, b: Hit): number {
  return (
    Number(a.identity.bulletin) - Number(b.identity.bulletin) ||
    Number(isHomeRecord(b.advisory.id, b.lookUp.ecosystem)) - Number(isHomeRecord(a.advisory.id, a.lookUp.ecosystem)) ||
    a.identity.cves.length - b.identity.cves.length ||
    compareText(a.advisory.id, b.advisory.id)
  );
}

function findingOf(id: string, hits: readonly Hit[], pkg: Package, db: AdvisoryDb, os: OsInfo | undefined): Finding {
  const { advisory, match, lookUp } = hits[0] as Hit;
  const records = hits.map((hit) => ({
    advisory: hit.advisory,
    detail: hit.affected.detail,
    ecosystem: hit.lookUp.ecosystem,
  }));
  const rating = rate(id, records, db);
  const kev = db.kev(id);
  const epss = db.epss(id);
  const published = hits
    .map((hit) => hit.advisory.published)
    .filter((time) => time !== undefined)
    .sort()[0];
  const references = [...new Set(hits.flatMap((hit) => hit.advisory.references ?? []))].slice(0, referenceLimit);
  const waived = notApplicable(pkg, hits, os);
  return {
    fingerprint: fingerprint({ kind: 'vulnerability', id, purl: pkg.purl, location: locationClass(pkg) }),
    kind: 'vulnerability',
    id,
    aliases: aliasesOf(id, hits),
    title: titleOf(id, hits, db) ?? `${id} in ${lookUp.name}`,
    severity: rating.severity,
    ...(rating.source === undefined ? {} : { severitySource: rating.source }),
    ...(rating.cvss === undefined ? {} : { cvss: rating.cvss }),
    package: { purl: pkg.purl, name: pkg.name, version: pkg.version, type: pkg.type },
    fix: fixOf(hits.map((hit) => ({ affected: hit.affected, version: hit.lookUp.version, schemes: hit.schemes }))),
    ...(kev === undefined ? {} : { kev }),
    ...(epss === undefined ? {} : { epss }),
    ...(published === undefined ? {} : { published }),
    evidence: {
      ...(pkg.locations[0] === undefined ? {} : { file: pkg.locations[0] }),
      ...(pkg.layer === undefined ? {} : { layer: pkg.layer }),
      cataloger: pkg.cataloger,
      advisory: advisory.id,
      source: advisory.feed,
      matchedName: lookUp.name,
      matchedVersion: lookUp.version,
      range: describeRange(match),
      comparison: describeComparison(match, lookUp.version),
    },
    ...(waived === undefined ? {} : { waived }),
    ...(references.length > 0 ? { references } : {}),
  };
}

/** Many distributions' records have none, while another record of the same vulnerability says what it is. */
function titleOf(id: string, hits: readonly Hit[], db: AdvisoryDb): string | undefined {
  const own = hits.map((hit) => hit.advisory.title).find((title) => title !== undefined);
  if (own !== undefined) return own;
  const others = db.named(id).same.slice(0, 4);
  return others.map((number) => db.advisory(number)?.title).find((title) => title !== undefined);
}

const referenceLimit = 10;

/** All other ids under which people know it, with the bulletins that fix it; not the distributions' renamings of the CVE itself. */
function aliasesOf(id: string, hits: readonly Hit[]): readonly string[] {
  const ids = hits.flatMap((hit) => [hit.advisory.id, ...hit.identity.others]);
  return [...new Set(ids)].filter((other) => other !== id && !other.endsWith(`-${id}`)).sort();
}

/**
 * Where a package lies, in a form that an upgrade does not change: nothing for the distribution's packages, else the path with the package's
 * version left open.
 */
function locationClass(pkg: Package): string {
  if (pkg.type === 'deb' || pkg.type === 'rpm' || pkg.type === 'apk') return '';
  const path = pkg.locations[0] ?? '';
  return pkg.version === '' ? path : path.split(pkg.version).join('*');
}

/** The same package twice (two kernels, two architectures): told apart by what the fingerprint otherwise leaves open. */
export function distinctFinding(finding: Finding, pkg: Package): Finding {
  const location = `${locationClass(pkg)}\n${pkg.purl}\n${pkg.locations.join('\n')}`;
  return { ...finding, fingerprint: fingerprint({ kind: 'vulnerability', id: finding.id, purl: pkg.purl, location }) };
}
