import type { NetworkInterface } from '../state/host-state.ts';
import { decodeText } from '../text.ts';
import type { BlockCursor } from './block-cursor.ts';

/** Numbers of interface entries: the first two with link speed, the older two without. */
const kinds = { ipv4: 1, ipv6: 2, ipv4NoSpeed: 3, ipv6NoSpeed: 4 } as const;

/** Reads network interfaces (libs, scap_read_iflist); version 2 has a length (without itself) before each entry. What is wrong shows in `cursor.short`. */
export function readInterfaceList(cursor: BlockCursor, version: number, add: (item: NetworkInterface) => void): void {
  const blockEnd = cursor.end;
  while (blockEnd - cursor.at >= 4) {
    if (version >= 2) {
      const length = cursor.u32();
      if (length < 4 || length > blockEnd - cursor.at) {
        cursor.short = true;
        return;
      }
      cursor.end = cursor.at + length;
    }
    const type = cursor.u16();
    const nameLength = cursor.u16();
    const bytes = type === kinds.ipv4 || type === kinds.ipv4NoSpeed ? 4 : 16;
    if (type < kinds.ipv4 || type > kinds.ipv6NoSpeed) {
      if (version < 2) {
        cursor.short = true;
        return;
      }
    } else {
      const item = {
        type: bytes === 4 ? kinds.ipv4 : kinds.ipv6,
        address: Uint8Array.from(cursor.raw(bytes)),
        netmask: Uint8Array.from(cursor.raw(bytes)),
        broadcast: Uint8Array.from(cursor.raw(bytes)),
        linkSpeed: type <= kinds.ipv6 ? cursor.u64() : 0n,
        name: text(cursor.raw(nameLength)),
      };
      if (cursor.short) return;
      add(item);
    }
    if (version >= 2) {
      cursor.at = cursor.end;
      cursor.end = blockEnd;
    }
  }
}

function text(bytes: Buffer): string {
  const nul = bytes.indexOf(0);
  return decodeText(bytes, 0, nul < 0 ? bytes.length : nul);
}
