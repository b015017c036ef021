import { durationResult, intResult, timestampResult } from '../arithmetic.ts';
import { CelError } from '../cel-error.ts';
import { type Declaration, fn, method } from '../declarations.ts';
import { CelDuration, CelTimestamp, timestampNanos } from '../values.ts';

const perMilli = 1_000_000n;
const perSecond = 1_000_000_000n;

/** Timestamps and durations (langdef.md "Timezones", standard definitions; the texts are Go's RFC 3339 and time.ParseDuration). */
export const timeLibrary: readonly Declaration[] = [
  fn('timestamp', ['string -> timestamp', 'int -> timestamp', 'timestamp -> timestamp'], toTimestamp, { eager: true }),
  fn('duration', ['string -> duration', 'int -> duration', 'duration -> duration'], toDuration, { eager: true }),
  ...dateParts(),
  method('getHours', ['duration -> int'], (d: CelDuration) => intResult(d.nanos / (3600n * perSecond))),
  method('getMinutes', ['duration -> int'], (d: CelDuration) => intResult(d.nanos / (60n * perSecond))),
  method('getSeconds', ['duration -> int'], (d: CelDuration) => intResult(d.nanos / perSecond)),
  method('getMilliseconds', ['duration -> int'], (d: CelDuration) => intResult(d.nanos / perMilli)),
];

function dateParts(): Declaration[] {
  const parts: Record<string, (date: Date) => number> = {
    getFullYear: (date) => date.getUTCFullYear(),
    getMonth: (date) => date.getUTCMonth(),
    getDate: (date) => date.getUTCDate(),
    getDayOfMonth: (date) => date.getUTCDate() - 1,
    getDayOfWeek: (date) => date.getUTCDay(),
    getDayOfYear: dayOfYear,
    getHours: (date) => date.getUTCHours(),
    getMinutes: (date) => date.getUTCMinutes(),
    getSeconds: (date) => date.getUTCSeconds(),
    getMilliseconds: (date) => date.getUTCMilliseconds(),
  };
  return Object.entries(parts).map(([name, part]) =>
    method(name, ['timestamp -> int', 'timestamp, string -> int'], (timestamp: CelTimestamp, zone?: string) =>
      part(wallClock(timestamp, zone)),
    ),
  );
}

function dayOfYear(date: Date): number {
  const start = new Date(date);
  start.setUTCMonth(0, 1);
  start.setUTCHours(0, 0, 0, 0);
  return Math.floor((date.getTime() - start.getTime()) / 86_400_000);
}

function toTimestamp(value: unknown): CelTimestamp {
  if (value instanceof CelTimestamp) return value;
  if (value instanceof Date) return new CelTimestamp(timestampNanos(value));
  if (typeof value === 'string') return parseTimestamp(value);
  return timestampResult(BigInt(value as number) * perSecond);
}

function toDuration(value: unknown): CelDuration {
  if (value instanceof CelDuration) return value;
  if (typeof value === 'string') return parseDuration(value);
  return durationResult(BigInt(value as number) * perSecond);
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

export function parseTimestamp(text: string): CelTimestamp {
  const match = rfc3339.exec(text);
  const bad = () => new CelError(`${JSON.stringify(text)} is not a timestamp (RFC 3339)`);
  if (!match) throw bad();
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const isReal =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    date.getUTCFullYear() === year;
  if (!isReal) throw bad();
  const [zoneHours, zoneMinutes] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (zoneHours > 24 || zoneMinutes > 59) throw bad();
  const zone = (match[8] === '-' ? -1 : 1) * (zoneHours * 60 + zoneMinutes);
  const fraction = BigInt((match[7] ?? '').slice(0, 9).padEnd(9, '0'));
  return timestampResult(BigInt(date.getTime() - zone * 60_000) * perMilli + fraction);
}

export function formatTimestamp(timestamp: CelTimestamp | Date): string {
  const nanos = timestampNanos(timestamp);
  const fraction = ((nanos % perSecond) + perSecond) % perSecond;
  const date = new Date(Number((nanos - fraction) / perMilli));
  const digits = fraction.toString().padStart(9, '0').replace(/0+$/, '');
  return `${date.toISOString().slice(0, 19)}${digits ? `.${digits}` : ''}Z`;
}

const durationUnits: Record<string, bigint> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: perMilli,
  s: perSecond,
  m: 60n * perSecond,
  h: 3600n * perSecond,
};
const durationShape = /^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;

function parseDuration(text: string): CelDuration {
  const bad = () => new CelError(`${JSON.stringify(text)} is not a duration`);
  if (text.length > 200 || !durationShape.test(text)) throw bad();
  let nanos = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(/(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g)) {
    const scale = durationUnits[unit] as bigint;
    nanos += BigInt(whole || '0') * scale;
    if (fraction) nanos += (BigInt(fraction) * scale) / 10n ** BigInt(fraction.length);
  }
  const signed = text.startsWith('-') ? -nanos : nanos;
  try {
    return durationResult(signed);
  } catch {
    throw bad();
  }
}

/** Seconds with as many digits as needed: `3600s`, `0.5s`. */
export function formatDuration({ nanos }: CelDuration): string {
  const absolute = nanos < 0n ? -nanos : nanos;
  const fraction = (absolute % perSecond).toString().padStart(9, '0').replace(/0+$/, '');
  return `${nanos < 0n ? '-' : ''}${absolute / perSecond}${fraction ? `.${fraction}` : ''}s`;
}

/** A date whose UTC parts are those of the wall clock in the zone (an IANA name, or `±hh:mm`). */
function wallClock(timestamp: CelTimestamp | Date, zone: string | undefined): Date {
  const nanos = timestampNanos(timestamp);
  const millis = Number((nanos - (((nanos % perMilli) + perMilli) % perMilli)) / perMilli);
  if (zone === undefined || zone === 'UTC' || zone === '') return new Date(millis);
  const fixed = /^([+-]?)(\d\d?):(\d\d)$/.exec(zone);
  if (fixed)
    return new Date(millis + (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000);
  return inZone(millis, zone);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function inZone(millis: number, zone: string): Date {
  let format = formats.get(zone);
  if (!format) {
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        era: 'short',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      throw new CelError(`unknown time zone ${JSON.stringify(zone)}`);
    }
    if (formats.size > 100) formats.clear();
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(millis).map(({ type, value }) => [type, Number(value)]));
  const date = new Date(0);
  date.setUTCFullYear(parts.year as number, (parts.month as number) - 1, parts.day as number);
  date.setUTCHours(
    parts.hour as number,
    parts.minute as number,
    parts.second as number,
    ((millis % 1000) + 1000) % 1000,
  );
  return date;
}
