import { type PurlParts, parsePurl } from '#core/ids/purl.ts';
import type { Package, PackageType } from '#core/package.ts';

/** What a package URL alone says of a package. */
export interface PurlPackage {
  readonly type: PackageType;
  readonly name: string;
  readonly version: string;
  readonly arch?: string;
  readonly source?: { readonly name: string; readonly version: string };
  readonly module?: string;
}

const packageTypes: ReadonlySet<string> = new Set<PackageType>([
  'alpm',
  'apk',
  'bitnami',
  'cargo',
  'cocoapods',
  'composer',
  'conan',
  'conda',
  'cpan',
  'cran',
  'deb',
  'gem',
  'generic',
  'github',
  'golang',
  'hackage',
  'hex',
  'julia',
  'luarocks',
  'maven',
  'npm',
  'nuget',
  'opam',
  'pub',
  'pypi',
  'rpm',
  'swift',
]);

/** Types whose namespace is the distribution or nothing, not a part of the package's name. */
const namespaceIsVendor: ReadonlySet<PackageType> = new Set<PackageType>([
  'alpm',
  'apk',
  'bitnami',
  'deb',
  'generic',
  'rpm',
]);

export function isPackageType(type: string): type is PackageType {
  return packageTypes.has(type);
}

/** Undefined where the text is no package URL. Types that no cataloger knows become `generic`. */
export function packageOfPurl(purl: string): PurlPackage | undefined {
  const parsed = parsePurl(purl);
  return parsed.ok ? packageOfParts(parsed.value) : undefined;
}

function packageOfParts(parts: PurlParts): PurlPackage {
  const type = isPackageType(parts.type) ? parts.type : 'generic';
  const qualifiers = parts.qualifiers ?? {};
  const version = versionOf(type, parts.version ?? '', qualifiers.epoch);
  const source = sourceOf(type, parts.name, version, qualifiers.upstream);
  const module = qualifiers.rpmmod ?? qualifiers.modularitylabel;
  return {
    type,
    name: nameOf(type, parts),
    version,
    ...(qualifiers.arch === undefined ? {} : { arch: qualifiers.arch }),
    ...(source === undefined ? {} : { source }),
    ...(type === 'rpm' && module !== undefined ? { module } : {}),
  };
}

function nameOf(type: PackageType, { namespace, name }: PurlParts): string {
  if (type === 'pypi') return name.toLowerCase().replace(/[-_.]+/g, '-');
  if (namespace === undefined || namespaceIsVendor.has(type)) return name;
  return `${namespace}${type === 'maven' ? ':' : '/'}${name}`;
}

/** rpm puts the epoch in a qualifier (purl-spec, rpm); Trivy does so for deb as well. */
function versionOf(type: PackageType, version: string, epoch: string | undefined): string {
  const takesEpoch = type === 'rpm' || type === 'deb';
  if (!takesEpoch || epoch === undefined || !/^[1-9]\d*$/.test(epoch) || /^\d+:/.test(version)) return version;
  return `${epoch}:${version}`;
}

/**
 * The source package. Syft writes `upstream=NAME` or `upstream=NAME@VERSION`, for rpm the file name of the source rpm.
 * Without it a distribution's package is its own source.
 */
function sourceOf(type: PackageType, name: string, version: string, upstream: string | undefined): Package['source'] {
  if (type !== 'deb' && type !== 'rpm' && type !== 'apk') return undefined;
  if (type === 'rpm' && upstream?.endsWith('.src.rpm')) return sourceOfRpm(upstream, version);
  const at = upstream?.lastIndexOf('@') ?? -1;
  if (upstream !== undefined && at > 0) return { name: upstream.slice(0, at), version: upstream.slice(at + 1) };
  // A Debian binNMU (`+b1`) rebuilds the binary only.
  return { name: upstream ?? name, version: type === 'deb' ? version.replace(/\+b\d+$/, '') : version };
}

/** `openssl-3.0.1-41.el9.src.rpm` → name `openssl`, version with the binary's epoch, as rpm names sources without one. */
function sourceOfRpm(file: string, binaryVersion: string): Package['source'] {
  const stem = file.slice(0, -'.src.rpm'.length);
  const release = stem.lastIndexOf('-');
  const version = stem.lastIndexOf('-', release - 1);
  if (version <= 0) return { name: stem, version: binaryVersion };
  const epoch = /^\d+:/.exec(binaryVersion)?.[0] ?? '';
  return { name: stem.slice(0, version), version: epoch + stem.slice(version + 1) };
}
