import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OsInfo, Package } from '#core/package.ts';
import { scratchFolder } from '#testing/advisories.ts';
import { type Advisories, type BrutePackage, differences, loadAdvisories } from '#testing/brute-force.ts';
import { randomFrom } from '#testing/fuzz.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { type AdvisoryDb, openDb } from './db/reader.ts';
import { discoverSources } from './feeds/discover.ts';
import { importSources } from './feeds/import.ts';
import { matchPackages } from './match/match.ts';

/** What make-images.sh says is in its images; the folder is there only where they were built. */
const expected = join(process.env.HOLDFAST_IMAGES ?? '', 'expected');

describe.skipIf(skipShared.skip)(`an independent matcher over the raw zips finds the same ${skipShared.note}`, () => {
  const scratch = scratchFolder();
  let db: AdvisoryDb;
  let advisories: Advisories;

  beforeAll(async () => {
    const sources = discoverSources(sharedPath('advisories'));
    if (!sources.ok) throw new Error(sources.issue.message);
    const dbPath = join(scratch.path, 'advisories.db');
    const imported = await importSources(
      sources.value.map((source) => ({ source })),
      { dbPath },
    );
    if (!imported.ok) throw new Error(imported.issue.message);
    const opened = openDb(dbPath);
    if (!opened.ok) throw new Error(opened.issue.message);
    db = opened.value;
    advisories = loadAdvisories(sharedPath('advisories'));
  }, 120_000);
  afterAll(() => scratch.dispose());

  const compare = (packages: readonly Package[], os: OsInfo | undefined) => {
    const { findings } = matchPackages(db, { packages, ...(os ? { os } : {}) });
    return {
      findings: findings.length,
      differences: differences(packages as readonly BrutePackage[], os, findings, advisories),
    };
  };

  it.skipIf(!existsSync(expected)).each([
    ['debian-node', 40],
    ['debian-python', 40],
    ['distroless-nonroot', 5],
    ['root-secrets', 40],
  ])('on %s', (image, atLeast) => {
    const result = compare(packagesOf(image), { id: 'debian', versionId: '12' });
    expect(result.differences).toEqual([]);
    expect(result.findings).toBeGreaterThan(atLeast);
  });

  it.skipIf(!existsSync(expected))('on lang-mix', () => {
    const facts = JSON.parse(readFileSync(join(expected, 'lang-mix.facts.json'), 'utf8')) as { purls: string[] };
    const result = compare(facts.purls.map(ofPurl), undefined);
    expect(result.differences).toEqual([]);
    expect(result.findings).toBeGreaterThan(100);
  });

  it('on thousands of packages at the edges of ranges, of every ecosystem', () => {
    const random = randomFrom(20261122);
    const packages = [...samples(advisories, random)];
    expect(packages.length).toBeGreaterThan(4000);
    const found: string[] = [];
    for (const { pkg, os } of packages) found.push(...compare([pkg], os).differences);
    expect(found).toEqual([]);
  }, 120_000);
});

function packagesOf(image: string): Package[] {
  const rows = (kind: string) => {
    const file = join(expected, `${image}.${kind}.tsv`);
    return existsSync(file)
      ? readFileSync(file, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => line.split('\t'))
      : [];
  };
  return [
    ...rows('dpkg').map(([name = '', version = '', , source = '', sourceVersion = '']) =>
      make('deb', name, version, { source: { name: source, version: sourceVersion } }),
    ),
    ...rows('npm').map(([name = '', version = '', file = '']) => make('npm', name, version, { locations: [file] })),
    ...rows('py').map(([name = '', version = '', file = '']) => make('pypi', name, version, { locations: [file] })),
  ];
}

function ofPurl(purl: string): Package {
  const [, type = '', path = '', version = ''] = /^pkg:([^/]+)\/(.+)@([^?]+)/.exec(purl) ?? [];
  return make(type as Package['type'], type === 'maven' ? path.replace('/', ':') : path, version);
}

function make(type: Package['type'], name: string, version: string, more: Partial<Package> = {}): Package {
  return {
    type,
    name,
    version,
    purl: `pkg:${type}/${encodeURIComponent(name)}@${version}#${more.locations?.[0] ?? ''}`,
    locations: ['x'],
    cataloger: 'test',
    ...more,
  };
}

const languageTypes: Readonly<Record<string, Package['type']>> = {
  Bitnami: 'bitnami',
  Go: 'golang',
  Maven: 'maven',
  NuGet: 'nuget',
  Packagist: 'composer',
  PyPI: 'pypi',
  RubyGems: 'gem',
  'crates.io': 'cargo',
  npm: 'npm',
};

