import type { VersionScheme } from '../scheme.ts';
import { plainSatisfies } from './shared/constraint.ts';
import { compareNumberLists } from './shared/numbers.ts';

export const cran = {
  id: 'cran',
  describes: 'R packages: numbers split by `.` or `-` (R `package_version`)',
  isValid: (version) => /^\d+(?:[.-]\d+)+$/.test(version),
  compare: compareNumberLists,
  satisfies: plainSatisfies(compareNumberLists),
} satisfies VersionScheme;
