import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { ecosystemOf, normaliseName, schemesOf } from '../ecosystem.ts';
import { openZip } from './zip.ts';

type Event = Readonly<Record<'introduced' | 'fixed' | 'last_affected', string | undefined>>;

interface Affected {
  readonly package: { readonly ecosystem: string; readonly name: string };
  readonly ranges?: readonly { readonly type: string; readonly events: readonly Event[] }[];
  readonly versions?: readonly string[];
}

interface OsvRecord {
  readonly id: string;
  readonly schema_version: string;
  readonly modified: string;
  readonly aliases: readonly string[];
  readonly upstream?: readonly string[];
  readonly summary: string;
  readonly details: string;
  readonly severity?: readonly { readonly type: string; readonly score: string }[];
  readonly affected: readonly Affected[];
  readonly references: readonly { readonly type: string; readonly url: string }[];
  readonly database_specific?: { readonly kev?: boolean; readonly kev_added?: string; readonly malicious?: boolean };
}

const folder = join(import.meta.dirname, '../../../../content/advisories/starter');
const files = readdirSync(folder).sort();
const records = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as OsvRecord);
const boundsOf = (affected: Affected, kinds: readonly (keyof Event)[]): string[] =>
  (affected.ranges ?? []).flatMap((range) =>
    range.events.flatMap((event) => kinds.map((kind) => event[kind]).filter((version) => version !== undefined)),
  );

describe('starter advisory set', () => {
  it('holds at least 120 vulnerabilities of operating systems and languages', () => {
    expect(records.length).toBeGreaterThanOrEqual(120);
    const ecosystems = new Set(records.flatMap((record) => record.affected.map((one) => one.package.ecosystem)));
    for (const wanted of [
      'Debian:12',
      'Debian:13',
      'Ubuntu:22.04:LTS',
      'Alpine:v3.18',
      'AlmaLinux:9',
      'Rocky Linux:9',
    ]) {
      expect(ecosystems).toContain(wanted);
    }
    for (const wanted of ['npm', 'PyPI', 'Maven', 'Go', 'RubyGems', 'Packagist', 'crates.io', 'NuGet']) {
      expect(ecosystems).toContain(wanted);
    }
  });

  it('has one file for each vulnerability, named after it', () => {
    expect(new Set(records.map((record) => record.id)).size).toBe(records.length);
    for (const [i, record] of records.entries()) {
      expect(files[i]).toBe(`${record.aliases[0]}.json`);
      expect(record.id).toBe(`HF-START-${record.aliases[0]}`);
      expect(record.aliases[0]).toMatch(/^(?:CVE-\d{4}-\d{4,}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})$/);
    }
    const aliases = records.flatMap((record) => record.aliases);
    expect(aliases.filter((alias, i) => aliases.indexOf(alias) !== i)).toEqual([]);
  });

  it.each(records)('$id has the shape of OSV 1.6', (record) => {
    expect(record.schema_version).toBe('1.6.7');
    expect(Number.isNaN(Date.parse(record.modified))).toBe(false);
    expect(record.summary.length).toBeGreaterThan(15);
    expect(record.summary.length).toBeLessThanOrEqual(100);
    expect(record.details.length).toBeGreaterThan(30);
    expect(record.affected.length).toBeGreaterThan(0);
    expect(record.references.length).toBeGreaterThan(0);
    for (const { url } of record.references) expect(new URL(url).protocol).toBe('https:');
    for (const { type, score } of record.severity ?? []) {
      expect(score).toMatch(type === 'CVSS_V4' ? cvss4 : cvss3);
    }
    // Malware has no CVSS; everything else has.
    expect(record.severity !== undefined || record.database_specific?.malicious === true).toBe(true);
  });

  it.each(records)('$id names versions that exist in their scheme, in order', (record) => {
    const packages = record.affected.map((one) => `${one.package.ecosystem}/${one.package.name}`);
    expect(new Set(packages).size).toBe(packages.length);
    for (const affected of record.affected) {
      const { ecosystem, name } = affected.package;
      const schemes = schemesOf(ecosystem);
      expect(ecosystemOf(ecosystem), ecosystem).toBeDefined();
      expect(schemes, ecosystem).toBeDefined();
      if (!schemes) continue;
      expect((affected.ranges?.length ?? 0) + (affected.versions?.length ?? 0), name).toBeGreaterThan(0);
      for (const version of affected.versions ?? []) expect(schemes.ecosystem.isValid(version), version).toBe(true);
      for (const range of affected.ranges ?? []) {
        expect(['ECOSYSTEM', 'SEMVER']).toContain(range.type);
        const scheme = range.type === 'SEMVER' ? schemes.semver : schemes.ecosystem;
        let last: string | undefined;
        for (const event of range.events) {
          expect(Object.keys(event)).toHaveLength(1);
          const version = Object.values(event)[0] as string;
          if (version !== '0') expect(scheme.isValid(version), `${ecosystem} ${name} ${version}`).toBe(true);
          // OSV: `0` is before every version.
          if (last !== undefined && last !== '0')
            expect(scheme.compare(last, version), `${name}: ${last} < ${version}`).toBe(-1);
          last = version;
        }
        expect(range.events[0]?.introduced, name).toBeDefined();
      }
    }
  });
});

