import type { Field } from '../field.ts';
import { unread } from './unread.ts';

export const fsPathFields: readonly Field[] = [
  { name: 'fs.path.name', family: 'fs.path', type: 'charbuf', describes: '', reader: unread },
  { name: 'fs.path.nameraw', family: 'fs.path', type: 'charbuf', describes: '', reader: unread },
  { name: 'fs.path.source', family: 'fs.path', type: 'charbuf', describes: '', reader: unread },
  { name: 'fs.path.sourceraw', family: 'fs.path', type: 'charbuf', describes: '', reader: unread },
  { name: 'fs.path.target', family: 'fs.path', type: 'charbuf', describes: '', reader: unread },
  { name: 'fs.path.targetraw', family: 'fs.path', type: 'charbuf', describes: '', reader: unread },
];
