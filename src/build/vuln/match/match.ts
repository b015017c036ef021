import type { Finding } from '#core/finding.ts';
import { parsePurl } from '#core/ids/purl.ts';
import { compareText } from '#core/order.ts';
import { type Issue, quote, warningIssue } from '#core/outcome.ts';
import type { OsInfo, Package } from '#core/package.ts';
import { bySeverity } from '#core/severity.ts';
import { type AdvisoryDb, bucketKey } from '../db/reader.ts';
import { schemesOf } from '../ecosystem.ts';
import { type DistroTarget, distroTarget, ecosystemTarget, parseDistro } from './distro.ts';
import { decideExtended } from './extended.ts';
import { distinctFinding, findingsOf } from './findings.ts';
import { type Bucket, findHits, type Hit } from './hits.ts';
import { type LookUp, lookUpsOf } from './target.ts';

export interface MatchInput {
  readonly os?: OsInfo;
  readonly packages: readonly Package[];
}

export interface MatchResult {
  /** Worst first, then by package and id. */
  readonly findings: readonly Finding[];
  readonly issues: readonly Issue[];
  /** Ecosystems of packages for which the database has nothing at all, sorted. */
  readonly notCovered: readonly string[];
}

/** Packages of a target against the advisories of a database. Pure but for reading the database. */
export function matchPackages(db: AdvisoryDb, input: MatchInput): MatchResult {
  const matcher = createMatcher(db, input.os);
  const findings: Finding[] = [];
  const notCovered = new Set<string>();
  const unreadable: string[] = [];
  const seen = new Set<string>();
  for (const pkg of input.packages) {
    if (pkg.ownedBy !== undefined) continue;
    const { hits, missing, invalid } = matcher.match(pkg);
    if (missing !== undefined) notCovered.add(missing);
    if (invalid) unreadable.push(pkg.purl);
    if (hits.length === 0) continue;
    for (const finding of findingsOf(pkg, hits, matcher.bucketOf, db, input.os)) {
      findings.push(seen.has(finding.fingerprint) ? distinctFinding(finding, pkg) : finding);
      seen.add(finding.fingerprint);
    }
  }
  findings.sort(compareFindings);
  return { findings, issues: [...versionIssues(unreadable), ...db.issues], notCovered: [...notCovered].sort() };
}

/** Shared by matching, `explain` and `lab match`. */
export interface Matcher {
  readonly distro: DistroTarget | undefined;
  match(pkg: Package): { readonly hits: readonly Hit[]; readonly missing?: string; readonly invalid: boolean };
  lookUps(pkg: Package): readonly LookUp[];
  bucketOf(lookUp: LookUp): Bucket;
}

export function createMatcher(db: AdvisoryDb, os: OsInfo | undefined): Matcher {
  const known = Object.keys(db.meta.ecosystems);
  const distro = os && distroTarget(os, known);
  const ofPurl = new Map<string, DistroTarget | undefined>();
  const buckets = new Map<string, Bucket>();
  const shared = new Map<string, readonly Hit[]>();

  /** The image's os-release decides; a package of an SBOM may name its own distribution. */
  function distroOf(pkg: Package): DistroTarget | undefined {
    if (distro !== undefined || (pkg.type !== 'deb' && pkg.type !== 'rpm' && pkg.type !== 'apk')) return distro;
    const qualifier = distroQualifier(pkg.purl);
    if (qualifier === undefined) return os && unknownDistro(os);
    if (!ofPurl.has(qualifier)) {
      const parsed = parseDistro(qualifier);
      ofPurl.set(qualifier, parsed ? distroTarget(parsed, known) : ecosystemTarget(qualifier));
    }
    return ofPurl.get(qualifier);
  }

  function bucketOf(lookUp: LookUp): Bucket {
    const key = bucketKey(lookUp.ecosystem, lookUp.name);
    let bucket = buckets.get(key);
    if (bucket === undefined) {
      bucket = db.lookup(lookUp.ecosystem, lookUp.name);
      buckets.set(key, bucket);
    }
    return bucket;
  }

  /** Binary packages of one source share its look-ups. What an rpm matches depends on its module too. */
  function hitsOf(pkg: Package, lookUps: readonly LookUp[]): readonly Hit[] {
    const extended = lookUps.filter((lookUp) => lookUp.extended);
    const find = () => decideExtended(pkg, findHits(pkg, lookUps, db, bucketOf), extended, bucketOf, db);
    if ((pkg.type !== 'deb' && pkg.type !== 'apk') || lookUps.length !== 1) return find();
    const { ecosystem, name, version } = lookUps[0] as LookUp;
    const key = `${ecosystem}\0${name}\0${version}`;
    const known = shared.get(key) ?? find();
    shared.set(key, known);
    return known;
  }

  function match(pkg: Package): { hits: readonly Hit[]; missing?: string; invalid: boolean } {
    const { lookUps, missing } = lookUpsOf(pkg, distroOf(pkg), db);
    const readable = lookUps.filter((lookUp) => isReadable(lookUp));
    const hits = hitsOf(pkg, readable);
    return { hits, invalid: readable.length < lookUps.length, ...(missing === undefined ? {} : { missing }) };
  }

  return { distro, match, lookUps: (pkg) => lookUpsOf(pkg, distroOf(pkg), db).lookUps, bucketOf };
}

function isReadable(lookUp: LookUp): boolean {
  const scheme = schemesOf(lookUp.ecosystem)?.ecosystem;
  return scheme !== undefined && lookUp.version !== '' && scheme.isValid(lookUp.version);
}

function unknownDistro(os: OsInfo): DistroTarget {
  return { label: os.versionId === '' ? os.id : `${os.id}:${os.versionId}`, main: [], extended: [], names: 'source' };
}

function distroQualifier(purl: string): string | undefined {
  if (!purl.includes('distro=')) return undefined;
  const parsed = parsePurl(purl);
  return parsed.ok ? parsed.value.qualifiers?.distro : undefined;
}

function versionIssues(purls: readonly string[]): Issue[] {
  if (purls.length === 0) return [];
  const shown = [...new Set(purls)].slice(0, 5).map((purl) => quote(purl));
  const more = purls.length > shown.length ? ` and ${purls.length - shown.length} more` : '';
  return [
    warningIssue(
      'vuln/version-not-comparable',
      `packages whose version cannot be ordered were not matched against ranges: ${shown.join(', ')}${more}`,
    ),
  ];
}

function compareFindings(a: Finding, b: Finding): number {
  return (
    bySeverity(a.severity, b.severity) ||
    compareText(a.package?.purl ?? '', b.package?.purl ?? '') ||
    compareText(a.id, b.id) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}
