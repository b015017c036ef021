import type { OsInfo } from '#core/package.ts';
import { ecosystemOf } from '../ecosystem.ts';

/** The advisories of one distribution release, in OSV's names. */
export interface DistroTarget {
  /** For people and for `notCovered`: the ecosystem that fits best, whether the database has it or not. */
  readonly label: string;
  /** Ecosystems of the release itself that the database has. */
  readonly main: readonly string[];
  /** Ecosystems of paid or extended support (Ubuntu Pro, Red Hat EUS …): other packages, so they speak only of packages built for them. */
  readonly extended: readonly string[];
  /** How the distribution's advisories name packages. */
  readonly names: 'source' | 'binary' | 'both';
}

/** How os-release's ID becomes an OSV ecosystem: candidates from best to worst. */
interface DistroRule {
  readonly base: string;
  readonly names: DistroTarget['names'];
  releases(os: OsInfo): readonly string[];
  /** For ecosystems whose releases carry more than a version (`SUSE:Linux Enterprise Server 15 SP5`). */
  main?(os: OsInfo, ecosystem: string): boolean;
  extended?(os: OsInfo, ecosystem: string): boolean;
}

/** By os-release ID. Debian and Alpine name source packages; Red Hat and AlmaLinux binaries; Rocky and SUSE both have been seen. */
const ruleTable: Readonly<Record<string, DistroRule>> = {
  almalinux: { base: 'AlmaLinux', names: 'binary', releases: major },
  alpaquita: {
    base: 'Alpaquita',
    names: 'source',
    releases: (os) => (os.versionId === '' ? ['stream'] : [os.versionId, ...major(os)]),
  },
  alpine: { base: 'Alpine', names: 'source', releases: alpine },
  azurelinux: { base: 'Azure Linux', names: 'both', releases: major },
  chainguard: { base: 'Chainguard', names: 'source', releases: () => [''] },
  cleanstart: { base: 'CleanStart', names: 'source', releases: () => [''] },
  debian: { base: 'Debian', names: 'source', releases: debian },
  echo: { base: 'Echo', names: 'source', releases: () => [''] },
  mageia: { base: 'Mageia', names: 'both', releases: major },
  mariner: { base: 'CBL-Mariner', names: 'both', releases: (os) => [twoParts(os.versionId), os.versionId] },
  minimos: { base: 'MinimOS', names: 'source', releases: () => [''] },
  openeuler: { base: 'openEuler', names: 'both', releases: openEuler },
  photon: { base: 'Photon OS', names: 'both', releases: (os) => [os.versionId, twoParts(os.versionId), ...major(os)] },
  rhel: {
    base: 'Red Hat',
    names: 'binary',
    releases: (os) => [`enterprise_linux:${majorOf(os)}::baseos`],
    main: (os, ecosystem) =>
      ecosystem === `Red Hat:enterprise_linux:${majorOf(os)}` ||
      ecosystem.startsWith(`Red Hat:enterprise_linux:${majorOf(os)}::`),
    extended: (os, ecosystem) =>
      new RegExp(`^Red Hat:(?:rhel_\\w+|enterprise_linux_\\w+):${literal(twoParts(os.versionId))}(?:$|::)`).test(
        ecosystem,
      ),
  },
  rocky: { base: 'Rocky Linux', names: 'both', releases: major },
  suse: {
    base: 'SUSE',
    names: 'both',
    releases: (os) => [`Linux Enterprise Server ${servicePack(os)}`],
    main: (os, ecosystem) => ecosystem.startsWith('SUSE:') && ecosystem.endsWith(` ${servicePack(os)}`),
    extended: (os, ecosystem) => ecosystem.startsWith(`SUSE:`) && ecosystem.includes(` ${servicePack(os)}-`),
  },
  opensuse: { base: 'openSUSE', names: 'both', releases: (os) => [`Leap ${os.versionId}`, os.versionId] },
  tumbleweed: { base: 'openSUSE', names: 'both', releases: () => ['Tumbleweed'] },
  ubuntu: {
    base: 'Ubuntu',
    names: 'source',
    releases: (os) => [`${ubuntuRelease(os)}:LTS`, ubuntuRelease(os)],
    extended: (os, ecosystem) =>
      ecosystem.startsWith('Ubuntu:Pro:') && ecosystem.split(':').includes(ubuntuRelease(os)),
  },
  wolfi: { base: 'Wolfi', names: 'source', releases: () => [''] },
};

// Maps, because what is looked up comes from images and purls: `constructor` is no distribution.
const rules = new Map(Object.entries(ruleTable));

const aliasTable: Readonly<Record<string, string>> = {
  alma: 'almalinux',
  'azure-linux': 'azurelinux',
  'cbl-mariner': 'mariner',
  'opensuse-leap': 'opensuse',
  'opensuse-tumbleweed': 'tumbleweed',
  'red-hat': 'rhel',
  'rocky-linux': 'rocky',
  rockylinux: 'rocky',
  'sle-micro': 'suse',
  sled: 'suse',
  sles: 'suse',
  sles_sap: 'suse',
  redhat: 'rhel',
  raspbian: 'debian',
};
const aliases = new Map(Object.entries(aliasTable));

