import { blockOverhead } from '#runtime/events/capture/find-block.ts';

/** A block without its lengths. */
export interface CapturePart {
  readonly type: number;
  /** With the padding. */
  readonly body: Buffer;
}

/** The blocks of a capture, as far as they follow each other. */
export function partsOf(capture: Buffer): CapturePart[] {
  const parts: CapturePart[] = [];
  let at = 0;
  while (capture.length - at >= blockOverhead) {
    const length = capture.readUInt32LE(at + 4);
    if (length < blockOverhead || length > capture.length - at) break;
    parts.push({ type: capture.readUInt32LE(at), body: capture.subarray(at + 8, at + length - 4) });
    at += length;
  }
  return parts;
}

/** A block, padded, with the right lengths. */
export function blockOf({ type, body }: CapturePart): Buffer {
  const length = blockOverhead + Math.ceil(body.length / 4) * 4;
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(type >>> 0, 0);
  bytes.writeUInt32LE(length, 4);
  body.copy(bytes, 8);
  bytes.writeUInt32LE(length, length - 4);
  return bytes;
}

/** An event in its block: header, lengths and values taken apart. */
export interface EventParts {
  readonly block: number;
  cpu: number;
  /** undefined: the block has none. */
  flags: number | undefined;
  time: bigint;
  tid: bigint;
  type: number;
  values: Buffer[];
}

const first: ReadonlySet<number> = new Set([0x204, 0x208, 0x8010abcd]);
const large: ReadonlySet<number> = new Set([0x221, 0x222]);
const flagged: ReadonlySet<number> = new Set([0x208, 0x217, 0x222]);
const second: ReadonlySet<number> = new Set([0x216, 0x217, 0x221, 0x222]);

export function isEvent(type: number): boolean {
  return first.has(type) || second.has(type);
}

/** undefined where it is no event, or not a whole one. Of events of the first version, which do not say how many parameters they have, one value. */
export function eventOfPart({ type: block, body }: CapturePart): EventParts | undefined {
  if (!isEvent(block)) return undefined;
  const isFirst = first.has(block);
  let at = flagged.has(block) ? 6 : 2;
  if (body.length < at + (isFirst ? 22 : 26)) return undefined;
  const event: EventParts = {
    block,
    cpu: body.readUInt16LE(0),
    flags: at === 6 ? body.readUInt32LE(2) : undefined,
    time: body.readBigUInt64LE(at),
    tid: body.readBigInt64LE(at + 8),
    type: body.readUInt16LE(at + 20),
    values: [],
  };
  const end = Math.min(body.length, at + body.readUInt32LE(at + 16));
  if (isFirst) {
    event.values.push(body.subarray(at + 22, end));
    return event;
  }
  const count = body.readUInt32LE(at + 22);
  const width = large.has(block) ? 4 : 2;
  at += 26;
  let value = at + count * width;
  if (value > end) return undefined;
  for (let index = 0; index < count; index += 1) {
    const size = body.readUIntLE(at + index * width, width);
    event.values.push(body.subarray(value, Math.min(end, value + size)));
    value += size;
  }
  return event;
}

export function partOfEvent(event: EventParts): CapturePart {
  const isFirst = first.has(event.block);
  const width = isFirst ? 0 : large.has(event.block) ? 4 : 2;
  const values = width === 2 ? event.values.map((value) => value.subarray(0, 0xffff)) : event.values;
  const skip = event.flags === undefined ? 2 : 6;
  const header = Buffer.alloc(skip + (isFirst ? 22 : 26) + values.length * width);
  header.writeUInt16LE(event.cpu, 0);
  if (event.flags !== undefined) header.writeUInt32LE(event.flags >>> 0, 2);
  header.writeBigUInt64LE(BigInt.asUintN(64, event.time), skip);
  header.writeBigInt64LE(BigInt.asIntN(64, event.tid), skip + 8);
  const length = header.length - skip + values.reduce((sum, value) => sum + value.length, 0);
  header.writeUInt32LE(length, skip + 16);
  header.writeUInt16LE(event.type & 0xffff, skip + 20);
  if (!isFirst) {
    header.writeUInt32LE(values.length, skip + 22);
    values.forEach((value, index) => {
      header.writeUIntLE(value.length, skip + 26 + index * width, width);
    });
  }
  return { type: event.block, body: Buffer.concat([header, ...values]) };
}

/** Lists whose entries say their length. */
const lists: ReadonlyMap<number, number> = new Map([
  [0x215, 0],
  [0x218, 8],
  [0x219, 0],
  [0x220, 0],
]);

export interface ListParts {
  readonly type: number;
  readonly start: Buffer;
  /** Without their lengths. */
  entries: Buffer[];
}

export function listOfPart({ type, body }: CapturePart): ListParts | undefined {
  const start = lists.get(type);
  if (start === undefined || body.length < start) return undefined;
  const entries: Buffer[] = [];
  for (let at = start; body.length - at >= 4; ) {
    const length = body.readUInt32LE(at);
    const skip = type === 0x219 ? 4 : 0;
    if (length + skip < 4 || length + skip > body.length - at) break;
    entries.push(body.subarray(at + 4, at + length + skip));
    at += length + skip;
  }
  return { type, start: body.subarray(0, start), entries };
}

export function partOfList({ type, start, entries }: ListParts): CapturePart {
  const pieces: Buffer[] = [start];
  for (const entry of entries) {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(entry.length + (type === 0x219 ? 0 : 4));
    pieces.push(length, entry);
  }
  return { type, body: Buffer.concat(pieces) };
}
