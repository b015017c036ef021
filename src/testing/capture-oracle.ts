import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { replayCapture } from '#runtime/events/capture/replay-capture.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import { createHostState } from '#runtime/events/state/create-host-state.ts';
import { printableText } from '#runtime/events/text.ts';
import { fields } from '#runtime/rules/fields/index.ts';
import type { JsonValue } from '#runtime/rules/output/json-text.ts';
import { fieldForm, valueJson } from '#runtime/rules/output/value-form.ts';
import { classOf } from './capture-differences.ts';
import { sharedPath } from './shared.ts';

/** A value as the peer's dump has it; integers of more than 15 digits as bigint. */
export type OracleValue = string | number | bigint | boolean | readonly string[];
export type OracleEvent = Readonly<Record<string, OracleValue>>;

export type DifferenceKind = 'different' | 'missing' | 'extra';

/** One field of one event that is not what the peer says. */
export interface Difference {
  readonly capture: string;
  readonly event: number;
  readonly type: string;
  readonly field: string;
  readonly kind: DifferenceKind;
  readonly expected: OracleValue | undefined;
  readonly got: JsonValue;
  /** Name of the class in capture-differences.ts that explains it. */
  readonly explained: string | undefined;
}

export interface FieldCounts {
  equal: number;
  different: number;
  missing: number;
  /** A value where the peer has none. */
  extra: number;
  /** Of the three: those that capture-differences.ts explains. */
  explained: number;
}

export interface CaptureComparison {
  readonly capture: string;
  /** Values that the peer gives, and how many of them are equal or excepted (DESIGN of the bar: known errors of the peer do not count). */
  readonly values: number;
  readonly equal: number;
  readonly excepted: number;
  /** Events that only one side shows. */
  readonly missingEvents: number;
  readonly extraEvents: number;
  readonly byField: ReadonlyMap<string, FieldCounts>;
}

/** The value of a field as `events --format jsonl` prints it; null where there is none. */
export type OutputReader = (event: CaptureEvent) => JsonValue;

/** Names of the captures that have an oracle of field values. */
export function oracleCaptures(): string[] {
  return readdirSync(sharedPath('captures')).filter((name) =>
    existsSync(sharedPath('captures', name, 'events.jsonl.gz')),
  );
}

/** What the peer was asked for, and its reader here. */
export function oracleReaders(): ReadonlyMap<string, OutputReader> {
  const readers = new Map<string, OutputReader>();
  for (const line of readFileSync(sharedPath('captures', 'fields.txt'), 'utf8').split('\n')) {
    const reader = readerOf(line.trim());
    if (reader) readers.set(line.trim(), reader);
  }
  return readers;
}

/** `name`, `name[argument]` or `name.argument`; undefined for transformers, which are no fields. */
function readerOf(text: string): OutputReader | undefined {
  if (text === '' || text.includes('(')) return undefined;
  const bracket = /^([^[]+)\[(.*)\]$/.exec(text);
  let name = bracket?.[1] ?? text;
  let argument = bracket?.[2];
  if (!bracket && !fields.has(name)) {
    const known = [...fields.keys()].filter((key) => text.startsWith(`${key}.`)).sort((a, b) => b.length - a.length)[0];
    if (known === undefined) throw new Error(`no field ${text}`);
    name = known;
    argument = text.slice(known.length + 1);
  }
  const field = fields.get(name);
  if (field === undefined) throw new Error(`no field ${text}`);
  const reader = field.json ? field.json(argument) : field.shown ? field.shown(argument) : field.reader(argument);
  if (!reader.ok) throw new Error(`no reader of ${text}: ${reader.issue.message}`);
  const read = reader.value;
  const form = fieldForm(name, argument, field.type, field.list === true);
  return (event) => valueJson(read(event), form, event);
}

/** Events of the oracle, by number. */
export function readOracle(capture: string): Map<number, OracleEvent> {
  const events = new Map<number, OracleEvent>();
  const text = gunzipSync(readFileSync(sharedPath('captures', capture, 'events.jsonl.gz'))).toString('utf8');
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const event = parseExactly(line);
    events.set(Number(event['evt.num']), event);
  }
  return events;
}

/** Long integers become marked texts first: JSON.parse would round them. An unescaped quote before a colon always ends a name. */
function parseExactly(line: string): OracleEvent {
  const marked = line.replace(/(?<!\\)":(-?\d{16,})(?=[,}])/g, '":"\\u0001$1"');
  const event = JSON.parse(marked) as Record<string, OracleValue>;
  if (marked !== line) {
    for (const [name, value] of Object.entries(event)) {
      if (typeof value === 'string' && value.charCodeAt(0) === 1) event[name] = BigInt(value.slice(1));
    }
  }
  return event;
}

/** Replays a capture and compares every field of every event with what the peer says. */
export async function compareCapture(
  capture: string,
  readers: ReadonlyMap<string, OutputReader>,
  onDifference: (difference: Difference) => void = () => undefined,
): Promise<CaptureComparison> {
  const oracle = readOracle(capture);
  const byField = new Map<string, FieldCounts>();
  for (const name of readers.keys()) byField.set(name, { equal: 0, different: 0, missing: 0, extra: 0, explained: 0 });
  let values = 0;
  let equal = 0;
  let excepted = 0;
  let extraEvents = 0;
  let seen = 0;

  const compareEvent = (event: CaptureEvent) => {
    const expectedEvent = oracle.get(event.number);
    if (expectedEvent === undefined) {
      extraEvents += 1;
      return;
    }
    seen += 1;
    for (const [field, read] of readers) {
      const expected = expectedEvent[field];
      const got = read(event);
      const counts = byField.get(field)!;
      if (expected !== undefined) values += 1;
      if (same(expected, got)) {
        if (expected === undefined) continue;
        counts.equal += 1;
        equal += 1;
        continue;
      }
      const kind = expected === undefined ? 'extra' : got === null ? 'missing' : 'different';
      counts[kind] += 1;
      const explained = classOf({ field, kind, expected, got, peer: expectedEvent })?.name;
      if (explained !== undefined) counts.explained += 1;
      if (explained !== undefined && kind !== 'extra') excepted += 1;
      const type = String(expectedEvent['evt.type']);
      onDifference({ capture, event: event.number, type, field, kind, expected, got, explained });
    }
  };
  const host = createHostState();
  const outcome = await replayCapture(sharedPath('captures', capture, 'capture.scap'), host, compareEvent);
  if (!outcome.ok) throw new Error(`${capture}: ${outcome.issue.message}`);

  return { capture, values, equal, excepted, missingEvents: oracle.size - seen, extraEvents, byField };
}

function same(expected: OracleValue | undefined, got: JsonValue): boolean {
  if (expected === undefined || got === null) return expected === undefined && got === null;
  if (typeof expected === 'object') {
    return Array.isArray(got) && got.length === expected.length && expected.every((item, at) => same(item, got[at]!));
  }
  if (expected === got) return true;
  if (typeof got === 'string') return typeof expected === 'string' && printableText(got) === expected;
  return isInteger(expected) && isInteger(got) && BigInt(expected) === BigInt(got);
}

function isInteger(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || Number.isInteger(value);
}
