import { formatPurl } from '#core/ids/purl.ts';
import type { PackageType } from '#core/package.ts';
import type { PackageFact } from './cataloger.ts';

/** What a file says of an installed package, still as found. */
export interface FoundPackage {
  readonly type: PackageType;
  /** purl namespace where the type has one: npm scope, Maven group, Composer vendor, Go path above the last component. */
  readonly namespace?: string | undefined;
  /** purl name: without the namespace. */
  readonly name: string;
  /** The ecosystem's full name, where it is not `namespace/name`. */
  readonly fullName?: string;
  /** '' where the file names a package without telling its version (a Go main module built from a working copy). */
  readonly version: string;
  readonly qualifiers?: Readonly<Record<string, string>> | undefined;
  /** purl subpath: a part of the package (a CocoaPods subspec). */
  readonly subpath?: string | undefined;
  readonly licenses?: readonly string[] | undefined;
  readonly locations?: readonly string[] | undefined;
  readonly dependsOn?: readonly string[] | undefined;
  readonly dev?: boolean | undefined;
  readonly arch?: string | undefined;
}

/** Longer names or versions are not names or versions. */
const maxTextLength = 512;

/**
 * The fact with its purl; undefined where name or version cannot be one (empty, control characters, too long, or refused by the purl type):
 * a package that cannot be identified is no package.
 */
export function packageFact(found: FoundPackage): PackageFact | undefined {
  const { type, namespace, name, version, qualifiers, subpath, licenses, locations, dependsOn, dev, arch } = found;
  const fullName = found.fullName ?? (namespace ? `${namespace}/${name}` : name);
  if (!isText(fullName) || name === '' || (version !== '' && !isText(version))) return undefined;
  const purl = purlOf({ type, name, ...(namespace ? { namespace } : {}), version, qualifiers, subpath });
  if (purl === undefined) return undefined;
  return {
    type,
    name: fullName,
    version,
    purl,
    ...(arch ? { arch } : {}),
    ...(licenses && licenses.length > 0 ? { licenses } : {}),
    ...(locations ? { locations } : {}),
    ...(dependsOn && dependsOn.length > 0 ? { dependsOn } : {}),
    ...(dev ? { dev } : {}),
  };
}

function isText(text: string): boolean {
  return text !== '' && text.length <= maxTextLength && !/[\0-\x1f\x7f]/.test(text);
}

function purlOf(parts: {
  type: string;
  namespace?: string;
  name: string;
  version: string;
  qualifiers: Readonly<Record<string, string>> | undefined;
  subpath: string | undefined;
}): string | undefined {
  const { version, qualifiers = {}, subpath = '', ...rest } = parts;
  const usable = Object.entries(qualifiers).filter(([, value]) => value.length <= maxTextLength);
  try {
    return formatPurl({
      ...rest,
      ...(version === '' ? {} : { version }),
      ...(usable.length > 0 ? { qualifiers: Object.fromEntries(usable) } : {}),
      ...(subpath !== '' && subpath.length <= maxTextLength ? { subpath } : {}),
    });
  } catch {
    return undefined;
  }
}

/** Licence texts without blanks and repeats, in the order found; free text over 200 characters is a licence body, not a name. */
export function licenseNames(found: Iterable<unknown>): string[] {
  const names = new Set<string>();
  for (const one of found) {
    if (typeof one !== 'string') continue;
    const name = one.trim();
    if (name !== '' && name.length <= 200 && !/[\0-\x1f]/.test(name) && name.toUpperCase() !== 'UNKNOWN')
      names.add(name);
  }
  return [...names];
}
