import type { Field } from '../field.ts';
import { unread } from './unread.ts';

export const fdlistFields: readonly Field[] = [
  { name: 'fdlist.nums', family: 'fdlist', type: 'charbuf', describes: '', reader: unread },
  { name: 'fdlist.names', family: 'fdlist', type: 'charbuf', describes: '', reader: unread },
  { name: 'fdlist.cips', family: 'fdlist', type: 'charbuf', describes: '', reader: unread },
  { name: 'fdlist.sips', family: 'fdlist', type: 'charbuf', describes: '', reader: unread },
  { name: 'fdlist.cports', family: 'fdlist', type: 'charbuf', describes: '', reader: unread },
  { name: 'fdlist.sports', family: 'fdlist', type: 'charbuf', describes: '', reader: unread },
];
