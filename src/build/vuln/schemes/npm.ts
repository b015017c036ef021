import type { VersionScheme } from '../scheme.ts';
import { isSemver } from './semver.ts';
import { compareLooseSemver } from './shared/loose-semver.ts';
import { satisfiesNpmRange } from './shared/npm-range.ts';

/**
 * Order as node-semver. `satisfies` takes npm ranges, with npm's rule that a pre-release matches only a range that names one of
 * the same release; matching against advisories does not use it, OSV's SEMVER ranges compare plainly.
 */
export const npm = {
  id: 'npm',
  describes: 'npm: node-semver, ranges such as `^1.2.3 || ~2.1 || 3.x - 4.1`',
  isValid: isSemver,
  compare: compareLooseSemver,
  // A range that only old, loose rules can read is read by these.
  satisfies: (version, constraint) =>
    satisfiesNpmRange(version, constraint) ?? satisfiesNpmRange(version, constraint, { loose: true }),
} satisfies VersionScheme;
