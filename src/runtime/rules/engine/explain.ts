import { type Outcome, ok } from '#core/outcome.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import { TermBuilder } from '../compile/build-terms.ts';
import { evaluateCheck, readSource } from '../compile/evaluate-check.ts';
import type { CheckTerm, Term } from '../compile/term.ts';
import type { Field, FieldValue } from '../field.ts';
import type { CheckNode, Condition } from '../language/ast.ts';

/** A condition's answer for one event, part by part, in the order of the text. */
export interface Explanation {
  readonly node: Condition;
  readonly result: boolean;
  /** Of a check: the left side's value and, where it is a field, the right side's. No key: no value. */
  readonly left?: FieldValue;
  readonly right?: FieldValue;
  /** Every part is asked, also those that the answer does not need. */
  readonly parts: readonly Explanation[];
  /**
   * The checks that the answer hangs on: for a false `and` the first part that is false, for a true one all parts; and so on down. Were they
   * otherwise, the answer would be.
   */
  readonly decisive: readonly (Explanation & { readonly node: CheckNode })[];
}

/** Asks a condition again, step by step. Agrees with the compiled one. */
export function explain(
  condition: Condition,
  fields: ReadonlyMap<string, Field>,
  event: CaptureEvent,
): Outcome<Explanation> {
  const builder = new TermBuilder(fields);
  const whole = builder.term(condition);
  return whole.ok ? ok(explainNode(condition, builder, event)) : whole;
}

function explainNode(node: Condition, builder: TermBuilder, event: CaptureEvent): Explanation {
  switch (node.kind) {
    case 'check':
      return explainCheck(node, builder, event);
    case 'not': {
      const part = explainNode(node.child, builder, event);
      return { node, result: !part.result, parts: [part], decisive: part.decisive };
    }
    case 'macro':
      throw new Error(`macro ${node.name} was not put in`);
    default: {
      const parts = node.children.map((child) => explainNode(child, builder, event));
      const deciding = node.kind === 'or';
      const decider = parts.find((part) => part.result === deciding);
      const result = decider ? deciding : !deciding;
      return { node, result, parts, decisive: decider ? decider.decisive : parts.flatMap((part) => part.decisive) };
    }
  }
}

function explainCheck(node: CheckNode, builder: TermBuilder, event: CaptureEvent): Explanation {
  const built = builder.term(node);
  if (!built.ok) throw new Error(built.issue.message);
  const check = built.value as Term as CheckTerm;
  const left = readSource(check.left, event);
  const right = check.right ? readSource(check.right, event) : undefined;
  const explanation: Explanation & { node: CheckNode; decisive: (Explanation & { node: CheckNode })[] } = {
    node,
    result: evaluateCheck(check, left, right),
    ...(left === undefined ? {} : { left }),
    ...(right === undefined ? {} : { right }),
    parts: [],
    decisive: [],
  };
  explanation.decisive.push(explanation);
  return explanation;
}
