import { compareText } from '#core/order.ts';
import type { AdvisoryDb } from '../db/reader.ts';
import type { Advisory } from '../db/record.ts';
import { baseEcosystem, ecosystemOf } from '../ecosystem.ts';

/** Which vulnerabilities an advisory is about. */
export interface Identity {
  /** CVEs, sorted; empty where there is none. */
  readonly cves: readonly string[];
  /** All other ids of the same thing. */
  readonly others: readonly string[];
  /** A bulletin over whatever one update fixes (DSA, USN, ALSA), rather than a record of one vulnerability. */
  readonly bulletin: boolean;
}

/**
 * OSV's id fields: `aliases` are the same vulnerability; `upstream` is what a distribution's record stands for. A distribution's bulletin
 * that gives neither lists its CVEs in `related` (AlmaLinux, Rocky Linux); elsewhere `related` is something else and does not count.
 */
export function identify(advisory: Advisory, ecosystem: string, db: AdvisoryDb): Identity {
  const own = embeddedCve(advisory.id);
  const named = [...(advisory.aliases ?? []), ...(advisory.upstream ?? [])];
  const cves = new Set(own === undefined ? named.flatMap(cveOf) : [own]);
  const distribution = ecosystemOf(ecosystem)?.kind === 'distribution';
  if (cves.size === 0 && distribution) for (const cve of (advisory.related ?? []).flatMap(cveOf)) cves.add(cve);
  const others = new Set(named.filter((id) => !isCve(id) && embeddedCve(id) === undefined));
  if (cves.size === 0) closeOver(advisory, others, cves, db);
  return {
    cves: [...cves].sort(compareCves),
    others: [...others].sort(),
    bulletin: distribution && own === undefined && !isOneVulnerability(advisory),
  };
}

/** An update that fixes bugs or adds things (ALBA, RHEA …) and names no vulnerability. */
export function isNoSecurityAdvisory(advisory: Advisory, identity: Identity): boolean {
  return (
    identity.cves.length === 0 && identity.others.length === 0 && /^(?:AL|RH|RL|RX|EL)(?:BA|EA)-\d/.test(advisory.id)
  );
}

/** Wolfi's and Chainguard's CGA, Azure's AZL: one record a vulnerability, though not named after it. */
function isOneVulnerability(advisory: Advisory): boolean {
  return /^(?:CGA|AZL|GHSA|BIT)-/.test(advisory.id);
}

/** Other records may know the CVE of an alias: RUSTSEC → GHSA → CVE. */
function closeOver(advisory: Advisory, others: Set<string>, cves: Set<string>, db: AdvisoryDb): void {
  const queue = [advisory.id, ...others];
  const seen = new Set(queue);
  for (let at = 0; at < queue.length && at < closureLimit; at++) {
    for (const number of db.named(queue[at] as string).same.slice(0, closureLimit)) {
      const other = db.advisory(number);
      if (other === undefined || other.withdrawn !== undefined) continue;
      for (const id of [other.id, ...(other.aliases ?? [])]) {
        if (isCve(id)) cves.add(id);
        else if (!seen.has(id)) {
          seen.add(id);
          queue.push(id);
          if (id !== advisory.id) others.add(id);
        }
      }
    }
  }
}

const closureLimit = 64;

function isCve(id: string): boolean {
  return /^CVE-\d{4}-\d{4,}$/.test(id);
}

/** `DEBIAN-CVE-2021-1234`, `UBUNTU-CVE-…`, `ALPINE-CVE-…`, or the CVE itself. */
export function embeddedCve(id: string): string | undefined {
  return /^(?:[A-Z]+-)?(CVE-\d{4}-\d{4,})$/.exec(id)?.[1];
}

function cveOf(id: string): string[] {
  const cve = embeddedCve(id);
  return cve === undefined ? [] : [cve];
}

/** By year and number. */
function compareCves(a: string, b: string): number {
  const [, yearA = '', numberA = ''] = a.split('-');
  const [, yearB = '', numberB = ''] = b.split('-');
  return Number(yearA) - Number(yearB) || Number(numberA) - Number(numberB) || compareText(a, b);
}

/** The curated database of an ecosystem, whose record decides over others of the same vulnerability. */
export function isHomeRecord(id: string, ecosystem: string): boolean {
  const prefix = homePrefixes.get(baseEcosystem(ecosystem));
  return prefix !== undefined && id.startsWith(prefix);
}

const homePrefixes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Go: 'GO-',
    Packagist: 'GHSA-',
    PyPI: 'PYSEC-',
    'crates.io': 'RUSTSEC-',
    Maven: 'GHSA-',
    NuGet: 'GHSA-',
    npm: 'GHSA-',
  }),
);
