import type { VersionScheme } from '../scheme.ts';
import { evaluate, holds, parseConstraint } from './shared/constraint.ts';
import { compareLooseSemver } from './shared/loose-semver.ts';

export const semver = {
  id: 'semver',
  describes:
    'Semantic Versioning 2.0 §11; crates.io, Hex, Swift, GitHub and others; tolerant of `v`, missing and extra numbers',
  isValid: isSemver,
  compare: compareLooseSemver,
  satisfies: (version, constraint) =>
    evaluate(parseConstraint(constraint), version, (candidate, { operator, version: bound }) =>
      holds(compareLooseSemver(withDash(candidate), withDash(bound)), operator),
    ),
} satisfies VersionScheme;

const pattern =
  /^v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** A leading `v` is allowed: tags are written so. */
export function isSemver(version: string): boolean {
  return version.length <= 256 && pattern.test(version);
}

/** In constraints `1.0.0.alpha1`, as Ruby writes it, means `1.0.0-alpha1`. */
function withDash(version: string): string {
  return version.replace(/\.(?=alpha|beta|rc)/g, '-');
}
