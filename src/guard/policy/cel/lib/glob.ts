import { matchesGlob } from '../../glob.ts';
import { type Declaration, method } from '../declarations.ts';

/** `finding.package.purl.glob('pkg:deb/**')`: Holdfast's own, for policy files. */
export const globLibrary: readonly Declaration[] = [
  method('glob', ['string, string -> bool'], (text: string, pattern: string) => matchesGlob(pattern, text), {
    cost: 'quadratic',
  }),
];
