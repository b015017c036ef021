import type { Field } from '../field.ts';
import { unread } from './unread.ts';

export const utilFields: readonly Field[] = [
  { name: 'util.cnt', family: 'util', type: 'uint64', describes: '', reader: unread },
];
