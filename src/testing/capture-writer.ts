import { BlockBuilder } from '#runtime/events/capture/block-builder.ts';
import { BlockType, sectionMagic } from '#runtime/events/capture/block-type.ts';
import { eventTable } from '#runtime/events/table/event-table.ts';

/** Blocks of captures by hand, old and new ones. Values are little endian; all returned buffers are copies. */

export interface SampleEvent {
  readonly type: number;
  /** undefined: no bytes. */
  readonly values?: readonly (Buffer | undefined)[];
  readonly tid?: number;
  readonly time?: bigint;
  readonly cpu?: number;
  readonly flags?: number;
  /** 1: header without the number of parameters. */
  readonly version?: 1 | 2;
}

export function section({ major = 1, magic = sectionMagic, options = Buffer.alloc(0) } = {}): Buffer {
  return block(BlockType.section, (builder) => {
    builder.u32(magic);
    builder.u16(major);
    builder.u16(2);
    builder.u64(0xffffffffffffffffn);
    builder.raw(options);
  });
}

export function event({ type, values = [], tid = 1, time = 1n, cpu = 0, flags = 0, version = 2 }: SampleEvent): Buffer {
  const large = eventTable[type]?.flags.has('large') ?? false;
  const kinds =
    version === 1
      ? [BlockType.event1, BlockType.flaggedEvent1]
      : large
        ? [BlockType.event2Large, BlockType.flaggedEvent2Large]
        : [BlockType.event2, BlockType.flaggedEvent2];
  return block(kinds[flags === 0 ? 0 : 1]!, (builder) => {
    builder.u16(cpu);
    if (flags !== 0) builder.u32(flags);
    const data = values.reduce((sum, value) => sum + (value?.length ?? 0), 0);
    const length = (version === 1 ? 22 : 26) + values.length * (large ? 4 : 2) + data;
    builder.u64(time);
    builder.number64(tid);
    builder.u32(length);
    builder.u16(type);
    if (version === 2) builder.u32(values.length);
    for (const value of values) {
      if (large) builder.u32(value?.length ?? 0);
      else builder.u16(value?.length ?? 0);
    }
    for (const value of values) if (value) builder.raw(value);
  });
}

export function block(type: number, write: (builder: BlockBuilder) => void): Buffer {
  const builder = new BlockBuilder();
  builder.begin(type);
  write(builder);
  return Buffer.from(builder.end());
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

export function i64(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes;
}

export function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}
