import { errorNumber } from '#runtime/events/format/error-name.ts';
import type { ParameterRow } from '#runtime/events/table/event-table.ts';
import { parameterSize } from '#runtime/events/table/parameter-size.ts';
import { encodeText } from '#runtime/events/text.ts';
import { toInteger } from '../node-reader.ts';
import { parseEndpoint } from './address.ts';
import { ByteWriter, nulTexts } from './byte-writer.ts';

/** What a script gives for a parameter: text, or several. */
export type ParameterValue = string | readonly string[];

/** Families as events have them (PPM_AF_*). */
const families = { unix: 1, ipv4: 2, ipv6: 10 } as const;

/** A value as its parameter lies in a capture; a text says what is wrong with it. */
export function encodeParameter(row: ParameterRow, value: ParameterValue): Uint8Array | string {
  const width = integerSize(row.type);
  if (width !== undefined) return integer(row, value, width);
  const text = typeof value === 'string' ? value : value.join(' ');
  switch (row.type) {
    case 'text':
    case 'path':
    case 'relpath':
      return encodeText(`${text}\0`);
    case 'bytes':
    case 'texts':
    case 'text-pairs':
      return typeof value === 'string' ? encodeText(text) : nulTexts(value);
    case 'sockaddr':
      return socketAddress(text);
    case 'socktuple':
      return socketTuple(text);
    case 'dyn': {
      const [first] = row.variants ?? [];
      const bytes = first === undefined ? 'has no variants' : encodeParameter({ name: row.name, ...first }, value);
      return typeof bytes === 'string' ? bytes : Buffer.concat([Buffer.of(0), bytes]);
    }
    default:
      return `is of type ${row.type}, which scripts cannot write`;
  }
}

/** What a parameter holds where a script does not say: nothing for texts and bytes, 0 for numbers. */
export function defaultParameter(row: ParameterRow): Uint8Array {
  const width = integerSize(row.type);
  // A relative path starts from the working directory.
  if (row.name.endsWith('dirfd') || row.name === 'olddir' || row.name === 'newdir') return number(-100n, width ?? 8);
  return width === undefined ? new Uint8Array(0) : number(0n, width);
}

/** Bytes of the types that hold one integer. */
function integerSize(type: ParameterRow['type']): number | undefined {
  const size = parameterSize(type);
  return size === undefined || size > 8 ? undefined : size;
}

function integer(row: ParameterRow, value: ParameterValue, width: number): Uint8Array | string {
  let sum = 0n;
  for (const word of typeof value === 'string' ? value.split('|') : value) {
    const name = word.trim();
    const flag = row.flags?.find((item) => item.name === name);
    const part = flag === undefined ? (toInteger(name) ?? errorValue(name)) : BigInt(flag.value);
    if (part === undefined)
      return `takes a number${row.flags ? ` or ${someNames(row)}` : ''}, not ${JSON.stringify(name)}`;
    sum = part < 0n ? part : sum | part;
  }
  const bits = BigInt(width * 8);
  if (sum >= 1n << bits || sum < -(1n << (bits - 1n))) return `does not fit into ${width * 8} bits`;
  return number(sum, width);
}

/** Results may be written as errors: EPERM, ECONNREFUSED. */
function errorValue(name: string): bigint | undefined {
  const value = errorNumber(name);
  return value === undefined ? undefined : BigInt(value);
}

function someNames(row: ParameterRow): string {
  return (row.flags ?? [])
    .slice(0, 3)
    .map((flag) => flag.name)
    .join(', ');
}

function number(value: bigint, width: number): Uint8Array {
  return new ByteWriter().u64(value).bytes.subarray(0, width);
}

function socketAddress(text: string): Uint8Array | string {
  const endpoint = parseEndpoint(text);
  if (endpoint !== undefined)
    return new ByteWriter().u8(family(endpoint.address)).raw(endpoint.address).u16(endpoint.port).bytes;
  if (!text.startsWith('/') && !text.startsWith('@')) return 'takes address:port or the path of a unix socket';
  return new ByteWriter().u8(families.unix).raw(encodeText(`${text}\0`)).bytes;
}

function socketTuple(text: string): Uint8Array | string {
  const [from = '', to = ''] = text.split('->').map((part) => part.trim());
  const [source, target] = [parseEndpoint(from), parseEndpoint(to)];
  if (source !== undefined && target !== undefined && source.address.length === target.address.length) {
    const writer = new ByteWriter().u8(family(source.address));
    return writer.raw(source.address).u16(source.port).raw(target.address).u16(target.port).bytes;
  }
  if (!text.startsWith('/') && !text.startsWith('@'))
    return 'takes address:port->address:port or the path of a unix socket';
  return new ByteWriter()
    .u8(families.unix)
    .u64(0n)
    .u64(0n)
    .raw(encodeText(`${text}\0`)).bytes;
}

function family(address: Uint8Array): number {
  return address.length === 4 ? families.ipv4 : families.ipv6;
}
