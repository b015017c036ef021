import type { VersionScheme } from '../scheme.ts';
import { plainSatisfies } from './shared/constraint.ts';
import { isIntervals, satisfiesIntervals } from './shared/interval.ts';
import { compareLooseSemver } from './shared/loose-semver.ts';
import { compareLabels } from './shared/nuget-labels.ts';
import type { Order } from './shared/text.ts';

const satisfiesComparisons = plainSatisfies(compare);

export const nuget = {
  id: 'nuget',
  describes: 'NuGet: semver 2.0 with up to four numbers, labels without case; constraints also as `[1.0,2.0)`',
  isValid: (version) => version.length <= 256 && pattern.test(version),
  compare,
  satisfies: (version, constraint) =>
    isIntervals(constraint)
      ? satisfiesIntervals(version, constraint, compare)
      : satisfiesComparisons(version, constraint),
} satisfies VersionScheme;

const pattern =
  /^\s*v?\d+(?:\.\d+){0,3}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?\s*$/;

function compare(a: string, b: string): Order {
  if (a === b) return 0;
  const [aNumbers, aLabels] = split(a);
  const [bNumbers, bLabels] = split(b);
  return compareLooseSemver(aNumbers, bNumbers) || compareLabels(aLabels, bLabels);
}

/** The numbers and, where there are any, the labels; metadata left out. */
function split(version: string): [string, string | undefined] {
  const plus = version.indexOf('+');
  const text = (plus < 0 ? version : version.slice(0, plus)).trim().toLowerCase();
  const dash = text.indexOf('-');
  return dash < 0 ? [text, undefined] : [text.slice(0, dash), text.slice(dash + 1)];
}
