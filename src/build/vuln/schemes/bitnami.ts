import type { VersionScheme } from '../scheme.ts';
import { plainSatisfies } from './shared/constraint.ts';
import { compareLooseSemver } from './shared/loose-semver.ts';
import type { Order } from './shared/text.ts';

export const bitnami = {
  id: 'bitnami',
  describes: 'Bitnami components: semver followed by a revision, `2.3.1-1`, that does not change the software',
  isValid: (version) => /^v?\d+(?:\.\d+)*(?:-\d+)?$/.test(version),
  compare,
  satisfies: plainSatisfies(compare),
} satisfies VersionScheme;

function compare(a: string, b: string): Order {
  return a === b ? 0 : compareLooseSemver(withoutRevision(a), withoutRevision(b));
}

function withoutRevision(version: string): string {
  return version.replace(/-\d+$/, '');
}
