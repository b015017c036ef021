/**
 * An independent check of vulnerability matching (issue 2, bar 3): reads the raw zips with its own reader, evaluates with its own naive
 * rules and comparers, and shares no code with src/build/vuln. By hand:
 *
 *     node src/testing/brute-force.ts SCAN.json ADVISORIES-FOLDER
 *
 * prints what only one side found and exits 1 if anything differs.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import semver from 'semver';

export interface BrutePackage {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly source?: { readonly name: string; readonly version: string };
  readonly module?: string;
  readonly ownedBy?: string;
}

export interface BruteOs {
  readonly id: string;
  readonly versionId: string;
}

interface OsvAffected {
  readonly package?: { readonly ecosystem?: string; readonly name?: string };
  readonly ranges?: readonly { readonly type?: string; readonly events?: readonly Record<string, string>[] }[] | null;
  readonly versions?: readonly string[] | null;
}

interface OsvRecord {
  readonly id: string;
  readonly summary?: string;
  readonly modified?: string;
  readonly withdrawn?: string;
  readonly aliases?: readonly string[] | null;
  readonly upstream?: readonly string[] | null;
  readonly related?: readonly string[] | null;
  readonly affected?: readonly OsvAffected[] | null;
}

type Compare = (a: string, b: string) => number;

/** All records, by `ecosystem NUL name` in the spelling of `spell`. */
export interface Advisories {
  readonly byPackage: ReadonlyMap<string, readonly { readonly record: OsvRecord; readonly affected: OsvAffected }[]>;
  readonly byId: ReadonlyMap<string, readonly OsvRecord[]>;
  readonly ecosystems: ReadonlySet<string>;
}

export function loadAdvisories(folder: string): Advisories {
  const byPackage = new Map<string, { record: OsvRecord; affected: OsvAffected }[]>();
  const byId = new Map<string, OsvRecord[]>();
  const ecosystems = new Set<string>();
  const copies = new Map<string, { record: OsvRecord; zip: string }[]>();
  for (const name of readdirSync(folder)) {
    const zip = join(folder, name, 'all.zip');
    if (name.startsWith('_') || !existsSync(zip)) continue;
    for (const text of unzip(readFileSync(zip))) {
      const record = JSON.parse(text) as OsvRecord;
      copies.set(record.id, [...(copies.get(record.id) ?? []), { record, zip: name }]);
    }
  }
  for (const same of copies.values()) {
    const newest = [...same].sort((a, b) =>
      (a.record.modified ?? '') < (b.record.modified ?? '') ? 1 : -1,
    )[0] as (typeof same)[0];
    for (const id of namesOf(newest.record)) byId.set(id, [...(byId.get(id) ?? []), newest.record]);
    for (const copy of same) {
      for (const affected of copy.record.affected ?? []) {
        const ecosystem = affected.package?.ecosystem ?? '';
        const base = ecosystem.split(':')[0] as string;
        // A record in several zips counts in each ecosystem as that ecosystem's own zip has it.
        const home = same.some(
          ({ zip, record }) => zip === base && speaksOf(record, ecosystem, affected.package?.name),
        );
        if (home ? copy.zip !== base : copy !== newest) continue;
        ecosystems.add(ecosystem);
        const key = `${ecosystem}\0${spell(base, affected.package?.name ?? '')}`;
        const found = { record: newest.record, affected };
        const list = byPackage.get(key);
        if (list) list.push(found);
        else byPackage.set(key, [found]);
      }
    }
  }
  return { byPackage, byId, ecosystems };
}

function speaksOf(record: OsvRecord, ecosystem: string, name: string | undefined): boolean {
  return (record.affected ?? []).some(
    (affected) => affected.package?.ecosystem === ecosystem && affected.package?.name === name,
  );
}

/** What a scan should report: for each purl the CVEs, and the records without CVE. */
export interface Expected {
  readonly cves: ReadonlySet<string>;
  /** Records without any CVE: which of them stands for a group is the product's choice. */
  readonly records: ReadonlySet<string>;
}