const cvss3 = /^CVSS:3\.[01]\/AV:[NALP]\/AC:[LH]\/PR:[NLH]\/UI:[NR]\/S:[UC]\/C:[NLH]\/I:[NLH]\/A:[NLH]$/;
const cvss4 =
  /^CVSS:4\.0\/AV:[NALP]\/AC:[LH]\/AT:[NP]\/PR:[NLH]\/UI:[NPA]\/VC:[NLH]\/VI:[NLH]\/VA:[NLH]\/SC:[NLH]\/SI:[NLH]\/SA:[NLH](?:\/E:[APU])?$/;

describe.skipIf(skipShared.skip)(`starter advisory set against CISA KEV ${skipShared.note}`, () => {
  const kev = skipShared.skip
    ? { dateReleased: '', vulnerabilities: [] }
    : (JSON.parse(gunzipSync(readFileSync(sharedPath('advisories/_extra/cisa-kev.json.gz'))).toString()) as {
        dateReleased: string;
        vulnerabilities: { cveID: string; dateAdded: string }[];
      });
  const added = new Map(kev.vulnerabilities.map((one) => [one.cveID, one.dateAdded]));

  it('marks what is in the catalogue, with the day it was added, and nothing else but later additions', () => {
    for (const { aliases, database_specific: own } of records) {
      const cve = aliases[0] as string;
      if (own?.kev && !added.has(cve)) {
        expect(Date.parse(own.kev_added ?? ''), cve).toBeGreaterThan(Date.parse(kev.dateReleased));
      } else {
        expect(own?.kev ? own.kev_added : undefined, cve).toBe(added.get(cve));
      }
    }
  });
});

/** Packages whose fixed versions differ from ../shared/advisories on purpose. */
const differences: Readonly<Record<string, string>> = {
  'CVE-2021-4229 npm/ua-parser-js': 'the three bad versions are listed; the other source gives ranges around them',
  'CVE-2025-1974 Go/k8s.io/ingress-nginx':
    'the Go database knows no fixed version because tags of this module are no module versions; release notes name 1.11.5 and 1.12.1',
};

describe.skipIf(skipShared.skip)(`starter advisory set against ../shared/advisories ${skipShared.note}`, () => {
  const ours = new Map<string, Affected>();
  for (const record of records) {
    for (const affected of record.affected) ours.set(keyOf(record.aliases[0] as string, affected), affected);
  }
  const wanted = new Set(records.flatMap((record) => record.aliases));
  const theirs = new Map<string, { fixed: Set<string>; open: boolean }>();
  beforeAll(() => {
    if (skipShared.skip) return;
    for (const entry of readdirSync(sharedPath('advisories'), { withFileTypes: true })) {
      if (!entry.isDirectory() || entry.name.startsWith('_')) continue;
      for (const text of recordsOf(sharedPath('advisories', entry.name, 'all.zip'))) {
        // Most records speak of other vulnerabilities: no need to parse them.
        if (text.match(/CVE-\d{4}-\d{4,}/g)?.some((cve) => wanted.has(cve)))
          collect(JSON.parse(text) as Partial<OsvRecord>);
      }
    }
  }, 120_000);

  function collect(record: Partial<OsvRecord> & { withdrawn?: string; related?: readonly string[] }): void {
    if (record.withdrawn) return;
    const id = record.id ?? '';
    const lists = [record.aliases, record.upstream, /^(?:DSA|DLA|ALSA|RLSA|RHSA)-/.test(id) ? record.related : []];
    const cves = new Set([id.replace(/^(?:DEBIAN|ALPINE|UBUNTU)-/, ''), ...lists.flatMap((list) => list ?? [])]);
    for (const affected of record.affected ?? []) {
      if (!affected.package) continue;
      for (const cve of cves) {
        const key = keyOf(cve, affected);
        if (!ours.has(key)) continue;
        const fixed = boundsOf(affected, ['fixed', 'last_affected']);
        const known = theirs.get(key) ?? { fixed: new Set(), open: false };
        for (const version of fixed) known.fixed.add(version);
        if (fixed.length === 0) known.open = true;
        theirs.set(key, known);
      }
    }
  }

  it('agrees on every fixed version where both name the package, but for the differences listed here', () => {
    const different: string[] = [];
    for (const [key, known] of theirs) {
      const fixed = boundsOf(ours.get(key) as Affected, ['fixed', 'last_affected']);
      const agrees =
        fixed.length === 0 ? known.fixed.size === 0 || known.open : fixed.every((one) => known.fixed.has(one));
      if (!agrees) different.push(key);
    }
    expect(theirs.size).toBeGreaterThan(250);
    expect(different.sort()).toEqual(Object.keys(differences).sort());
  });
});

function* recordsOf(path: string): Generator<string> {
  const zip = openZip(path);
  if (!zip.ok) throw new Error(zip.issue.message);
  for (const entry of zip.value.entries()) {
    const content = entry.read();
    if (content.ok && entry.name.endsWith('.json')) yield content.value.toString();
  }
  zip.value.close();
}

function keyOf(cve: string, { package: { ecosystem, name } }: Affected): string {
  return `${cve} ${ecosystem}/${normaliseName(ecosystem, name)}`;
}
