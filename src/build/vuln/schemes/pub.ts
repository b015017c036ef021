import type { VersionScheme } from '../scheme.ts';
import { isSemver } from './semver.ts';
import { plainSatisfies } from './shared/constraint.ts';
import { compareLooseSemver, comparePrerelease } from './shared/loose-semver.ts';
import type { Order } from './shared/text.ts';

export const pub = {
  id: 'pub',
  describes: 'Dart pub: semver in which build metadata counts (`1.2.3 < 1.2.3+1`), as pub_semver orders it',
  isValid: isSemver,
  compare,
  satisfies: plainSatisfies(compare),
} satisfies VersionScheme;

function compare(a: string, b: string): Order {
  const order = compareLooseSemver(a, b);
  if (order !== 0) return order;
  const aBuild = startOfBuild(a);
  const bBuild = startOfBuild(b);
  const aHas = aBuild < a.length;
  const bHas = bBuild < b.length;
  if (!aHas || !bHas) return aHas ? 1 : bHas ? -1 : 0;
  return comparePrerelease(a, aBuild, a.length, b, bBuild, b.length);
}

function startOfBuild(version: string): number {
  const plus = version.indexOf('+');
  return plus < 0 ? version.length : plus + 1;
}
