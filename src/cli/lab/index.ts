import type { LabPart } from './part.ts';

export interface LabEntry {
  readonly name: string;
  readonly load: () => Promise<LabPart>;
}

/** Sorted by name; each is loaded only when it is asked. */
export const labParts: readonly LabEntry[] = [
  { name: 'filter', load: () => import('./filter.ts') },
  { name: 'match', load: () => import('./match.ts') },
  { name: 'purl', load: () => import('./purl.ts') },
  { name: 'ranges', load: () => import('./ranges.ts') },
  { name: 'rules', load: () => import('./rules.ts') },
  { name: 'versions', load: () => import('./versions.ts') },
];
