import { eventRows } from './event-rows.ts';
import { flagRows } from './flag-rows.ts';

/** Types of parameters as they lie in a capture (little endian). docs/events.md says how each is laid out. */
export type ParameterType =
  | 'u8'
  | 'u16'
  | 'u32'
  | 'u64'
  | 'i8'
  | 'i16'
  | 'i32'
  | 'i64'
  | 'text'
  | 'bytes'
  | 'texts'
  | 'text-pairs'
  | 'path'
  | 'relpath'
  | 'errno'
  | 'fd'
  | 'fd32'
  | 'pid'
  | 'pid32'
  | 'uid'
  | 'gid'
  | 'signal'
  | 'sigset'
  | 'syscall'
  | 'mode'
  | 'flags8'
  | 'flags16'
  | 'flags32'
  | 'enum8'
  | 'enum16'
  | 'enum32'
  | 'sockaddr'
  | 'socktuple'
  | 'ipv4'
  | 'ipv6'
  | 'port'
  | 'fdlist'
  | 'reltime'
  | 'abstime'
  | 'dyn';

export type NumberBase = 'dec' | 'hex' | 'oct' | 'na';

export interface Flag {
  readonly name: string;
  readonly value: number;
}

export interface ParameterVariant {
  readonly type: ParameterType;
  readonly base: NumberBase;
}

export interface ParameterRow extends ParameterVariant {
  readonly name: string;
  /** In the order in which they are looked for. */
  readonly flags?: readonly Flag[];
  /** Index of the parameter with the descriptor of the directory that a relative path starts from. */
  readonly directory?: number;
  /** Of `dyn`: the value's first byte says which. */
  readonly variants?: readonly ParameterVariant[];
}

export type EventFlag =
  | 'creates-fd'
  | 'destroys-fd'
  | 'uses-fd'
  | 'reads'
  | 'writes'
  | 'state'
  | 'unused'
  | 'waits'
  | 'old'
  | 'large'
  | 'converted';

export interface EventRow {
  /** Number in captures. */
  readonly number: number;
  /** `SYSCALL_OPENAT_2_X` */
  readonly id: string;
  /** `openat`, as evt.type shows it. */
  readonly name: string;
  readonly enter: boolean;
  readonly source: 'syscall' | 'tracepoint' | 'plugin' | 'meta' | 'iter' | undefined;
  /** `file`, `io-read` … */
  readonly category: string;
  readonly flags: ReadonlySet<EventFlag>;
  readonly parameters: readonly ParameterRow[];
  /** Length of `parameters`. */
  readonly parameterCount: number;
}

class Row implements EventRow {
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly enter: boolean;
  readonly source: EventRow['source'];
  readonly category: string;
  readonly flags: ReadonlySet<EventFlag>;
  readonly #parameterText: string;
  #parameters: readonly ParameterRow[] | undefined;

  constructor(line: string) {
    const bar = line.indexOf('|');
    const head = (bar < 0 ? line : line.slice(0, bar)).trim().split(/\s+/);
    const [number = '', id = '', name = '', direction, category = '', flags = '-'] = head;
    const slash = category.indexOf('/');
    this.number = Number(number);
    this.id = id;
    this.name = name;
    this.enter = direction === '>';
    this.source = slash < 0 ? undefined : (category.slice(0, slash) as NonNullable<EventRow['source']>);
    this.category = category.slice(slash + 1);
    this.flags = new Set(flags === '-' ? [] : (flags.split(',') as EventFlag[]));
    this.#parameterText = bar < 0 ? '' : line.slice(bar + 1).trim();
  }

  get parameterCount(): number {
    const text = this.#parameterText;
    let count = text === '' ? 0 : 1;
    for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) count += 1;
    return count;
  }

  /** Read when first asked for: a run needs a few dozen of the rows. */
  get parameters(): readonly ParameterRow[] {
    this.#parameters ??= this.#parameterText === '' ? [] : this.#parameterText.split(' ').map(parameterRow);
    return this.#parameters;
  }
}

/** All rows, by number. */
export const eventTable: readonly EventRow[] = eventRows
  .trim()
  .split('\n')
  .map((line) => new Row(line));

let flagSets: ReadonlyMap<string, readonly Flag[]> | undefined;

/** A flag set by the name in flag-rows.ts. */
export function flagSet(name: string): readonly Flag[] {
  flagSets ??= parseFlagSets();
  const set = flagSets.get(name);
  if (!set) throw new Error(`no flag set ${name}`);
  return set;
}

export function flagSetNames(): readonly string[] {
  flagSets ??= parseFlagSets();
  return [...flagSets.keys()];
}

function parseFlagSets(): ReadonlyMap<string, readonly Flag[]> {
  const sets = new Map<string, Flag[]>();
  let current: Flag[] = [];
  for (const line of flagRows.trim().split('\n')) {
    if (!line.startsWith(' ')) {
      current = [];
      sets.set(line.trim(), current);
      continue;
    }
    for (const word of line.trim().split(/\s+/)) {
      const equals = word.indexOf('=');
      current.push({ name: word.slice(0, equals), value: Number(word.slice(equals + 1)) });
    }
  }
  return sets;
}

const defaultBase: Partial<Record<ParameterType, NumberBase>> = {
  text: 'na',
  bytes: 'na',
  texts: 'na',
  'text-pairs': 'na',
  path: 'na',
  relpath: 'na',
  sockaddr: 'na',
  socktuple: 'na',
  flags16: 'hex',
  flags32: 'hex',
  ipv4: 'hex',
  ipv6: 'hex',
  port: 'hex',
  mode: 'oct',
};

const parameterPattern = /^([^:]+):([a-z0-9-]+)(?:\/(\w+))?(?:=([\w-]+))?(?:@(\d+))?(?:\(([^)]*)\))?$/;

function parameterRow(text: string): ParameterRow {
  const match = parameterPattern.exec(text);
  if (!match) throw new Error(`event table: bad parameter ${text}`);
  const [, name = '', type = '', base, flags, directory, variants] = match;
  return {
    name,
    ...variant(type, base),
    ...(flags ? { flags: flagSet(flags) } : {}),
    ...(directory ? { directory: Number(directory) } : {}),
    ...(variants
      ? { variants: variants.split('|').map((item) => variant(...(item.split('/') as [string, string?]))) }
      : {}),
  };
}

function variant(type: string, base?: string): ParameterVariant {
  return {
    type: type as ParameterType,
    base: (base as NumberBase | undefined) ?? defaultBase[type as ParameterType] ?? 'dec',
  };
}
