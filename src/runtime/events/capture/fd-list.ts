import { FdType } from '../state/fd.ts';
import { decodeText } from '../text.ts';
import type { BlockCursor } from './block-cursor.ts';
import type { FdEntry } from './capture-entries.ts';

/** Reads the entries of an fd list after its thread id (libs, scap_read_fdlist); version 2 has a length before each. What is wrong shows in `cursor.short`. */
export function readFdList(cursor: BlockCursor, version: number): FdEntry[] {
  const list: FdEntry[] = [];
  const blockEnd = cursor.end;
  while (blockEnd - cursor.at >= 4) {
    const start = cursor.at;
    if (version >= 2) {
      const length = cursor.u32();
      if (length < 4 || length > blockEnd - start) {
        cursor.short = true;
        return list;
      }
      cursor.end = start + length;
    }
    const entry = readEntry(cursor, version);
    if (cursor.short) return list;
    list.push(entry);
    if (version >= 2) {
      cursor.at = cursor.end;
      cursor.end = blockEnd;
    }
  }
  return list;
}

function readEntry(cursor: BlockCursor, version: number): FdEntry {
  const entry: FdEntry = {
    number: cursor.number64(),
    type: 0,
    name: '',
    openFlags: 0,
    device: 0,
    inode: cursor.u64(),
    l4: 0,
    clientAddress: undefined,
    clientPort: 0,
    serverAddress: undefined,
    serverPort: 0,
    unixSource: 0n,
    unixDestination: 0n,
  };
  entry.type = cursor.u8();
  switch (entry.type) {
    case FdType.ipv4:
    case FdType.ipv6:
      entry.clientAddress = address(cursor, entry.type === FdType.ipv4);
      entry.serverAddress = address(cursor, entry.type === FdType.ipv4);
      entry.clientPort = cursor.u16();
      entry.serverPort = cursor.u16();
      entry.l4 = cursor.u8();
      break;
    case FdType.ipv4Server:
    case FdType.ipv6Server:
      entry.serverAddress = address(cursor, entry.type === FdType.ipv4Server);
      entry.serverPort = cursor.u16();
      entry.l4 = cursor.u8();
      break;
    case FdType.unix:
      entry.unixSource = cursor.u64();
      entry.unixDestination = cursor.u64();
      entry.name = text(cursor);
      break;
    case FdType.fileV2:
      entry.openFlags = cursor.u32();
      entry.name = text(cursor);
      if (version >= 2 && cursor.left >= 4) entry.device = cursor.u32();
      break;
    case FdType.unknown:
      break;
    default:
      if (entry.type <= FdType.pid) entry.name = text(cursor);
      else {
        // Of a newer writer: only its length is known, which version 1 does not say.
        if (version < 2) cursor.short = true;
        entry.name = `unknown-type:[${entry.type}]`;
        entry.type = FdType.unsupported;
      }
  }
  return entry;
}

function address(cursor: BlockCursor, four: boolean): Uint8Array {
  return Uint8Array.from(cursor.raw(four ? 4 : 16));
}

function text(cursor: BlockCursor): string {
  const bytes = cursor.counted();
  const nul = bytes.indexOf(0);
  return decodeText(bytes, 0, nul < 0 ? bytes.length : nul);
}
