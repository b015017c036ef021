import type { Cataloger } from '../cataloger.ts';

/** Every cataloger, sorted by id. The convention test walks this folder. */
export const catalogers: readonly Cataloger[] = [];