export function bruteForce(pkg: BrutePackage, os: BruteOs | undefined, advisories: Advisories): Expected {
  const cves = new Set<string>();
  const records = new Set<string>();
  for (const { ecosystem, name, version } of questions(pkg, os, advisories)) {
    const compare = comparerOf(ecosystem);
    const all = advisories.byPackage.get(`${ecosystem}\0${spell(ecosystem.split(':')[0] as string, name)}`) ?? [];
    for (const { record, affected } of all) {
      if (record.withdrawn || !holds(affected, version, compare)) continue;
      if (pkg.type === 'rpm' && isOtherModule(record, affected, all, pkg, version, compare)) continue;
      const found = cvesOf(record, ecosystem, advisories);
      if (found.length === 0) {
        if (!isBugFix(record)) records.add(record.id);
        continue;
      }
      for (const cve of found) if (!isDecidedElsewhere(record, cve, ecosystem, all)) cves.add(cve);
    }
  }
  return { cves, records };
}

const languages: Readonly<Record<string, string>> = {
  bitnami: 'Bitnami',
  cargo: 'crates.io',
  composer: 'Packagist',
  gem: 'RubyGems',
  golang: 'Go',
  maven: 'Maven',
  npm: 'npm',
  nuget: 'NuGet',
  pypi: 'PyPI',
};

function questions(
  pkg: BrutePackage,
  os: BruteOs | undefined,
  advisories: Advisories,
): { ecosystem: string; name: string; version: string }[] {
  if (pkg.type !== 'deb' && pkg.type !== 'apk' && pkg.type !== 'rpm') {
    const ecosystem = languages[pkg.type];
    return ecosystem === undefined ? [] : [{ ecosystem, name: pkg.name, version: pkg.version }];
  }
  const [first = '', second = ''] = (os?.versionId ?? '').split('.');
  const names: Record<string, string> = {
    almalinux: `AlmaLinux:${first}`,
    alpine: `Alpine:v${first}.${second}`,
    azurelinux: `Azure Linux:${first}`,
    debian: first === '3' ? `Debian:${first}.${second}` : `Debian:${first}`,
    mariner: `CBL-Mariner:${first}.${second}`,
    rocky: `Rocky Linux:${first}`,
    ubuntu: advisories.ecosystems.has(`Ubuntu:${first}.${second}:LTS`)
      ? `Ubuntu:${first}.${second}:LTS`
      : `Ubuntu:${first}.${second}`,
    wolfi: 'Wolfi',
  };
  const ecosystem = names[os?.id ?? ''];
  if (ecosystem === undefined) return [];
  const source = pkg.source ?? { name: pkg.name, version: pkg.version };
  if (os?.id === 'almalinux') return [{ ecosystem, name: pkg.name, version: pkg.version }];
  if (pkg.type === 'deb') return [{ ecosystem, name: source.name, version: source.version.replace(/\+b\d+$/, '') }];
  if (pkg.type === 'apk') return [{ ecosystem, ...source }];
  const epoch = /^\d+:/.exec(pkg.version)?.[0] ?? '';
  const ofSource = {
    ecosystem,
    name: source.name,
    version: source.version.includes(':') ? source.version : epoch + source.version,
  };
  return source.name === pkg.name ? [ofSource] : [ofSource, { ecosystem, name: pkg.name, version: pkg.version }];
}

