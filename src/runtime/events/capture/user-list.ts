import type { Group, User } from '../state/host-state.ts';
import { decodeText } from '../text.ts';
import type { BlockCursor } from './block-cursor.ts';

const userEntry = 0;

/** Reads users and groups (libs, scap_read_userlist); version 2 has a length before each entry. What is wrong shows in `cursor.short`. */
export function readUserList(
  cursor: BlockCursor,
  version: number,
  addUser: (user: User) => void,
  addGroup: (group: Group) => void,
): void {
  const blockEnd = cursor.end;
  while (blockEnd - cursor.at >= 4) {
    const start = cursor.at;
    if (version >= 2) {
      const length = cursor.u32();
      if (length < 4 || length > blockEnd - start) {
        cursor.short = true;
        return;
      }
      cursor.end = start + length;
    }
    if (cursor.u8() === userEntry) {
      const user = {
        uid: cursor.u32(),
        gid: cursor.u32(),
        name: text(cursor),
        home: text(cursor),
        shell: text(cursor),
      };
      if (cursor.short) return;
      addUser(user);
    } else {
      const group = { gid: cursor.u32(), name: text(cursor) };
      if (cursor.short) return;
      addGroup(group);
    }
    if (version >= 2) {
      cursor.at = cursor.end;
      cursor.end = blockEnd;
    }
  }
}

function text(cursor: BlockCursor): string {
  const bytes = cursor.counted();
  return decodeText(bytes, 0, bytes.length);
}
