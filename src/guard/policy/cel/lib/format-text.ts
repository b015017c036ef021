import { doubleOf } from '../arithmetic.ts';
import { CelError } from '../cel-error.ts';
import { compare } from '../compare.ts';
import { mapEntries } from '../maps.ts';
import {
  type CelDuration,
  type CelTimestamp,
  type CelType,
  type CelUint,
  type CelValue,
  kindOf,
  typeNameOf,
} from '../values.ts';
import { formatDouble } from './double-text.ts';
import { formatDuration, formatTimestamp } from './time.ts';

/** `"%s of %d".format([a, b])` as in version 2 of the string extension, which Kubernetes uses: numbers are written in the manner of locale en_US. */
export function formatText(template: string, args: readonly CelValue[]): string {
  let text = '';
  let used = 0;
  for (let at = 0; at < template.length; at += 1) {
    const character = template[at] as string;
    if (character !== '%') {
      text += character;
      continue;
    }
    at += 1;
    if (template[at] === '%') {
      text += '%';
      continue;
    }
    let precision = 6;
    if (template[at] === '.') {
      const digits = /^\d+/.exec(template.slice(at + 1))?.[0];
      if (!digits) throw new CelError('could not parse formatting clause: no precision after the point');
      at += 1 + digits.length;
      precision = Number(digits);
      if (precision > 100) throw new CelError('could not parse formatting clause: the precision is above 100');
    }
    const clause = template[at];
    if (clause === undefined) throw new CelError('could not parse formatting clause: unexpected end of format string');
    if (!'sdfeboxX'.includes(clause))
      throw new CelError(`could not parse formatting clause: unrecognized formatting clause "${clause}"`);
    if (used >= args.length) throw new CelError(`index ${used} out of range`);
    text += formatOne(clause, precision, args[used]);
    used += 1;
  }
  return text;
}

function formatOne(clause: string, precision: number, value: CelValue): string {
  const kind = kindOf(value);
  const wrong = (what: string) => new CelError(`error during formatting: ${what}, was given ${typeNameOf(value)}`);
  switch (clause) {
    case 's':
      return plainText(value);
    case 'd':
      if (kind !== 'int' && kind !== 'uint') throw wrong('decimal clause can only be used on integers');
      return plainText(value);
    case 'b':
      if (kind === 'bool') return value ? '1' : '0';
      if (kind !== 'int' && kind !== 'uint') throw wrong('only integers and bools can be formatted as binary');
      return wholeOf(value).toString(2);
    case 'o':
      if (kind !== 'int' && kind !== 'uint') throw wrong('octal clause can only be used on integers');
      return wholeOf(value).toString(8);
    case 'x':
      return hex(value, kind, wrong);
    case 'X':
      return hex(value, kind, wrong).toUpperCase();
    case 'f':
      return fixed(
        doubleFor(value, kind, () => wrong('fixed-point clause can only be used on doubles')),
        precision,
      );
    default:
      return scientific(
        doubleFor(value, kind, () => wrong('scientific clause can only be used on doubles')),
        precision,
      );
  }
}

function hex(value: CelValue, kind: string, wrong: (what: string) => CelError): string {
  if (kind === 'int' || kind === 'uint') return wholeOf(value).toString(16);
  if (kind === 'string') return Buffer.from(value as string, 'utf8').toString('hex');
  if (kind === 'bytes') return Buffer.from(value as Uint8Array).toString('hex');
  throw wrong('only integers, byte buffers, and strings can be formatted as hex');
}

function wholeOf(value: CelValue): bigint {
  return typeof value === 'object' ? (value as CelUint).value : BigInt(value as number);
}

function doubleFor(value: CelValue, kind: string, wrong: () => CelError): number {
  if (kind === 'double') return doubleOf(value);
  if (kind === 'int' || kind === 'uint') return Number(wholeOf(value));
  if (kind === 'string' && ['NaN', 'Infinity', '-Infinity'].includes(value as string)) return Number(value);
  throw wrong();
}

function special(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? undefined : value > 0 ? '∞' : '-∞';
}

function fixed(value: number, precision: number): string {
  return special(value) ?? exactFixed(value, precision);
}

/** toFixed switches to exponents at 1e21. */
function exactFixed(value: number, precision: number): string {
  const text =
    Math.abs(value) < 1e21
      ? value.toFixed(precision)
      : `${BigInt(value)}${precision ? `.${'0'.repeat(precision)}` : ''}`;
  const [whole, fraction] = text.split('.') as [string, string?];
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function scientific(value: number, precision: number): string {
  const other = special(value);
  if (other !== undefined) return other.padStart(6);
  const [mantissa, exponent] = value.toExponential(precision).split('e') as [string, string];
  const digits = exponent.replace(/^[+-]/, '').padStart(2, '0');
  const raised = [...digits].map((digit) => superscripts[Number(digit)]).join('');
  return `${mantissa}×10${exponent.startsWith('-') ? '⁻' : ''}${raised}`;
}

/** `%s` at the top level. */
function plainText(value: CelValue): string {
  switch (kindOf(value)) {
    case 'string':
      return value as string;
    case 'double': {
      const number = doubleOf(value);
      return formatDouble(number);
    }
    case 'bytes':
      return Buffer.from(value as Uint8Array).toString('utf8');
    case 'duration':
      return formatDuration(value as CelDuration);
    case 'timestamp':
      return formatTimestamp(value as CelTimestamp);
    default:
      return nestedText(value);
  }
}

/** Inside lists and maps. */
function nestedText(value: CelValue): string {
  switch (kindOf(value)) {
    case 'string':
      return JSON.stringify(value);
    case 'bool':
    case 'int':
      return String(value);
    case 'uint':
      return String(wholeOf(value));
    case 'null':
      return 'null';
    case 'double': {
      const number = doubleOf(value);
      return Number.isFinite(number) ? number.toFixed(6) : `"${formatDouble(number)}"`;
    }
    case 'bytes':
      return `b${JSON.stringify(Buffer.from(value as Uint8Array).toString('utf8'))}`;
    case 'duration':
      return `duration(${JSON.stringify(formatDuration(value as CelDuration))})`;
    case 'timestamp':
      return `timestamp(${JSON.stringify(formatTimestamp(value as CelTimestamp))})`;
    case 'type':
      return (value as CelType).name;
    case 'list':
      return `[${(value as unknown[]).map(nestedText).join(', ')}]`;
    case 'map':
      return mapText(value as object);
    default:
      throw new CelError(`error during formatting: no string form of ${typeNameOf(value)}`);
  }
}

function mapText(map: object): string {
  const entries = [...mapEntries(map)].map(([key, value]) => [key, `${nestedText(key)}:${nestedText(value)}`] as const);
  entries.sort(([a], [b]) => byKey(a, b));
  return `{${entries.map(([, text]) => text).join(', ')}}`;
}

/** Keys by their text, as Go sorts them. */
function byKey(a: CelValue, b: CelValue): number {
  return compare(nestedText(a), nestedText(b));
}
