import type { CaptureEvent } from '#runtime/events/event.ts';
import { eventTable, type NumberBase } from '#runtime/events/table/event-table.ts';
import type { FieldScalar, FieldType, FieldValue } from '../field.ts';
import type { JsonValue } from './json-text.ts';

/** How the values of one field show, beyond what their type says. */
export interface ValueForm {
  readonly type: FieldType;
  readonly list: boolean;
  /** Integers in hexadecimal show as text in JSON too, as the ecosystem has it. */
  readonly base?: (event: CaptureEvent) => NumberBase;
  /** Digits that text is filled up to with zeros; JSON has the number. */
  readonly digits?: number;
  /** JSON has the event's time in nanoseconds, whatever the text shows. */
  readonly time?: true;
}

/** Characters of one value of bytes, and of one list, in text (sinsp's buffer of 1024 bytes). */
const maxBytesShown = 1021;
const maxBytesWhole = 1022;
const maxListText = 1023;

const hex = () => 'hex' as const;
const forms: Readonly<Record<string, Omit<ValueForm, 'type' | 'list'>>> = {
  'evt.time': { time: true },
  'evt.time.s': { time: true },
  'evt.time.iso8601': { time: true },
  'evt.datetime': { time: true },
  'evt.datetime.s': { time: true },
  'evt.outputtime': { time: true },
  'evt.rawtime.ns': { digits: 9 },
  'evt.reltime': { digits: 9 },
  'evt.reltime.ns': { digits: 9 },
  'evt.latency.ns': { digits: 9 },
  'evt.deltatime.ns': { digits: 9 },
  'fd.dev': { base: hex },
};

/** The form of a field's values. A raw parameter has that of its row in the event table. */
export function fieldForm(name: string, argument: string | undefined, type: FieldType, list: boolean): ValueForm {
  if (name === 'evt.rawarg' && argument !== undefined)
    return { type, list, base: (event) => parameterBase(event, argument) };
  return { type, list, ...forms[name] };
}

function parameterBase(event: CaptureEvent, name: string): NumberBase {
  const parameter = eventTable[event.type]?.parameters.find((row) => row.name === name);
  return parameter?.base ?? 'dec';
}

/** A value as outputs show it. */
export function valueText(value: FieldValue, form: ValueForm, event: CaptureEvent): string {
  if (typeof value === 'string') return value;
  if (!isList(value)) return scalarText(value, form, event);
  if (!form.list) return value.length === 0 ? '' : scalarText(value[0]!, form, event);
  const text = `(${value.map((item) => scalarText(item, form, event)).join(',')})`;
  return text.length > maxListText ? text.slice(0, maxListText) : text;
}

/** A value as output_fields have it. */
export function valueJson(value: FieldValue | undefined, form: ValueForm, event: CaptureEvent): JsonValue {
  if (value === undefined) return null;
  if (form.time === true) return event.time;
  if (!isList(value)) return scalarJson(value, form, event);
  if (value.length === 0) return null;
  return form.list ? value.map((item) => scalarJson(item, form, event)) : scalarJson(value[0]!, form, event);
}

function isList(value: FieldValue): value is readonly FieldScalar[] {
  return Array.isArray(value);
}

function scalarText(value: FieldScalar, form: ValueForm, event: CaptureEvent): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(value, form, event);
  return typeof value === 'boolean' ? String(value) : bytesText(value);
}

function numberText(value: number | bigint, form: ValueForm, event: CaptureEvent): string {
  if (form.type === 'double') return Number(value).toFixed(1);
  if (form.digits !== undefined) return String(value).padStart(form.digits, '0');
  const base = form.base?.(event) ?? 'dec';
  if (base !== 'hex' && base !== 'oct') return String(value);
  // Negative numbers show as the unsigned of their width: 32 bits, or 64 where it is more.
  const unsigned = value < 0 ? BigInt.asUintN(value < -2147483648 ? 64 : 32, BigInt(value)) : value;
  return base === 'hex' ? unsigned.toString(16).toUpperCase() : unsigned.toString(8);
}

function scalarJson(value: FieldScalar, form: ValueForm, event: CaptureEvent): JsonValue {
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value !== 'number' && typeof value !== 'bigint') return bytesText(value);
  const base = form.base?.(event);
  return base === 'hex' || base === 'oct' ? numberText(value, form, event) : value;
}

/** Printable ASCII, everything else as a dot. */
function bytesText(bytes: Uint8Array): string {
  const length = bytes.length > maxBytesWhole ? maxBytesShown : bytes.length;
  let text = '';
  for (let index = 0; index < length; index += 1) {
    const byte = bytes[index]!;
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  }
  return text;
}