const distributions: Readonly<Record<string, readonly [Package['type'], string]>> = {
  AlmaLinux: ['rpm', 'almalinux'],
  Alpine: ['apk', 'alpine'],
  'Azure Linux': ['rpm', 'azurelinux'],
  'CBL-Mariner': ['rpm', 'mariner'],
  Debian: ['deb', 'debian'],
  'Rocky Linux': ['rpm', 'rocky'],
  Ubuntu: ['deb', 'ubuntu'],
  Wolfi: ['apk', 'wolfi'],
};

/** Versions that events name, and their neighbours: up to 120 packages of each ecosystem. */
function* samples(advisories: Advisories, random: () => number): Generator<{ pkg: Package; os?: OsInfo }> {
  const taken = new Map<string, number>();
  const keys = [...advisories.byPackage.keys()].sort().map((key) => ({ key, order: random() }));
  keys.sort((a, b) => a.order - b.order);
  for (const { key } of keys) {
    const [ecosystem = '', name = ''] = key.split('\0');
    const base = ecosystem.split(':')[0] as string;
    const os = osOf(ecosystem, base);
    const type = languageTypes[base] ?? (os && distributions[base]?.[0]);
    if (type === undefined || (taken.get(ecosystem) ?? 0) >= 120) continue;
    for (const { version, module } of versionsOf(advisories, key, type, random)) {
      taken.set(ecosystem, (taken.get(ecosystem) ?? 0) + 1);
      const source = os ? { source: { name, version } } : {};
      yield { pkg: make(type, name, version, { ...source, ...(module ? { module } : {}) }), ...(os ? { os } : {}) };
    }
  }
}

function osOf(ecosystem: string, base: string): OsInfo | undefined {
  const known = distributions[base];
  const versionId = ecosystem
    .slice(base.length + 1)
    .replace(/^v/, '')
    .replace(/:LTS$/, '');
  // Pro and edge have no release number that os-release would state.
  return known === undefined || /[a-z]/i.test(versionId) ? undefined : { id: known[1], versionId };
}

function* versionsOf(
  advisories: Advisories,
  key: string,
  type: Package['type'],
  random: () => number,
): Generator<{ version: string; module?: string }> {
  const named: { version: string; module?: string }[] = [];
  for (const { record, affected } of advisories.byPackage.get(key) ?? []) {
    // Streams of a record that names several cannot be told apart by the record.
    const streams = [...new Set((record.summary ?? '').match(/\b[\w+-]+:[\w.]+/g) ?? [])];
    for (const range of affected.ranges ?? []) {
      if (range.type === 'GIT') continue;
      for (const event of range.events ?? []) {
        for (const version of Object.values(event)) {
          if (version.includes('.module') && streams.length !== 1) continue;
          if (ordinary(version, type))
            named.push({ version, ...(version.includes('.module') ? { module: `${streams[0]}:1:x` } : {}) });
        }
      }
    }
  }
  const seen = new Set<string>();
  for (let count = 0; count < 3 && named.length > 0; count++) {
    const { version, ...module } = named[Math.floor(random() * named.length)] as { version: string; module?: string };
    for (const near of [version, down(version), version.replace(/\d+/, (digits) => String(Number(digits) + 1))]) {
      if (seen.has(near) || !ordinary(near, type)) continue;
      seen.add(near);
      yield { version: near, ...module };
    }
  }
}

/** The last number, one less. */
function down(version: string): string {
  return version.replace(/\d+(?=\D*$)/, (digits) => String(Math.max(0, Number(digits) - 1)));
}

/** Forms that the naive comparers of the other side are made for; odd ones are what the conformance tables are for. */
function ordinary(version: string, type: Package['type']): boolean {
  switch (type) {
    case 'npm':
    case 'cargo':
    case 'golang':
    case 'bitnami':
      return /^\d+\.\d+\.\d+(?:-[a-z]+(?:\.\d+)?)?$/.test(version);
    case 'rpm':
      return /^(?:\d+:)?[\w.+~^]+-[\w.+~^]+$/.test(version);
    case 'deb':
      return /^(?:\d+:)?\d[\w.+~]*-[\w.+~]+$/.test(version);
    case 'apk':
      return /^[1-9]\d*(?:\.(?:0|[1-9]\d*))*-r\d+$/.test(version);
    default:
      return /^[1-9]\d*(?:\.\d+){1,3}$/.test(version);
  }
}
