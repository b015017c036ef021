import type { VersionScheme } from '../scheme.ts';
import { isSemver } from './semver.ts';
import { plainSatisfies } from './shared/constraint.ts';
import { compareLooseSemver } from './shared/loose-semver.ts';
import { isDigit, type Order } from './shared/text.ts';

/**
 * Go modules (go.dev/ref/mod#versions): semver with `v`, pseudo-versions and `+incompatible`; toolchains and the standard
 * library (go.dev/doc/toolchain#version): `go1.21rc2` is `1.21.0-rc.2`, as the Go vulnerability database writes it.
 */
export const go = {
  id: 'go',
  describes: 'Go module versions and `go1.x` toolchain versions: go.dev/ref/mod, go.dev/doc/toolchain',
  isValid: (version) => isSemver(normalise(version)),
  compare,
  satisfies: plainSatisfies(compare),
} satisfies VersionScheme;

function compare(a: string, b: string): Order {
  if (a === b) return 0;
  return compareLooseSemver(normalise(a), normalise(b));
}

/** Module versions as they are; toolchain versions in the form of the vulnerability database. */
function normalise(version: string): string {
  if (version.charCodeAt(0) === 103 && version.startsWith('go') && isDigit(version.charCodeAt(2))) {
    return toolchain(version);
  }
  const plus = version.indexOf('+');
  // `+incompatible+dirty`, as go 1.24 stamps it, is no semver; build metadata does not count anyway.
  return plus < 0 ? version : version.slice(0, plus);
}

const toolchainPattern = /^go(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:(alpha|beta|rc)(\d+))?/;

function toolchain(version: string): string {
  const match = toolchainPattern.exec(version);
  if (!match) return version;
  const [, major, minor = '0', patch = '0', stage, number] = match;
  // What follows (`-fips`, ` X:boringcrypto`, `+auto`) is a vendor's mark on the same release.
  return `${major}.${minor}.${patch}${stage === undefined ? '' : `-${stage}.${number}`}`;
}