/** Undefined where OSV has no advisories for such a distribution. `known` are the ecosystems of the database. */
export function distroTarget(os: OsInfo, known: readonly string[]): DistroTarget | undefined {
  const id = os.id.toLowerCase();
  const rule = rules.get(aliases.get(id) ?? id);
  if (rule === undefined) return undefined;
  const candidates = rule.releases(os).map((release) => (release === '' ? rule.base : `${rule.base}:${release}`));
  const exact = candidates.find((candidate) => known.includes(candidate));
  const more = rule.main ? known.filter((ecosystem) => rule.main?.(os, ecosystem)) : [];
  const main = rule.main ? more : exact === undefined ? [] : [exact];
  const extended = rule.extended
    ? known.filter((ecosystem) => rule.extended?.(os, ecosystem) && !main.includes(ecosystem))
    : [];
  return { label: exact ?? candidates[0] ?? rule.base, main, extended, names: rule.names };
}

/**
 * What a person or a purl writes: `debian-12`, `Debian:12`, `bookworm`, `ubuntu-22.04`, `alpine-3.16.2`, `el9`, or an ecosystem of OSV's as it is.
 * Undefined where no known distribution is in it.
 */
export function parseDistro(text: string): OsInfo | undefined {
  const wanted = text.trim().toLowerCase().split('/')[0] as string;
  const named = codenames.get(wanted);
  if (named !== undefined) return named;
  const enterprise = /^(?:el|rhel)-?(\d+(?:\.\d+)?)$/.exec(wanted);
  if (enterprise) return { id: 'rhel', versionId: enterprise[1] as string };
  const match = /^([a-z_ -]*?[a-z_])(?:[:\s-]+v?([\d][\w.:-]*|edge|sid|rolling|tumbleweed|stream.*))?$/.exec(wanted);
  if (!match) return undefined;
  const id = (match[1] as string).trim().replace(/\s+/g, '-');
  const known = aliases.get(id) ?? id;
  if (!rules.has(known)) return undefined;
  const release = (match[2] ?? '').replace(/:lts$/, '');
  if (known === 'opensuse' && release === 'tumbleweed') return { id: 'tumbleweed', versionId: '' };
  return codenames.get(release) ?? { id: known, versionId: release };
}

/** For a target given by OSV's own name. */
export function ecosystemTarget(ecosystem: string): DistroTarget | undefined {
  const known = ecosystemOf(ecosystem);
  if (known?.kind !== 'distribution') return undefined;
  const rule = [...rules.values()].find(({ base }) => base === known.name);
  return { label: ecosystem, main: [ecosystem], extended: [], names: rule?.names ?? 'both' };
}

const debianCodenames =
  'woody:3.0 sarge:3.1 etch:4 lenny:5 squeeze:6 wheezy:7 jessie:8 stretch:9 buster:10 bullseye:11 bookworm:12 trixie:13 forky:14 sid:sid';
const ubuntuCodenames =
  'trusty:14.04 xenial:16.04 bionic:18.04 focal:20.04 impish:21.10 jammy:22.04 kinetic:22.10 lunar:23.04 mantic:23.10 noble:24.04 oracular:24.10 plucky:25.04 questing:25.10';

const codenames: ReadonlyMap<string, OsInfo> = new Map<string, OsInfo>([
  ...pairs(debianCodenames).map(([name, versionId]) => [name, { id: 'debian', versionId, codename: name }] as const),
  ...pairs(ubuntuCodenames).map(([name, versionId]) => [name, { id: 'ubuntu', versionId, codename: name }] as const),
]);

function pairs(text: string): [string, string][] {
  return text.split(' ').map((pair) => pair.split(':') as [string, string]);
}

function majorOf(os: OsInfo): string {
  return os.versionId.split('.')[0] as string;
}

function major(os: OsInfo): readonly string[] {
  return [majorOf(os)];
}

function twoParts(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

function alpine(os: OsInfo): readonly string[] {
  const version = os.versionId.replace(/^v/, '');
  // 3.21.0_alpha20240807 is edge between two releases.
  if (version === '' || version === 'edge' || /_alpha|_git/.test(version)) return ['edge'];
  return [`v${twoParts(version)}`];
}

function debian(os: OsInfo): readonly string[] {
  const named = os.versionId === '' && os.codename !== undefined ? codenames.get(os.codename) : undefined;
  const version = named?.versionId ?? os.versionId;
  // Until sarge the second part was a release of its own.
  return version.startsWith('3.') ? [version] : [version.split('.')[0] as string];
}

function ubuntuRelease(os: OsInfo): string {
  return twoParts(os.versionId);
}

/** `15.5` → `15 SP5`; `15` → `15`. */
function servicePack(os: OsInfo): string {
  const [first = '', second] = os.versionId.split('.');
  return second === undefined || second === '0' ? first : `${first} SP${second}`;
}

/** os-release: VERSION_ID 22.03, VERSION `22.03 (LTS-SP3)`, which reaches us in the pretty name. */
function openEuler(os: OsInfo): readonly string[] {
  const support = /\((LTS[^)]*)\)/.exec(os.prettyName ?? '')?.[1];
  return support === undefined
    ? [os.versionId.toUpperCase(), `${os.versionId}-LTS`]
    : [`${os.versionId}-${support}`, os.versionId];
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
