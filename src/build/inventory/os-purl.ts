import { formatPurl } from '#core/ids/purl.ts';
import type { OsInfo } from '#core/package.ts';

/** Longer names and versions are damage, not packages. */
const maxTextLength = 512;

/** Can this name and version be those of an OS package? No package manager allows blanks, control characters or slashes in a name. */
export function isOsPackage(name: string, version: string): boolean {
  return isWord(name) && !name.includes('/') && isWord(version);
}

function isWord(text: string): boolean {
  return text !== '' && text.length <= maxTextLength && !/[\s\u0000-\u001f\u007f]/.test(text);
}

export interface OsPurlParts {
  readonly type: 'deb' | 'rpm' | 'apk' | 'alpm' | 'generic';
  readonly name: string;
  /** rpm: `version-release` without the epoch. deb, apk, alpm: the whole version. */
  readonly version: string;
  readonly arch?: string | undefined;
  /** rpm only (purl-spec, rpm definition). */
  readonly epoch?: number | undefined;
  readonly source?: { readonly name: string; readonly version: string } | undefined;
  /** rpm: SOURCERPM as written; stands in `upstream` instead of name and version. */
  readonly sourceRpm?: string | undefined;
  readonly module?: string | undefined;
}

/**
 * `pkg:deb/debian/libssl3@3.0.9-1?arch=amd64&distro=debian-12&upstream=openssl`. By the purl-spec type definitions: the namespace is the vendor
 * (os-release ID, where vendors have agreed on another name that one), `arch` and `distro` (`ID-VERSION_ID`) are qualifiers, and so is
 * rpm's `epoch`. `upstream` (source package, with `@version` where it differs, or the source rpm) and `rpmmod` (modularity label) are what
 * Syft writes and Grype reads; without them an SBOM would lose what advisories are matched by.
 */
export function osPurl(parts: OsPurlParts, os: OsInfo | undefined): string {
  const id = os?.id ?? '';
  const namespace = vendors.get(id) ?? (id || undefined);
  const qualifiers: Record<string, string> = {};
  const add = (key: string, value: string | undefined) => {
    if (value && value.length <= maxTextLength) qualifiers[key] = value;
  };
  add('arch', parts.arch);
  if (id !== '') qualifiers.distro = os?.versionId ? `${id}-${os.versionId}` : id;
  if (parts.epoch) qualifiers.epoch = String(parts.epoch);
  add('rpmmod', parts.module);
  add('upstream', parts.sourceRpm ?? upstreamOf(parts));
  return formatPurl({
    type: parts.type,
    name: parts.name,
    version: parts.version,
    qualifiers,
    ...(namespace ? { namespace } : {}),
  });
}

function upstreamOf({ name, version, source }: OsPurlParts): string | undefined {
  if (source === undefined) return undefined;
  if (source.version !== version) return `${source.name}@${source.version}`;
  return source.name === name ? undefined : source.name;
}

/** Where the vendor's own purls (CSAF, OSV) have another namespace than the os-release ID. */
const vendors: ReadonlyMap<string, string> = new Map([
  ['rhel', 'redhat'],
  ['redhat', 'redhat'],
  ['sles', 'suse'],
  ['sled', 'suse'],
  ['sles_sap', 'suse'],
  ['sle_micro', 'suse'],
  ['opensuse-leap', 'opensuse'],
  ['opensuse-tumbleweed', 'opensuse'],
]);
