import type { Field } from '../field.ts';
import { unread } from './unread.ts';

export const userFields: readonly Field[] = [
  { name: 'user.uid', family: 'user', type: 'uint32', describes: '', reader: unread },
  { name: 'user.name', family: 'user', type: 'charbuf', describes: '', reader: unread },
  { name: 'user.homedir', family: 'user', type: 'charbuf', describes: '', reader: unread },
  { name: 'user.shell', family: 'user', type: 'charbuf', describes: '', reader: unread },
  { name: 'user.loginuid', family: 'user', type: 'int64', describes: '', reader: unread },
  { name: 'user.loginname', family: 'user', type: 'charbuf', describes: '', reader: unread },
];