/** Of all events that the version has passed, the last decides. */
function holds(affected: OsvAffected, version: string, compare: Compare): boolean {
  if ((affected.versions ?? []).some((listed) => listed === version || compare(listed, version) === 0)) return true;
  return (affected.ranges ?? []).some((range) => {
    if (range.type === 'GIT') return false;
    const events = (range.events ?? []).flatMap((event) => Object.entries(event).map(([kind, at]) => ({ kind, at })));
    const limits = events.filter(({ kind }) => kind === 'limit');
    if (limits.length > 0 && !limits.some(({ at }) => at === '*' || compare(version, at) < 0)) return false;
    const passed = events.filter(({ kind, at }) => {
      if (kind === 'introduced') return at === '0' || compare(at, version) <= 0;
      if (kind === 'fixed') return compare(at, version) <= 0;
      return kind === 'last_affected' && compare(at, version) < 0;
    });
    let last: { kind: string; at: string } | undefined;
    for (const event of passed) {
      const isLater =
        last === undefined ||
        (event.kind === 'introduced' && event.at === '0'
          ? false
          : last.kind === 'introduced' && last.at === '0'
            ? true
            : compare(event.at, last.at) >= 0);
      if (isLater) last = event;
    }
    return last?.kind === 'introduced';
  });
}

function cvesOf(record: OsvRecord, ecosystem: string, advisories: Advisories): string[] {
  const own = /CVE-\d{4}-\d{4,}$/.exec(record.id)?.[0];
  if (own !== undefined) return [own];
  const named = cvesIn([...(record.aliases ?? []), ...(record.upstream ?? [])]);
  if (named.length > 0) return named;
  if (!Object.values(languages).includes(ecosystem)) {
    const related = cvesIn(record.related ?? []);
    if (related.length > 0) return related;
  }
  // The closure over aliases, by repeated look-up.
  const seen = new Set([record.id, ...(record.aliases ?? []), ...(record.upstream ?? [])]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const id of [...seen]) {
      for (const other of advisories.byId.get(id) ?? []) {
        if (other.withdrawn) continue;
        for (const alias of [other.id, ...(other.aliases ?? [])]) {
          if (!seen.has(alias)) {
            seen.add(alias);
            grown = true;
          }
        }
      }
    }
  }
  return [...seen].filter((id) => /^CVE-\d{4}-\d{4,}$/.test(id));
}

function cvesIn(ids: readonly string[]): string[] {
  return [...new Set(ids.flatMap((id) => /^(?:[A-Z]+-)?(CVE-\d{4}-\d{4,})$/.exec(id)?.[1] ?? []))];
}

function namesOf(record: OsvRecord): string[] {
  return [...new Set([record.id, ...(record.aliases ?? [])])];
}

/** A distribution's bulletin yields to the distribution's record of the CVE. */
function isDecidedElsewhere(
  record: OsvRecord,
  cve: string,
  ecosystem: string,
  all: readonly { readonly record: OsvRecord }[],
): boolean {
  if (
    Object.values(languages).includes(ecosystem) ||
    record.id.endsWith(cve) ||
    /^(?:CGA|AZL|GHSA|BIT)-/.test(record.id)
  )
    return false;
  return all.some((other) => !other.record.withdrawn && other.record.id.endsWith(cve));
}

function isBugFix(record: OsvRecord): boolean {
  return /^..(?:BA|EA)-/.test(record.id) && (record.aliases ?? []).length === 0 && (record.upstream ?? []).length === 0;
}

function isOtherModule(
  record: OsvRecord,
  affected: OsvAffected,
  all: readonly { readonly record: OsvRecord; readonly affected: OsvAffected }[],
  pkg: BrutePackage,
  version: string,
  compare: Compare,
): boolean {
  const fixesOf = (one: OsvAffected) =>
    (one.ranges ?? []).flatMap((range) => (range.events ?? []).flatMap((event) => event.fixed ?? []));
  const advisoryIsModular = fixesOf(affected).some((fix) => fix.includes('.module'));
  const packageIsModular = Boolean(pkg.module) || pkg.version.includes('.module');
  if (advisoryIsModular !== packageIsModular) return true;
  if (!advisoryIsModular) return false;
  const stream = pkg.module?.split(':').slice(0, 2).join(':');
  const streams: readonly string[] = (record.summary ?? '').match(/\b[\w+-]+:[\w.]+/g) ?? [];
  if (stream !== undefined && streams.length > 0 && !streams.includes(stream)) return true;
  const tag = (build: string) => /module.(el[\d.]+\d)/.exec(build)?.[1];
  const rebuilds = all.filter((other) => other.record === record).flatMap((other) => fixesOf(other.affected));
  return (
    rebuilds.length > 1 &&
    rebuilds.some(
      (fix) =>
        compare(fix, version) === 0 ||
        (tag(fix) !== undefined && tag(fix) === tag(version) && compare(version, fix) > 0),
    )
  );
}

