import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import { dateTimeText, isoTimeText, timeText } from '#runtime/events/format/time-text.ts';
import type { Field, FieldReader } from '../field.ts';
import { integer, plain } from './reader-of.ts';

const time: FieldReader = (event) => event.time;
const zero: FieldReader = () => 0;

const secondsOf = (read: (event: CaptureEvent) => number | bigint): FieldReader => {
  return (event) => {
    const value = read(event);
    return typeof value === 'number' ? Math.floor(value / 1e9) : integer(value / 1_000_000_000n);
  };
};

const fractionOf = (read: (event: CaptureEvent) => number | bigint): FieldReader => {
  return (event) => {
    const value = read(event);
    return typeof value === 'number' ? value % 1e9 : Number(value % 1_000_000_000n);
  };
};

function sinceFirst(event: CaptureEvent): number | bigint {
  return since(event, event.firstHigh, event.firstLow);
}

function sincePrevious(event: CaptureEvent): number | bigint {
  return since(event, event.previousHigh, event.previousLow);
}

/** Of u64 nanoseconds, without BigInt as long as the difference is exact; one below zero wraps round, as the peers' does. */
function since(event: CaptureEvent, high: number, low: number): number | bigint {
  const { view, at } = event;
  let lowSpan = view.getUint32(at, true) - low;
  let highSpan = view.getUint32(at + 4, true) - high;
  if (lowSpan < 0) {
    lowSpan += 4294967296;
    highSpan -= 1;
  }
  if (highSpan < 0) highSpan += 4294967296;
  return highSpan < 0x200000 ? highSpan * 4294967296 + lowSpan : (BigInt(highSpan) << 32n) | BigInt(lowSpan);
}

const rawtime = (event: CaptureEvent): bigint => event.time;

/**
 * JSON has 0 for the time since the previous event: the peers' JSON writer asks for the value twice, and the second time the previous event
 * is this one. Programs that read their output know it so. Conditions and text have the difference.
 */
const jsonDelta = plain(zero);

