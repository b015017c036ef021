import { epss } from './epss.ts';
import type { Feed } from './feed.ts';
import { kev } from './kev.ts';

/** Every feed that is not OSV, sorted by id. The convention test compares it with the folder. */
export const feeds: readonly Feed[] = [epss, kev];

export function feedById(id: string): Feed | undefined {
  return feeds.find((feed) => feed.id === id);
}
