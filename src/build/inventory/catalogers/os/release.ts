import { KiB } from '#core/limits.ts';
import type { OsInfo } from '#core/package.ts';
import type { Cataloger } from '../../cataloger.ts';
import { parseLsbRelease, parseOsRelease } from './os-release.ts';
import { parseAlpineRelease, parseDebianVersion, parseReleaseCpe, parseReleaseLine } from './release-files.ts';

/** A release file; real ones are below 2 KiB. */
const maxBytes = 64 * KiB;

const parsers: ReadonlyMap<string, (text: string) => OsInfo | undefined> = new Map([
  ['etc/os-release', parseOsRelease],
  ['usr/lib/os-release', parseOsRelease],
  ['etc/lsb-release', parseLsbRelease],
  ['etc/alpine-release', parseAlpineRelease],
  ['etc/debian_version', parseDebianVersion],
  ['etc/almalinux-release', parseReleaseLine],
  ['etc/centos-release', parseReleaseLine],
  ['etc/fedora-release', parseReleaseLine],
  ['etc/mariner-release', parseReleaseLine],
  ['etc/oracle-release', parseReleaseLine],
  ['etc/photon-release', parseReleaseLine],
  ['etc/redhat-release', parseReleaseLine],
  ['etc/rocky-release', parseReleaseLine],
  ['etc/SuSE-release', parseReleaseLine],
  ['etc/system-release', parseReleaseLine],
  ['etc/system-release-cpe', parseReleaseCpe],
  ['usr/lib/alpine-release', parseAlpineRelease],
  ['usr/lib/centos-release', parseReleaseLine],
  ['usr/lib/fedora-release', parseReleaseLine],
  ['usr/lib/system-release', parseReleaseLine],
  ['usr/lib/system-release-cpe', parseReleaseCpe],
]);

/** The operating system. Which of the files decides is `selectOs`'s business. */
export const osRelease = {
  id: 'os/release',
  version: 1,
  scopes: ['image'],
  describes: 'os-release, lsb-release and the release files of the families',
  wellKnownPaths: [...parsers.keys()].filter((path) => path.startsWith('etc/')),
  wants: (file) => parsers.has(file.path),
  read(file) {
    if (file.size === 0) return undefined;
    // A symlink may have led here from a well-known path: then the text has to tell what it is.
    const parse = parsers.get(file.path) ?? parseByContent;
    const os = parse(file.text(maxBytes));
    return os ? { os } : undefined;
  },
} satisfies Cataloger;

function parseByContent(text: string): OsInfo | undefined {
  if (text.includes('DISTRIB_ID=')) return parseLsbRelease(text);
  if (text.includes('ID=') || text.includes('NAME=')) return parseOsRelease(text);
  return parseReleaseLine(text) ?? parseReleaseCpe(text) ?? parseDebianVersion(text);
}
