import { EventType } from '#runtime/events/event.ts';
import { eventTable } from '#runtime/events/table/event-table.ts';
import type { TermBuilder } from './build-terms.ts';
import { evaluateCheck } from './evaluate-check.ts';
import { always, type CheckTerm, impossible, type Source, type Term } from './term.ts';

/** The condition for events of one row of the table: what is the same for all of them is worked out now. */
export function specialise(term: Term, row: number, builder: TermBuilder, done = new Map<Term, Term>()): Term {
  if (term.kind === 'constant') return term;
  const before = done.get(term);
  if (before) return before;
  const result =
    term.kind === 'check'
      ? specialiseCheck(term, row)
      : term.kind === 'not'
        ? builder.not(specialise(term.child, row, builder, done))
        : builder.combine(
            term.kind,
            term.children.map((child) => specialise(child, row, builder, done)),
          );
  done.set(term, result);
  return result;
}

function specialiseCheck(check: CheckTerm, row: number): Term {
  if (check.right) return check;
  const value = rowConstant(check.left, row);
  if (value === undefined) return check;
  return evaluateCheck(check, value === missing ? undefined : value, undefined) ? always : impossible;
}

const missing = Symbol('no value');

/** A field's value for all events of a row; undefined where it differs. */
function rowConstant({ fieldName, argument }: Source, row: number): string | boolean | typeof missing | undefined {
  switch (fieldName) {
    case 'evt.type':
      return namedByEvent.has(row) ? undefined : eventTable[row]!.name;
    case 'syscall.type':
      if (eventTable[row]!.source !== 'syscall') return missing;
      return namedByEvent.has(row) ? undefined : eventTable[row]!.name;
    case 'evt.dir':
      return argument === undefined ? (eventTable[row]!.enter ? '>' : '<') : undefined;
    case 'evt.is_open_read':
    case 'evt.is_open_write':
    case 'evt.is_open_create':
      return opens.has(row) ? undefined : false;
    case 'evt.is_open_exec':
      return opens.has(row) || row === EventType.SYSCALL_CREAT_X ? undefined : false;
    default:
      return undefined;
  }
}

/** Rows whose events carry their name themselves. */
const namedByEvent: ReadonlySet<number> = new Set([
  EventType.GENERIC_E,
  EventType.GENERIC_X,
  EventType.ASYNCEVENT_E,
  EventType.PLUGINEVENT_E,
]);

const opens: ReadonlySet<number> = new Set([
  EventType.SYSCALL_OPEN_X,
  EventType.SYSCALL_OPENAT_2_X,
  EventType.SYSCALL_OPENAT2_X,
  EventType.SYSCALL_OPEN_BY_HANDLE_AT_X,
]);
