import { doubleOf } from './arithmetic.ts';
import { formatDuration, formatTimestamp } from './lib/time.ts';
import { mapEntries } from './maps.ts';
import {
  type CelDuration,
  CelOptional,
  type CelTimestamp,
  type CelType,
  CelUint,
  type CelValue,
  kindOf,
} from './values.ts';

/**
 * A CEL value as plain JavaScript, in the manner of the protobuf JSON mapping: int and uint as number (bigint beyond the safe range), timestamps and
 * durations as text, an absent optional as null, map keys as text.
 */
export function toJs(value: CelValue): unknown {
  switch (kindOf(value)) {
    case 'uint': {
      const { value: big } = value as CelUint;
      const small = Number(big);
      return Number.isSafeInteger(small) ? small : big;
    }
    case 'double':
      return doubleOf(value);
    case 'list':
      return (value as unknown[]).map(toJs);
    case 'map': {
      const entries = [...mapEntries(value as object)].map(([key, entry]) => [keyText(key), toJs(entry)] as const);
      return Object.fromEntries(entries);
    }
    case 'timestamp':
      return formatTimestamp(value as CelTimestamp);
    case 'duration':
      return formatDuration(value as CelDuration);
    case 'type':
      return (value as CelType).name;
    case 'optional':
      return value instanceof CelOptional && value.present ? toJs(value.value) : null;
    case 'opaque':
      return String(value);
    case 'null':
      return null;
    default:
      return value;
  }
}

function keyText(key: CelValue): string {
  return key instanceof CelUint ? String(key.value) : String(key);
}
