import { type Outcome, ok } from '#core/outcome.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import { eventTable } from '#runtime/events/table/event-table.ts';
import type { Field } from '../field.ts';
import type { Condition } from '../language/ast.ts';
import { TermBuilder } from './build-terms.ts';
import { type Evaluate, generate } from './generate.ts';
import { specialise } from './specialise.ts';
import { impossible } from './term.ts';

export interface CompiledFilter {
  /** 1 by number of the row: events of the others never match. */
  readonly eventTypes: Uint8Array;
  matches(event: CaptureEvent): boolean;
}

/** One condition, for every event that it is asked of. Macros must have been put in; checkCondition() says more about what is wrong with one. */
export function compileFilter(condition: Condition, fields: ReadonlyMap<string, Field>): Outcome<CompiledFilter> {
  const builder = new TermBuilder(fields);
  const built = builder.term(condition);
  if (!built.ok) return built;
  const eventTypes = new Uint8Array(eventTable.length);
  for (let row = 0; row < eventTypes.length; row += 1)
    eventTypes[row] = specialise(built.value, row, builder) === impossible ? 0 : 1;
  const functions: (Evaluate | undefined)[] = new Array(eventTable.length).fill(undefined);
  let matched = false;
  const hit = (): boolean => {
    matched = true;
    return true;
  };
  return ok({
    eventTypes,
    matches(event) {
      matched = false;
      let evaluate = functions[event.type];
      if (!evaluate) {
        evaluate = generate([{ number: 0, term: specialise(built.value, event.type, builder) }]);
        functions[event.type] = evaluate;
      }
      evaluate(event, hit);
      return matched;
    },
  });
}
