import type { Field } from '../field.ts';
import { unread } from './unread.ts';

export const groupFields: readonly Field[] = [
  { name: 'group.gid', family: 'group', type: 'uint32', describes: '', reader: unread },
  { name: 'group.name', family: 'group', type: 'charbuf', describes: '', reader: unread },
];