function spell(base: string, name: string): string {
  if (base === 'PyPI') return name.toLowerCase().replace(/[-_.]+/g, '-');
  return ['NuGet', 'Packagist', 'Go', 'Bitnami'].includes(base) ? name.toLowerCase() : name;
}

function comparerOf(ecosystem: string): Compare {
  switch (ecosystem.split(':')[0]) {
    case 'Debian':
    case 'Ubuntu':
      return compareDeb;
    case 'AlmaLinux':
    case 'Azure Linux':
    case 'CBL-Mariner':
    case 'Rocky Linux':
      return compareRpm;
    case 'Alpine':
    case 'Wolfi':
      return compareApk;
    case 'PyPI':
      return comparePep440;
    case 'RubyGems':
      return compareGem;
    case 'Maven':
      return compareMaven;
    case 'Packagist':
    case 'NuGet':
      return compareDotted;
    case 'Bitnami':
      return (a, b) => compareSemver(a.replace(/-\d+$/, ''), b.replace(/-\d+$/, ''));
    default:
      return compareSemver;
  }
}

function compareSemver(a: string, b: string): number {
  return semver.compare(forSemver(a), forSemver(b), { loose: true });
}

function forSemver(version: string): string {
  const go = /^go(\d+)\.(\d+)(?:\.(\d+))?(?:(rc|beta)(\d+))?/.exec(version);
  if (go) return `${go[1]}.${go[2]}.${go[3] ?? 0}${go[4] ? `-${go[4]}.${go[5]}` : ''}`;
  const plain = version.replace(/^v/, '').replace(/\+.*$/, '');
  const dash = plain.indexOf('-');
  const numbers = (dash < 0 ? plain : plain.slice(0, dash)).split('.');
  while (numbers.length < 3) numbers.push('0');
  const full = numbers.slice(0, 3).join('.') + (dash < 0 ? '' : plain.slice(dash));
  return semver.valid(full, { loose: true }) ?? '0.0.0';
}

/** Debian Policy §5.6.12: characters weighed one by one. */
function compareDeb(a: string, b: string): number {
  const split = (text: string) => {
    const colon = text.indexOf(':');
    const rest = text.slice(colon + 1);
    const dash = rest.lastIndexOf('-');
    return {
      epoch: colon < 0 ? '0' : text.slice(0, colon),
      upstream: dash < 0 ? rest : rest.slice(0, dash),
      revision: dash < 0 ? '' : rest.slice(dash + 1),
    };
  };
  const [x, y] = [split(a), split(b)];
  return Number(x.epoch) - Number(y.epoch) || debPart(x.upstream, y.upstream) || debPart(x.revision, y.revision);
}

function debPart(a: string, b: string): number {
  const weigh = (char: string | undefined) =>
    char === undefined ? 0 : char === '~' ? -1 : /[a-z]/i.test(char) ? char.charCodeAt(0) : char.charCodeAt(0) + 256;
  while (a !== '' || b !== '') {
    const [wordA, wordB] = [/^\D*/.exec(a)?.[0] ?? '', /^\D*/.exec(b)?.[0] ?? ''];
    for (let index = 0; index < Math.max(wordA.length, wordB.length); index++) {
      const order = weigh(wordA[index]) - weigh(wordB[index]);
      if (order !== 0) return order;
    }
    [a, b] = [a.slice(wordA.length), b.slice(wordB.length)];
    const [digitsA, digitsB] = [/^\d*/.exec(a)?.[0] ?? '', /^\d*/.exec(b)?.[0] ?? ''];
    const order = compareNumbers(digitsA, digitsB);
    if (order !== 0) return order;
    [a, b] = [a.slice(digitsA.length), b.slice(digitsB.length)];
  }
  return 0;
}

