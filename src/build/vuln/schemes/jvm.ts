import type { VersionScheme } from '../scheme.ts';
import { plainSatisfies } from './shared/constraint.ts';
import { compareLooseSemver } from './shared/loose-semver.ts';
import type { Order } from './shared/text.ts';

export const jvm = {
  id: 'jvm',
  describes: 'Java runtimes: JEP 223 (`11.0.4+11`) and the older `1.8.0_302-b08`, which is 8.0.302',
  isValid: (version) => /^\d+(?:[._]\d+)*(?:[-+_][0-9A-Za-z.+_-]+)?$/.test(version),
  compare,
  satisfies: plainSatisfies(compare),
} satisfies VersionScheme;

function compare(a: string, b: string): Order {
  return a === b ? 0 : compareLooseSemver(normalise(a), normalise(b));
}

const old =
  /^(?:1\.)?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:[_-](?:update)?_?(\d{1,9}))?(?:-((?!b\d)[A-Za-z][0-9A-Za-z.]*))?(?:-b\d+)?$/;

/** Old spellings as `major.minor.update[-stage]`; the build does not count. Others as they are. */
function normalise(version: string): string {
  const text = version.trim().replace(/\+.*$/, '');
  const match = old.exec(text);
  if (!match) return text;
  const [, major, minor = '0', patch, update, stage] = match;
  const last = update !== undefined && Number(patch ?? 0) === 0 ? update : (patch ?? '0');
  return `${major}.${minor}.${last}${stage === undefined ? '' : `-${stage}`}`;
}
