import { asObject } from '#core/json.ts';
import { errorIssue, failed, type Outcome, ok, quote } from '#core/outcome.ts';
import { parseDuration } from './parse-duration.ts';
import {
  type CountSpec,
  type FirstSeenSpec,
  type SequenceSpec,
  type StatefulSpec,
  statefulLimits,
} from './stateful-spec.ts';

type Part = Readonly<Record<string, unknown>>;

/** Reads the plain value of a rule's key `holdfast:`. Fields and conditions in it are only checked to be texts; codes `stateful/…`. */
export function parseStateful(value: unknown): Outcome<StatefulSpec> {
  const given = asObject(value);
  if (given === undefined) return refuse('shape', 'holdfast is a mapping with one of count, sequence, first_seen');
  const kinds = Object.keys(given);
  const unknown = kinds.find((kind) => !Object.hasOwn(readers, kind));
  if (unknown !== undefined)
    return refuse('unknown-key', `holdfast knows no key ${quote(unknown)}`, 'known are count, sequence, first_seen');
  if (kinds.length !== 1)
    return refuse(
      'shape',
      `holdfast has ${kinds.length} of count, sequence, first_seen`,
      'a rule has exactly one of them',
    );
  const kind = kinds[0]!;
  const part = asObject(given[kind]);
  if (part === undefined) return refuse('shape', `holdfast.${kind} is no mapping`);
  const { read, keys } = readers[kind as keyof typeof readers];
  const stranger = Object.keys(part).find((key) => !(keys as readonly string[]).includes(key));
  if (stranger !== undefined)
    return refuse('unknown-key', `holdfast.${kind} knows no key ${quote(stranger)}`, `known are ${keys.join(', ')}`);
  try {
    return ok(read(part));
  } catch (error) {
    if (error instanceof Wrong) return refuse(error.code, `holdfast.${kind}.${error.message}`, error.hint);
    throw error;
  }
}

/** Leaves the readers below; never leaves this file. */
class Wrong extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

const readers = {
  count: { read: readCount, keys: ['over', 'within', 'by', 'distinct'] },
  sequence: { read: readSequence, keys: ['followed_by', 'any_order', 'within', 'by'] },
  first_seen: { read: readFirstSeen, keys: ['of', 'by', 'learn'] },
} as const;

function readCount(part: Part): CountSpec {
  const { over } = part;
  if (typeof over !== 'number' || !Number.isInteger(over) || over < 0 || over > statefulLimits.over)
    throw new Wrong('bad-number', `over is no whole number from 0 to ${statefulLimits.over}`);
  const { distinct } = part;
  if (distinct !== undefined && over > statefulLimits.overDistinct)
    throw new Wrong('bad-number', `over is more than ${statefulLimits.overDistinct}, which distinct allows`);
  if (distinct !== undefined && !isField(distinct)) throw new Wrong('bad-field', 'distinct is no name of a field');
  return {
    kind: 'count',
    over,
    within: duration(part, 'within'),
    by: fieldNames(part, 'by', true),
    ...(distinct === undefined ? {} : { distinct: distinct as string }),
  };
}

function readSequence(part: Part): SequenceSpec {
  const steps = typeof part.followed_by === 'string' ? [part.followed_by] : part.followed_by;
  if (
    !Array.isArray(steps) ||
    steps.length === 0 ||
    !steps.every((step) => typeof step === 'string' && step.trim() !== '')
  )
    throw new Wrong('bad-steps', 'followed_by is no condition, and no list of conditions');
  if (steps.length > statefulLimits.steps)
    throw new Wrong('bad-steps', `followed_by has more than ${statefulLimits.steps} steps`);
  if (part.by === undefined)
    throw new Wrong('no-key', 'by is missing', 'write by: container, by: process-tree, or a list of fields');
  const { any_order: anyOrder = false } = part;
  if (typeof anyOrder !== 'boolean') throw new Wrong('bad-order', 'any_order is neither true nor false');
  if (anyOrder && part.by === 'process-tree')
    throw new Wrong(
      'bad-order',
      'any_order does not go with by: process-tree',
      'the first step is the root of the tree',
    );
  return {
    kind: 'sequence',
    within: duration(part, 'within'),
    ...sequenceKey(part, steps.length),
    steps: steps as string[],
    ...(anyOrder ? { anyOrder } : {}),
  };
}

/** An item of `by` is a field, or a list of one for each step. */
function sequenceKey(part: Part, laterSteps: number): Pick<SequenceSpec, 'by' | 'byOfSteps'> {
  if (part.by === 'process-tree') return { by: part.by };
  if (part.by === 'container') return { by: ['container.id'] };
  const items: unknown[] = Array.isArray(part.by) ? part.by : [part.by];
  if (!items.some((item) => Array.isArray(item))) return { by: fieldNames(part, 'by', false) };
  if (items.some((item) => Array.isArray(item) && item.length !== laterSteps + 1))
    throw new Wrong('bad-field', `by has a list that is not one field for each of ${laterSteps + 1} steps`);
  const ofStep = (step: number) =>
    fieldNames({ by: items.map((item) => (Array.isArray(item) ? item[step] : item)) }, 'by', false);
  return { by: ofStep(0), byOfSteps: Array.from({ length: laterSteps }, (_, step) => ofStep(step + 1)) };
}

function readFirstSeen(part: Part): FirstSeenSpec {
  return {
    kind: 'first-seen',
    of: fieldNames(part, 'of', false),
    by: fieldNames(part, 'by', true),
    learn: part.learn === undefined || part.learn === 0 ? 0 : duration(part, 'learn'),
  };
}

function duration(part: Part, key: string): number {
  const text = part[key];
  const value = typeof text === 'string' ? parseDuration(text) : undefined;
  if (value === undefined || value === 0 || value > statefulLimits.duration)
    throw new Wrong('bad-duration', `${key} is no time span`, 'write 500ms, 10s, 5m, 2h or 7d; a week is the most');
  return value;
}

function fieldNames(part: Part, key: string, optional: boolean): readonly string[] {
  const value = part[key];
  if (value === undefined && optional) return [];
  const names: unknown[] = Array.isArray(value) ? value : [value];
  if (!names.every(isField) || (names.length === 0 && !optional))
    throw new Wrong('bad-field', `${key} is no list of field names`, 'write [container.id, proc.name]');
  if (names.length > statefulLimits.keyFields)
    throw new Wrong('bad-field', `${key} has more than ${statefulLimits.keyFields} fields`);
  return names as string[];
}

function isField(value: unknown): value is string {
  return typeof value === 'string' && /^[a-zA-Z]\w*(?:\.\w+)+(?:\[[^\]]*\])?$/.test(value);
}

function refuse(code: string, message: string, hint?: string): Outcome<StatefulSpec> {
  return failed(errorIssue(`stateful/${code}`, message, { hint }));
}