function compareNumbers(a: string, b: string): number {
  const [x, y] = [BigInt(a || '0'), BigInt(b || '0')];
  return x < y ? -1 : x > y ? 1 : 0;
}

function compareRpm(a: string, b: string): number {
  const split = (text: string) => /^(?:(\d+):)?([^-]*)(?:-(.*))?$/.exec(text) ?? [];
  const [, epochA = '0', versionA = '', releaseA] = split(a);
  const [, epochB = '0', versionB = '', releaseB] = split(b);
  const order = Number(epochA) - Number(epochB) || rpmPart(versionA, versionB);
  return order !== 0 || releaseA === undefined || releaseB === undefined ? order : rpmPart(releaseA, releaseB);
}

/** rpmvercmp over tokens: `~` sorts before the end, `^` after it, numbers after letters. */
function rpmPart(a: string, b: string): number {
  const [x, y] = [a.match(/\d+|[a-z]+|~|\^/gi) ?? [], b.match(/\d+|[a-z]+|~|\^/gi) ?? []];
  const rank = (token: string | undefined) =>
    token === '~' ? 0 : token === undefined ? 1 : token === '^' ? 2 : /\d/.test(token) ? 4 : 3;
  for (let index = 0; index < Math.max(x.length, y.length); index++) {
    const [tokenA, tokenB] = [x[index], y[index]];
    const order = rank(tokenA) - rank(tokenB);
    if (order !== 0) return order;
    if (rank(tokenA) === 4 && compareNumbers(tokenA as string, tokenB as string) !== 0)
      return compareNumbers(tokenA as string, tokenB as string);
    if (rank(tokenA) === 3 && tokenA !== tokenB) return (tokenA as string) < (tokenB as string) ? -1 : 1;
  }
  return 0;
}

