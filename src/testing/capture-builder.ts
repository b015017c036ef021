import { BlockBuilder } from '#runtime/events/capture/block-builder.ts';
import { BlockType } from '#runtime/events/capture/block-type.ts';
import { CaptureEvent } from '#runtime/events/event.ts';
import { eventTable, type ParameterRow } from '#runtime/events/table/event-table.ts';
import { EventType } from '#runtime/events/table/generated/event-type.ts';
import { parameterSize } from '#runtime/events/table/parameter-size.ts';
import { section } from './capture-writer.ts';

/** Bytes as they are; a text gets its NUL; a list of texts is each with its NUL; numbers have the width of the parameter's type. */
export type ParameterValue = number | bigint | string | readonly string[] | Uint8Array;

export interface EventFacts {
  readonly type: keyof typeof EventType;
  readonly tid?: number;
  /** Nanoseconds since 1970. */
  readonly time?: bigint;
  /** By name; those left out are empty. */
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  /** Parameters that are written; default all of the row. */
  readonly count?: number;
}

/** Header, lengths and values of one event, by the table. Throws where the row has no such parameter. */
export function encodeEvent({ type, tid = 1, time = 1n, parameters = {}, count }: EventFacts): Buffer {
  const row = eventTable[EventType[type]]!;
  const rows = row.parameters.slice(0, count);
  for (const name of Object.keys(parameters)) {
    if (!rows.some((parameter) => parameter.name === name)) throw new Error(`${type} has no parameter ${name}`);
  }
  const values = rows.map((parameter) => encodeValue(parameter, parameters[parameter.name]));
  const width = row.flags.has('large') ? 4 : 2;
  const header = Buffer.alloc(26 + values.length * width);
  header.writeBigUInt64LE(time, 0);
  header.writeBigInt64LE(BigInt(tid), 8);
  header.writeUInt32LE(header.length + values.reduce((sum, value) => sum + value.length, 0), 16);
  header.writeUInt16LE(row.number, 20);
  header.writeUInt32LE(values.length, 22);
  values.forEach((value, index) => {
    header.writeUIntLE(value.length, 26 + index * width, width);
  });
  return Buffer.concat([header, ...values]);
}

function encodeValue(parameter: ParameterRow, value: ParameterValue | undefined): Buffer {
  if (value === undefined) return Buffer.alloc(0);
  if (typeof value === 'string') return Buffer.from(`${value}\0`);
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (typeof value === 'object') return Buffer.from(value.map((text) => `${text}\0`).join(''));
  const width = parameterSize(parameter.type);
  if (width === undefined || width > 8) throw new Error(`${parameter.name}: a ${parameter.type} is not a number`);
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt.asIntN(64, BigInt(value)));
  return bytes.subarray(0, width);
}

/** The event over these bytes, as a reader of captures would show it. */
export function eventOf(bytes: Buffer, number = 1): CaptureEvent {
  const event = new CaptureEvent();
  event.number = number;
  const type = bytes.readUInt16LE(20);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  event.point(bytes, view, 0, bytes.readUInt32LE(22), eventTable[type]?.flags.has('large') ?? false);
  return event;
}

/** An event block around an encoded event. */
export function eventBlock(bytes: Buffer, cpu = 0): Buffer {
  const large = eventTable[bytes.readUInt16LE(20)]?.flags.has('large');
  const builder = new BlockBuilder();
  builder.begin(large ? BlockType.event2Large : BlockType.event2);
  builder.u16(cpu);
  builder.raw(bytes);
  return Buffer.from(builder.end());
}

/** A capture of these blocks, with its section header before them. */
export function captureOf(blocks: readonly Buffer[]): Buffer {
  return Buffer.concat([section(), ...blocks]);
}

/** An internet tuple as socktuple parameters have it: IPv4 addresses as text, ports. */
export function ipv4Tuple(source: string, sourcePort: number, destination: string, destinationPort: number): Buffer {
  const bytes = Buffer.alloc(13);
  bytes[0] = 2;
  bytes.set(source.split('.').map(Number), 1);
  bytes.writeUInt16LE(sourcePort, 5);
  bytes.set(destination.split('.').map(Number), 7);
  bytes.writeUInt16LE(destinationPort, 11);
  return bytes;
}

/** An address as sockaddr parameters have it. */
export function ipv4Address(address: string, port: number): Buffer {
  const bytes = Buffer.alloc(7);
  bytes[0] = 2;
  bytes.set(address.split('.').map(Number), 1);
  bytes.writeUInt16LE(port, 5);
  return bytes;
}

export function unixTuple(source: bigint, destination: bigint, path: string): Buffer {
  const bytes = Buffer.alloc(17);
  bytes[0] = 1;
  bytes.writeBigUInt64LE(source, 1);
  bytes.writeBigUInt64LE(destination, 9);
  return Buffer.concat([bytes, Buffer.from(`${path}\0`)]);
}
