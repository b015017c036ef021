import type { VersionScheme } from '../scheme.ts';
import { plainSatisfies } from './shared/constraint.ts';
import { compareNumberLists } from './shared/numbers.ts';

export const hackage = {
  id: 'hackage',
  describes: 'Haskell packages: dotted numbers (pvp.haskell.org); `1.0` is older than `1.0.0`',
  isValid: (version) => /^\d+(?:\.\d+)*$/.test(version),
  compare: compareNumberLists,
  satisfies: plainSatisfies(compareNumberLists),
} satisfies VersionScheme;