/** apk-tools: numbers, a letter, suffixes, `-r`. Fractions with leading zeros are left to the conformance tables. */
function compareApk(a: string, b: string): number {
  const parse = (text: string) => {
    const match = /^([\d.]+)([a-z]?)((?:_[a-z]+\d*)*)(?:-r(\d+))?/.exec(text);
    return {
      numbers: (match?.[1] ?? '0').split('.'),
      letter: match?.[2] ?? '',
      suffixes: (match?.[3] ?? '').split('_').slice(1),
      revision: match?.[4] ?? '0',
    };
  };
  const [x, y] = [parse(a), parse(b)];
  for (let index = 0; index < Math.max(x.numbers.length, y.numbers.length); index++) {
    const [one, other] = [x.numbers[index], y.numbers[index]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const order = compareNumbers(one, other);
    if (order !== 0) return order;
  }
  if (x.letter !== y.letter) return x.letter < y.letter ? -1 : 1;
  const names = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p'];
  const rank = (suffix: string | undefined) => names.indexOf(suffix === undefined ? '' : suffix.replace(/\d+$/, ''));
  for (let index = 0; index < Math.max(x.suffixes.length, y.suffixes.length); index++) {
    const [one, other] = [x.suffixes[index], y.suffixes[index]];
    const order =
      rank(one) - rank(other) || compareNumbers(/\d*$/.exec(one ?? '')?.[0] ?? '', /\d*$/.exec(other ?? '')?.[0] ?? '');
    if (order !== 0) return order;
  }
  return compareNumbers(x.revision, y.revision);
}

/** PEP 440 as a list of keys. */
function comparePep440(a: string, b: string): number {
  const key = (text: string): (bigint | string)[] => {
    const match =
      /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d*))?(?:(?:-(\d+))|(?:[-_.]?(post|rev|r)[-_.]?(\d*)))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+(.*))?$/i.exec(
        text.trim().toLowerCase(),
      );
    if (!match) return [-2n];
    const [, epoch, release = '0', pre, preNumber, post1, post, post2, dev, devNumber, local] = match;
    const numbers = release.split('.').map(BigInt);
    while (numbers.length > 1 && numbers.at(-1) === 0n) numbers.pop();
    const stage =
      pre === undefined
        ? (post1 ?? post) === undefined && dev !== undefined
          ? -1n
          : 9n
        : pre.startsWith('a')
          ? 0n
          : pre === 'b' || pre === 'beta'
            ? 1n
            : 2n;
    const isPost = post1 !== undefined || post !== undefined;
    const padded = [...numbers, ...Array.from({ length: Math.max(0, 12 - numbers.length) }, () => 0n)];
    return [
      BigInt(epoch ?? 0),
      ...padded,
      stage,
      BigInt(preNumber || 0),
      isPost ? BigInt(post1 ?? (post2 || 0)) : -1n,
      dev === undefined ? 1_000_000_000n : BigInt(devNumber || 0),
      local ?? '',
    ];
  };
  const [x, y] = [key(a), key(b)];
  for (let index = 0; index < Math.max(x.length, y.length); index++) {
    const [one = '', other = ''] = [x[index], y[index]];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

function compareGem(a: string, b: string): number {
  const parts = (text: string) => {
    const all = text.replace('-', '.pre.').match(/\d+|[a-z]+/gi) ?? [];
    while (all.length > 1 && all.at(-1) === '0') all.pop();
    return all;
  };
  const [x, y] = [parts(a), parts(b)];
  for (let index = 0; index < Math.max(x.length, y.length); index++) {
    const [one = '0', other = '0'] = [x[index], y[index]];
    const [numberA, numberB] = [/\d/.test(one), /\d/.test(other)];
    if (numberA !== numberB) return numberA ? 1 : -1;
    const order = numberA ? compareNumbers(one, other) : one < other ? -1 : one > other ? 1 : 0;
    if (order !== 0) return order;
  }
  return 0;
}

/** ComparableVersion for ordinary versions: numbers and the well-known qualifiers. */
function compareMaven(a: string, b: string): number {
  const tokens = (text: string) => {
    const all = text.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
    const clean = all.filter((token) => !['final', 'ga', 'release'].includes(token));
    while (clean.length > 1 && /^0+$/.test(clean.at(-1) as string)) clean.pop();
    return clean;
  };
  const order = ['alpha', 'a', 'beta', 'b', 'milestone', 'm', 'rc', 'cr', 'snapshot', '', 'sp'];
  const rank = (token: string | undefined) =>
    token === undefined ? order.indexOf('') : order.includes(token) ? order.indexOf(token) : order.length;
  const [x, y] = [tokens(a), tokens(b)];
  for (let index = 0; index < Math.max(x.length, y.length); index++) {
    const [one, other] = [x[index], y[index]];
    const [numberA, numberB] = [one !== undefined && /\d/.test(one), other !== undefined && /\d/.test(other)];
    if (numberA && numberB) {
      const result = compareNumbers(one as string, other as string);
      if (result !== 0) return result;
    } else if (numberA || numberB) {
      const number = numberA ? one : other;
      const rest = numberA ? other : one;
      if (rest === undefined && /^0+$/.test(number as string)) continue;
      return numberA ? 1 : -1;
    } else if (one !== other) {
      const result = rank(one) - rank(other) || ((one ?? '') < (other ?? '') ? -1 : 1);
      if (result !== 0) return result;
    }
  }
  return 0;
}

/** Composer and NuGet for ordinary versions: numbers, then a pre-release. */
function compareDotted(a: string, b: string): number {
  const parse = (text: string) => {
    const match = /^v?(\d+(?:\.\d+)*)(?:[-.]?([a-z].*))?$/i.exec(text.trim().replace(/\+.*$/, ''));
    return { numbers: (match?.[1] ?? '0').split('.'), stage: (match?.[2] ?? '').toLowerCase() };
  };
  const [x, y] = [parse(a), parse(b)];
  for (let index = 0; index < Math.max(x.numbers.length, y.numbers.length); index++) {
    const order = compareNumbers(x.numbers[index] ?? '0', y.numbers[index] ?? '0');
    if (order !== 0) return order;
  }
  if (x.stage === y.stage) return 0;
  const late = (stage: string) =>
    /^(?:patch|pl|p)(?![a-z])/.test(stage) ? 2 : stage === '' || stage.startsWith('stable') ? 1 : 0;
  const order = late(x.stage) - late(y.stage);
  if (order !== 0) return order;
  const name = (stage: string) => ['dev', 'a', 'alpha', 'b', 'beta', 'rc'].indexOf(/^[a-z]*/.exec(stage)?.[0] ?? '');
  const byName = name(x.stage) - name(y.stage);
  return (
    byName ||
    compareNumbers(/\d+/.exec(x.stage)?.[0] ?? '', /\d+/.exec(y.stage)?.[0] ?? '') ||
    (x.stage < y.stage ? -1 : 1)
  );
}

function unzip(bytes: Buffer): string[] {
  let end = bytes.length - 22;
  while (bytes.readUInt32LE(end) !== 0x06054b50) end--;
  const texts: string[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const start = bytes.readUInt32LE(at + 42);
    const data = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const packed = bytes.subarray(data, data + bytes.readUInt32LE(at + 20));
    texts.push((bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed).toString('utf8'));
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return texts;
}

/** Of a scan report or any part of one. */
export interface BruteFinding {
  readonly kind: string;
  readonly id: string;
  readonly aliases: readonly string[];
  readonly package?: { readonly purl: string; readonly type: string };
}

/** Lines `missing|extra PURL ID`; empty where both agree. */
export function differences(
  packages: readonly BrutePackage[],
  os: BruteOs | undefined,
  findings: readonly BruteFinding[],
  advisories: Advisories,
): string[] {
  const lines: string[] = [];
  const byPurl = new Map<string, BruteFinding[]>();
  for (const finding of findings) {
    if (finding.kind !== 'vulnerability' || finding.package === undefined) continue;
    byPurl.set(finding.package.purl, [...(byPurl.get(finding.package.purl) ?? []), finding]);
  }
  const seen = new Set<string>();
  for (const pkg of packages) {
    // Programs without a package are matched by a table of names that only the product has.
    if (pkg.ownedBy !== undefined || pkg.type === 'generic' || seen.has(pkg.purl)) continue;
    seen.add(pkg.purl);
    const expected = bruteForce(pkg, os, advisories);
    const reported = byPurl.get(pkg.purl) ?? [];
    for (const cve of expected.cves)
      if (!reported.some(({ id }) => id === cve)) lines.push(`missing ${pkg.purl} ${cve}`);
    for (const id of expected.records) {
      if (!reported.some((finding) => finding.id === id || finding.aliases.includes(id)))
        lines.push(`missing ${pkg.purl} ${id}`);
    }
    for (const { id } of reported)
      if (!expected.cves.has(id) && !expected.records.has(id)) lines.push(`extra ${pkg.purl} ${id}`);
  }
  for (const pkg of packages) {
    if (pkg.ownedBy !== undefined && byPurl.has(pkg.purl) && !seen.has(pkg.purl))
      lines.push(`extra ${pkg.purl} (owned by ${pkg.ownedBy})`);
  }
  return lines;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [scan, folder] = process.argv.slice(2);
  if (scan === undefined || folder === undefined) {
    process.stderr.write('usage: node src/testing/brute-force.ts SCAN.json ADVISORIES-FOLDER\n');
    process.exit(2);
  }
  const report = JSON.parse(readFileSync(scan, 'utf8')) as {
    packages: BrutePackage[];
    os?: BruteOs;
    findings: BruteFinding[];
  };
  const lines = differences(report.packages, report.os, report.findings, loadAdvisories(folder));
  const vulnerabilities = report.findings.filter(({ kind }) => kind === 'vulnerability').length;
  process.stdout.write(
    `${lines.map((line) => `${line}\n`).join('')}${report.packages.length} packages, ${vulnerabilities} findings, ${lines.length} differences\n`,
  );
  process.exitCode = lines.length > 0 ? 1 : 0;
}
