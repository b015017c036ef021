import type { Outcome } from '#core/outcome.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';

/** Names of types as the field listing shows them, in lower case. */
export type FieldType =
  | 'charbuf'
  | 'bytebuf'
  | 'bool'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'uint64'
  | 'double'
  | 'reltime'
  | 'abstime'
  | 'ipaddr'
  | 'ipnet'
  | 'port'
  | 'dyn';

/**
 * A value of a field: text for charbuf; bytes for bytebuf; number, or bigint beyond 2^53, for the integer and time types (nanoseconds);
 * canonical text for addresses; a list where the field has several values. `undefined` is "no value": a comparison with it is false.
 */
export type FieldScalar = string | number | bigint | boolean | Uint8Array;
export type FieldValue = FieldScalar | readonly FieldScalar[];

export type FieldReader = (event: CaptureEvent) => FieldValue | undefined;

/** Whether one of the values that a field has for an event passes the test; asks until one does. */
export type FieldSome = (event: CaptureEvent, test: (value: FieldScalar) => boolean) => boolean;

export interface FieldArgument {
  readonly required: boolean;
  /** What may stand in the brackets, for the listing. */
  readonly describes: string;
  /** A number, a key, or either; `parameter`: name or index of an event's parameter. */
  readonly kind: 'index' | 'key' | 'index-or-key' | 'parameter' | 'text';
}

/** One field of the rule language: a row in fields/<family>.ts. */
export interface Field {
  readonly name: string;
  /** evt, process, user, group, fd, fs.path, util, fdlist, container, k8s. */
  readonly family: string;
  readonly type: FieldType;
  readonly describes: string;
  readonly argument?: FieldArgument;
  /** Several values at once, compared with in/intersects. */
  readonly list?: true;
  /** Several values at once, of which any may satisfy a comparison (`fd.ip` is either end's; `proc.aname` any ancestor's). */
  readonly any?: true;
  /** Only in conditions (not in outputs), only in outputs, only in tables. */
  readonly only?: 'filter' | 'print' | 'table';
  readonly deprecated?: true;
  readonly noTransformer?: true;
  /** May not stand on the right side, in val(). */
  readonly noRight?: true;
  /** Added to outputs by `suggested_output`. */
  readonly suggested?: true;
  /** The reader for a given argument (undefined: none was written); an issue where the argument is not one. Called once for each use in a rule. */
  reader(argument?: string): Outcome<FieldReader>;
  /** Of `any` fields, for conditions: the same values as `reader` gives, without a list made of them. Undefined where with this argument the field has one value. */
  some?(argument?: string): Outcome<FieldSome> | undefined;
  /** What outputs show, where it is not what conditions compare (`proc.aname`: the ancestors' names in one text; `proc.apid`: the process's own id). */
  shown?(argument?: string): Outcome<FieldReader>;
  /** What JSON outputs show, where it is neither that nor the value (`evt.time`: text for people, nanoseconds for programs). */
  json?(argument?: string): Outcome<FieldReader>;
  /** Of `dyn` fields: the type that an argument gives it. */
  typeOf?(argument?: string): FieldType;
}
