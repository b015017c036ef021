import { ok } from '#core/outcome.ts';
import type { Field } from '../field.ts';

export const utilFields: readonly Field[] = [
  {
    name: 'util.cnt',
    family: 'util',
    type: 'uint64',
    describes: 'Counts how often this use of it was asked, from 1.',
    reader: () => {
      let asked = 0;
      return ok(() => {
        asked += 1;
        return asked;
      });
    },
  },
];
