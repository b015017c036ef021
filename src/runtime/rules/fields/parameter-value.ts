import type { CaptureEvent } from '#runtime/events/event.ts';
import { addressText } from '#runtime/events/format/address-text.ts';
import { eventTable, type ParameterType } from '#runtime/events/table/event-table.ts';
import type { FieldScalar, FieldType } from '../field.ts';
import { integer } from './reader-of.ts';

/** How a parameter's value is compared. */
export function parameterType(type: ParameterType): FieldType {
  switch (type) {
    case 'i8':
    case 'i16':
      return 'int16';
    case 'i32':
    case 'fd32':
    case 'pid32':
      return 'int32';
    case 'i64':
    case 'errno':
    case 'fd':
    case 'pid':
      return 'int64';
    case 'u64':
      return 'uint64';
    case 'reltime':
      return 'reltime';
    case 'abstime':
      return 'abstime';
    case 'port':
      return 'port';
    case 'ipv4':
    case 'ipv6':
      return 'ipaddr';
    case 'text':
    case 'path':
    case 'relpath':
      return 'charbuf';
    case 'bytes':
    case 'texts':
    case 'text-pairs':
    case 'sockaddr':
    case 'socktuple':
    case 'fdlist':
    case 'dyn':
      return 'bytebuf';
    default:
      return 'uint32';
  }
}

/** A parameter as it is. Missing texts are `<NA>`; other missing values are none. */
export function parameterValue(event: CaptureEvent, index: number): FieldScalar | undefined {
  const row = eventTable[event.type]?.parameters[index];
  if (!row) return undefined;
  switch (row.type) {
    case 'text':
    case 'path':
    case 'relpath':
      return textValue(event, index);
    case 'u8':
    case 'flags8':
    case 'enum8':
    case 'signal':
      return event.u8(index);
    case 'i8':
      return event.size(index) < 1 ? undefined : event.view.getInt8(event.start(index));
    case 'u16':
    case 'flags16':
    case 'enum16':
    case 'syscall':
    case 'port':
      return event.u16(index);
    case 'i16':
      return event.size(index) < 2 ? undefined : event.view.getInt16(event.start(index), true);
    case 'u32':
    case 'flags32':
    case 'enum32':
    case 'uid':
    case 'gid':
    case 'mode':
    case 'sigset':
      return event.u32(index);
    case 'i32':
    case 'fd32':
    case 'pid32':
      return event.i32(index);
    case 'i64':
    case 'errno':
    case 'fd':
    case 'pid':
      return event.size(index) < 8 ? undefined : integer(event.i64(index)!);
    case 'u64':
    case 'reltime':
    case 'abstime':
      return event.size(index) < 8 ? undefined : integer(event.u64(index)!);
    case 'ipv4':
      return event.size(index) < 4 ? undefined : addressText(event.bytes, event.start(index), 4);
    case 'ipv6':
      return event.size(index) < 16 ? undefined : addressText(event.bytes, event.start(index), 16);
    default:
      return event.has(index) ? event.raw(index) : undefined;
  }
}

/** Text up to its NUL. Old captures have `(NULL)` for one that the kernel could not read. */
function textValue(event: CaptureEvent, index: number): string {
  const text = event.text(index);
  return text === undefined || text === '(NULL)' ? '<NA>' : text;
}
