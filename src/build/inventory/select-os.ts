import { compareText } from '#core/order.ts';
import type { OsInfo } from '#core/package.ts';
import { endOfLife } from './eol.ts';

export interface OsCandidate {
  /** Canonical path of the file that says so. */
  readonly path: string;
  readonly os: OsInfo;
}

/**
 * Which of several files names the operating system: os-release before everything (os-release(5): /etc before /usr/lib), then the release
 * files of the families. What the first leaves open (Debian testing's and Alpine edge's missing VERSION_ID) is taken from a release file of
 * the same distribution. Undefined where no file says it.
 */
export function selectOs(candidates: readonly OsCandidate[]): OsInfo | undefined {
  const ranked = [...candidates].sort((a, b) => rank(a.path) - rank(b.path) || compareText(a.path, b.path));
  const first = ranked.find(({ os }) => os.id !== '');
  if (first === undefined) return undefined;
  let os = first.os;
  for (const { os: other } of ranked) {
    if (other.id !== os.id) continue;
    if (os.versionId === '' && other.versionId !== '') os = { ...os, versionId: other.versionId };
    if (os.codename === undefined && other.codename !== undefined) os = { ...os, codename: other.codename };
    if (os.prettyName === undefined && other.prettyName !== undefined) os = { ...os, prettyName: other.prettyName };
  }
  const end = endOfLife(os);
  return end === undefined ? os : { ...os, endOfLife: end };
}

/** Vendors' own files before the ones that their parents' packages bring (Rocky's redhat-release, Ubuntu's debian_version). */
const precedence = [
  'os-release',
  'almalinux-release',
  'rocky-release',
  'oracle-release',
  'mariner-release',
  'photon-release',
  'fedora-release',
  'centos-release',
  'redhat-release',
  'system-release',
  'system-release-cpe',
  'SuSE-release',
  'lsb-release',
  'alpine-release',
  'debian_version',
];

/** By file name, /etc first: a symlink may have led somewhere else, and merged systems keep the files below /usr/lib. */
function rank(path: string): number {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const index = precedence.indexOf(name);
  return 2 * (index < 0 ? precedence.length : index) + (path.startsWith('etc/') ? 0 : 1);
}