export const evtTimeFields: readonly Field[] = [
  {
    name: 'evt.time',
    family: 'evt',
    type: 'charbuf',
    describes: 'Time of day (UTC) at which the event happened, to the nanosecond. JSON has nanoseconds since 1970.',
    reader: plain((event) => timeText(event.time)),
  },
  {
    name: 'evt.time.s',
    family: 'evt',
    type: 'charbuf',
    describes: 'Time of day (UTC) at which the event happened, to the second. JSON has nanoseconds since 1970.',
    reader: plain((event) => timeText(event.time, false)),
  },
  {
    name: 'evt.time.iso8601',
    family: 'evt',
    type: 'charbuf',
    describes: 'Date and time (UTC) of the event in ISO 8601 form. JSON has nanoseconds since 1970.',
    reader: plain((event) => isoTimeText(event.time)),
  },
  {
    name: 'evt.datetime',
    family: 'evt',
    type: 'charbuf',
    describes: 'Date and time (UTC) of the event, to the nanosecond. JSON has nanoseconds since 1970.',
    reader: plain((event) => dateTimeText(event.time)),
  },
  {
    name: 'evt.datetime.s',
    family: 'evt',
    type: 'charbuf',
    describes: 'Date and time (UTC) of the event, to the second. JSON has nanoseconds since 1970.',
    reader: plain((event) => dateTimeText(event.time, false)),
  },
  {
    name: 'evt.outputtime',
    family: 'evt',
    type: 'charbuf',
    describes: 'Time of the event as outputs begin with it: the same as evt.time.',
    only: 'print',
    reader: plain((event) => timeText(event.time)),
  },
  {
    name: 'evt.rawtime',
    family: 'evt',
    type: 'abstime',
    describes: 'Nanoseconds since 1970 at which the event happened.',
    reader: plain(time),
  },
  {
    name: 'evt.rawtime.s',
    family: 'evt',
    type: 'abstime',
    describes: 'Whole seconds since 1970 at which the event happened.',
    reader: plain(secondsOf(rawtime)),
  },
  {
    name: 'evt.rawtime.ns',
    family: 'evt',
    type: 'abstime',
    describes: 'Nanoseconds of the event within its second.',
    reader: plain(fractionOf(rawtime)),
  },
  {
    name: 'evt.reltime',
    family: 'evt',
    type: 'reltime',
    describes: 'Nanoseconds since the first event of the capture.',
    reader: plain(sinceFirst),
  },
  {
    name: 'evt.reltime.s',
    family: 'evt',
    type: 'reltime',
    describes: 'Whole seconds since the first event of the capture.',
    reader: plain(secondsOf(sinceFirst)),
  },
  {
    name: 'evt.reltime.ns',
    family: 'evt',
    type: 'reltime',
    describes: 'Time since the first event of the capture: the nanoseconds after its whole seconds.',
    reader: plain(fractionOf(sinceFirst)),
  },
  {
    name: 'evt.deltatime',
    family: 'evt',
    type: 'reltime',
    describes: 'Nanoseconds since the event before this one. JSON always has 0.',
    reader: plain(sincePrevious),
    json: jsonDelta,
  },
  {
    name: 'evt.deltatime.s',
    family: 'evt',
    type: 'reltime',
    describes: 'Whole seconds since the event before this one. JSON always has 0.',
    reader: plain(secondsOf(sincePrevious)),
    json: jsonDelta,
  },
  {
    name: 'evt.deltatime.ns',
    family: 'evt',
    type: 'reltime',
    describes: 'Time since the event before this one: the nanoseconds after its whole seconds. JSON always has 0.',
    reader: plain(fractionOf(sincePrevious)),
    json: jsonDelta,
  },
  {
    name: 'evt.latency',
    family: 'evt',
    type: 'reltime',
    describes: 'Was the duration of a syscall in nanoseconds. Captures no longer tell when one began: always 0.',
    deprecated: true,
    reader: plain(zero),
  },
  {
    name: 'evt.latency.s',
    family: 'evt',
    type: 'reltime',
    describes: 'Was the duration of a syscall, whole seconds. Always 0.',
    deprecated: true,
    reader: plain(zero),
  },
  {
    name: 'evt.latency.ns',
    family: 'evt',
    type: 'reltime',
    describes: 'Was the duration of a syscall, nanoseconds after the whole seconds. Always 0.',
    deprecated: true,
    reader: plain(zero),
  },
  {
    name: 'evt.latency.quantized',
    family: 'evt',
    type: 'uint64',
    describes: 'Was the magnitude of the duration of a syscall. Always 0.',
    only: 'table',
    deprecated: true,
    reader: plain(zero),
  },
  {
    name: 'evt.latency.human',
    family: 'evt',
    type: 'charbuf',
    describes: 'Was the duration of a syscall with its unit. Always 0ns.',
    deprecated: true,
    reader: plain(() => '0ns'),
  },
  {
    name: 'evt.wait_latency',
    family: 'evt',
    type: 'reltime',
    describes: 'Was the time that a waiting syscall waited, in nanoseconds. Always 0.',
    deprecated: true,
    reader: plain(zero),
  },
  {
    name: 'evt.around',
    family: 'evt',
    type: 'uint64',
    describes: 'Happened near a moment: `evt.around[T] = D` is true up to D milliseconds before and after T.',
    argument: { required: true, kind: 'text', describes: 'the moment, in nanoseconds since 1970 (see evt.rawtime)' },
    only: 'filter',
    noTransformer: true,
    noRight: true,
    reader: (argument) => {
      if (argument === undefined || !/^[0-9]{1,20}$/.test(argument)) return badMoment(argument);
      const moment = BigInt(argument);
      return ok((event) => integer(distance(event.time, moment)));
    },
  },
];

function badMoment(argument: string | undefined): Outcome<FieldReader> {
  const message = argument === undefined ? 'filter syntax error: evt.around' : `${argument} is not a valid number`;
  return failed(
    errorIssue('rules/field-argument', message, { hint: 'write evt.around[T] with T as evt.rawtime has it' }),
  );
}

function distance(one: bigint, other: bigint): bigint {
  return one > other ? one - other : other - one;
}
