import type { OsInfo } from '#core/package.ts';
import { releaseNames } from './os-release.ts';

/** Characters of one line that are looked at. */
const maxLine = 400;

/** `CentOS Linux release 7.9.2009 (Core)`, `Fedora release 36 (Thirty Six)`, `CBL-Mariner 1.0.20210901`, `VMware Photon OS 3.0`, `openSUSE 13.2 (x86_64)`. */
export function parseReleaseLine(text: string): OsInfo | undefined {
  const line = firstLine(text);
  const id = releaseNames.find(([name]) => line.startsWith(name))?.[1];
  if (id === undefined) return undefined;
  const versionId = /(?:^|\s)(\d[\w.]*)/.exec(line)?.[1] ?? '';
  return { id, versionId: withPatchLevel(id, versionId, text), prettyName: line };
}

/** SuSE-release has the service pack on a line of its own. */
function withPatchLevel(id: string, version: string, text: string): string {
  if (id !== 'sles' && id !== 'sled') return version;
  const level = /^PATCHLEVEL\s{0,9}=\s{0,9}(\d{1,3})/m.exec(text.slice(0, 2_000))?.[1];
  return level === undefined || level === '0' || version.includes('.') ? version : `${version}.${level}`;
}

/** `cpe:/o:centos:linux:6:GA`, `cpe:2.3:o:amazon:amazon_linux:2`. */
export function parseReleaseCpe(text: string): OsInfo | undefined {
  const parts = firstLine(text)
    .replace(/^cpe:(?:2\.3:|\/)/, '')
    .split(':');
  const [part, vendor = '', , version = ''] = parts;
  const id = cpeVendors.get(vendor.toLowerCase());
  return part === 'o' && id !== undefined ? { id, versionId: version } : undefined;
}

const cpeVendors: ReadonlyMap<string, string> = new Map([
  ['almalinux', 'almalinux'],
  ['amazon', 'amzn'],
  ['centos', 'centos'],
  ['fedoraproject', 'fedora'],
  ['oracle', 'ol'],
  ['redhat', 'rhel'],
  ['rocky', 'rocky'],
  ['scientificlinux', 'scientific'],
]);

/** `3.16.0`, `3.18_alpha20230208` (edge). */
export function parseAlpineRelease(text: string): OsInfo | undefined {
  const version = firstLine(text);
  return /^\d[\w.-]{0,60}$/.test(version) ? { id: 'alpine', versionId: version } : undefined;
}

/** `12.4` is the point release of 12, which is what VERSION_ID says since Debian 7; `trixie/sid` is no version. Ubuntu ships the file too. */
export function parseDebianVersion(text: string): OsInfo | undefined {
  const line = firstLine(text);
  const numeric = /^(\d{1,3})(?:\.\d{1,3}){0,2}$/.exec(line);
  if (numeric?.[1]) return { id: 'debian', versionId: numeric[1] };
  const suite = /^([a-z]{3,20})\/sid$/.exec(line);
  return suite?.[1] ? { id: 'debian', versionId: '', codename: suite[1] } : undefined;
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return (end < 0 ? text : text.slice(0, end)).slice(0, maxLine).trim();
}
