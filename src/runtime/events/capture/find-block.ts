import { BlockType } from './block-type.ts';
import { captureLimits } from './capture-limits.ts';

/** Header (type, length) and trailer (length again) of a block. */
export const blockOverhead = 12;

const knownBlocks: ReadonlySet<number> = new Set(Object.values(BlockType));

/** Bytes that a block of the type may have. */
export function blockLimit(type: number): number {
  switch (type) {
    case BlockType.event2:
    case BlockType.event1:
    case BlockType.oldEvent1:
    case BlockType.flaggedEvent1:
    case BlockType.flaggedEvent2:
      return captureLimits.smallEventBytes;
    default:
      return captureLimits.blockBytes;
  }
}

/** True where a block may start, or where too few bytes are left to say. */
export function mayBeBlock(view: DataView, at: number, end: number): boolean {
  return end - at < 8 || (knownBlocks.has(view.getUint32(at, true)) && view.getUint32(at + 4, true) >= blockOverhead);
}

/** Second bytes of the known types: most of what is searched has others, and one look at a byte is all that it costs. */
const secondBytes = new Uint8Array(256);
for (const type of knownBlocks) secondBytes[(type >>> 8) & 0xff] = 1;

/**
 * After damage: where the next block begins that is of a known type and ends with its own length. Where there is none yet, the complement (`~`)
 * of where to go on searching with more bytes; with `final` there are no more.
 */
export function findBlock(view: DataView, start: number, end: number, final: boolean): number {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  let at = start;
  for (; end - at >= blockOverhead; at += 1) {
    if (secondBytes[bytes[at + 1]!] === 0) continue;
    const type = view.getUint32(at, true);
    if (!knownBlocks.has(type)) continue;
    const length = view.getUint32(at + 4, true);
    if (length < blockOverhead || length > blockLimit(type)) continue;
    if (length > end - at) {
      // Might be one, if what comes next ends as it should.
      if (length <= captureLimits.smallEventBytes && !final) return ~at;
      continue;
    }
    if (view.getUint32(at + length - 4, true) === length) return at;
  }
  return ~at;
}
