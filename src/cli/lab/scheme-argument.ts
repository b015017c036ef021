import { findScheme, schemes } from '#build/vuln/schemes/index.ts';
import type { LabPart } from './part.ts';

/** For parts that are asked about one version scheme. */
export const schemeArgument = {
  name: 'SCHEME',
  choices: schemes.map((scheme) => scheme.id),
  accepts: (text) => findScheme(text) !== undefined,
} satisfies LabPart['argument'];
