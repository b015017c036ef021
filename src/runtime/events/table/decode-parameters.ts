import type { CaptureEvent } from '../event.ts';
import { decodeText } from '../text.ts';
import { eventTable, type ParameterType } from './event-table.ts';
import type { EventParameters } from './generated/event-parameters.generated.ts';
import { EventType } from './generated/event-type.ts';

export type ParameterValue = number | bigint | string | readonly string[] | Buffer;

/**
 * All parameters of an event by name, for tests, tools and `rules explain`; conditions read the one they need from the event itself. Numbers
 * of 64 bits are bigint, except results, descriptors and thread ids; bytes are not copied. What the event does not have is missing, and so is
 * a value that is shorter than its type. Parameters of a newer writer are `+N`, by their place.
 */
export function decodeParameters(event: CaptureEvent): Readonly<Record<string, ParameterValue>> {
  const rows = eventTable[event.type]?.parameters ?? [];
  const values: Record<string, ParameterValue> = Object.create(null);
  for (let index = 0; index < event.parameterCount; index += 1) {
    const row = rows[index];
    const value = event.has(index) ? decode(event, index, row?.type ?? 'bytes') : undefined;
    if (value !== undefined) values[row?.name ?? `+${index}`] = value;
  }
  return values;
}

/** The parameters of an event of a known type; undefined where it is of another. */
export function parametersOf<Id extends keyof EventParameters>(
  event: CaptureEvent,
  id: Id,
): EventParameters[Id] | undefined {
  return event.type === EventType[id] ? (decodeParameters(event) as EventParameters[Id]) : undefined;
}

function decode(event: CaptureEvent, index: number, type: ParameterType): ParameterValue | undefined {
  switch (type) {
    case 'u8':
    case 'flags8':
    case 'enum8':
    case 'signal':
      return event.u8(index);
    case 'i8': {
      const value = event.u8(index);
      return value === undefined ? undefined : (value << 24) >> 24;
    }
    case 'u16':
    case 'flags16':
    case 'enum16':
    case 'syscall':
    case 'port':
      return event.u16(index);
    case 'i16': {
      const value = event.u16(index);
      return value === undefined ? undefined : (value << 16) >> 16;
    }
    case 'u32':
    case 'flags32':
    case 'enum32':
    case 'mode':
    case 'uid':
    case 'gid':
    case 'sigset':
      return event.u32(index);
    case 'i32':
    case 'fd32':
    case 'pid32':
      return event.i32(index);
    case 'errno':
    case 'fd':
    case 'pid':
      return event.number64(index);
    case 'u64':
    case 'reltime':
    case 'abstime':
      return event.u64(index);
    case 'i64':
      return event.i64(index);
    case 'text':
    case 'path':
    case 'relpath':
      return event.text(index);
    case 'texts':
    case 'text-pairs':
      return texts(event.raw(index));
    default:
      return event.raw(index);
  }
}

function texts(bytes: Buffer): readonly string[] {
  const list: string[] = [];
  let start = 0;
  while (start < bytes.length) {
    const nul = bytes.indexOf(0, start);
    const end = nul < 0 ? bytes.length : nul;
    list.push(decodeText(bytes, start, end));
    start = end + 1;
  }
  return list;
}
