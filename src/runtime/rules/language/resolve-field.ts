import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { eventTable, type ParameterType } from '#runtime/events/table/event-table.ts';
import type { Field } from '../field.ts';
import { parseWholeNumber } from './numbers.ts';

export interface ResolvedField {
  readonly field: Field;
  /** What the reader takes: the text in brackets, or what follows the field's name: `flags` of `evt.arg.flags`, `src` of `evt.abspath.src`. */
  readonly argument?: string;
}

/**
 * A field as written in a condition or an output, found in `fields` and its argument checked. Messages hold libs' facts; codes: `field/unknown`,
 * `field/unknown-parameter` (what a plugin or another version may know), `field/no-argument`, `field/bad-argument`.
 */
export function resolveField(
  name: string,
  argument: string | undefined,
  fields: ReadonlyMap<string, Field>,
  suggest = true,
): Outcome<ResolvedField> {
  const field = fields.get(name);
  if (field === undefined) return resolveDotted(name, argument, fields, suggest);
  if (argument === undefined) {
    if (field.argument?.required === true && name !== 'evt.abspath')
      return refuse(
        'no-argument',
        field.family === 'container' || field.family === 'k8s'
          ? `filter '${name}': ${name} requires an argument but none provided`
          : `filter syntax error: ${name}`,
        argumentHint(field),
      );
    return ok({ field });
  }
  if (dottedOnly.has(name))
    return refuse('bad-argument', `filter syntax error: ${name}[${argument}]`, argumentHint(field));
  const wrong = wrongArgument(field, argument);
  return wrong ?? ok({ field, argument });
}

/** Fields that are only followed by `.name`, never by `[name]`. */
const dottedOnly = new Set(['evt.type.is', 'evt.abspath', 'thread.cgroup']);

function wrongArgument(field: Field, argument: string): Outcome<ResolvedField> | undefined {
  const { name } = field;
  if (name === 'evt.rawarg')
    return refuse('bad-argument', 'evt.arg fields must be expressed explicitly', 'write evt.rawarg.NAME');
  if (name === 'evt.arg' || name === 'evt.around' || name === 'fd.types')
    return parseWholeNumber(argument) === undefined
      ? refuse(
          name === 'evt.arg' ? 'unknown-parameter' : 'bad-argument',
          `${argument} is not a valid number`,
          argumentHint(field),
        )
      : undefined;
  const nonexistent = `filter_check called with nonexistent field ${name}[${argument}]`;
  if (field.argument === undefined) return refuse('bad-argument', nonexistent, `${name} takes no argument`);
  if (field.argument.kind === 'index' && parseWholeNumber(argument) === undefined)
    return refuse('bad-argument', nonexistent, 'the argument is a number');
  if (argument.includes(']')) return refuse('bad-argument', nonexistent, 'no ] can stand in an argument');
  return undefined;
}

function resolveDotted(
  name: string,
  argument: string | undefined,
  fields: ReadonlyMap<string, Field>,
  suggest: boolean,
): Outcome<ResolvedField> {
  const shown = argument === undefined ? name : `${name}[${argument}]`;
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const field = fields.get(name.slice(0, dot));
    if (field === undefined) continue;
    if (field.argument?.kind !== 'parameter' && !dottedOnly.has(field.name)) break;
    if (argument !== undefined) break;
    const rest = name.slice(dot + 1);
    const known = knownSuffix(field, rest);
    if (known === undefined) break;
    if (known) return ok({ field, argument: rest });
    return refuse(
      'unknown-parameter',
      `unknown event argument ${rest}`,
      'holdfast fields --events lists the parameters of each event',
    );
  }
  return refuse(
    'unknown',
    `filter_check called with nonexistent field ${shown}`,
    suggest ? nearest(name, fields) : undefined,
  );
}

/** undefined: not even the beginning of it is known, or something follows it, so that libs sees no field at all. */
function knownSuffix(field: Field, rest: string): boolean | undefined {
  if (field.argument?.kind === 'parameter') {
    if (parameterTypes().has(rest)) return true;
    for (const known of parameterTypes().keys()) if (rest.startsWith(known)) return undefined;
    return false;
  }
  if (field.name === 'evt.abspath') return rest === 'src' || rest === 'dst' ? true : undefined;
  if (field.name === 'thread.cgroup') return /^[a-zA-Z_]+$/.test(rest) ? true : undefined;
  return eventTable.some((row) => row.name === rest) ? true : undefined;
}

let types: Map<string, ParameterType> | undefined;

/** Type of the first parameter of each name in the event table: what a constant beside `evt.rawarg.NAME` is read as. */
export function parameterTypes(): ReadonlyMap<string, ParameterType> {
  if (types === undefined) {
    types = new Map();
    for (const row of eventTable)
      for (const { name, type } of row.parameters) if (!types.has(name)) types.set(name, type);
  }
  return types;
}

function argumentHint({ name, argument }: Field): string | undefined {
  if (name === 'evt.arg') return 'write evt.arg.NAME or evt.arg[NUMBER]';
  if (argument?.kind === 'parameter' || dottedOnly.has(name)) return `write ${name}.NAME`;
  if (argument === undefined) return undefined;
  return argument.kind === 'index' ? `write ${name}[NUMBER]` : `write ${name}[KEY]`;
}

function refuse(code: string, message: string, hint?: string): Outcome<ResolvedField> {
  return failed(errorIssue(`field/${code}`, message, { hint }));
}

/** The field whose name is closest, where one is close. */
function nearest(name: string, fields: ReadonlyMap<string, Field>): string | undefined {
  let best: string | undefined;
  let least = Math.min(3, Math.ceil(name.length / 4) + 1);
  if (name.length > 60) return undefined;
  for (const known of fields.keys()) {
    if (Math.abs(known.length - name.length) >= least) continue;
    const distance = editDistance(name, known);
    if (distance < least) {
      least = distance;
      best = known;
    }
  }
  return best === undefined ? undefined : `did you mean ${best}?`;
}

function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[right.length]!;
}
