import type { Condition, Operand } from '../language/ast.ts';

/** Fields of old that say nothing any more, in the order in which warnings name them, and why. */
export const deprecatedFields: ReadonlyMap<string, string> = new Map([
  ['evt.dir', "events have one direction: 'evt.dir = <' is always true, 'evt.dir = >' never; leave it out"],
  ...['evt.latency', 'evt.latency.s', 'evt.latency.ns', 'evt.latency.human', 'evt.wait_latency'].map(
    (name): [string, string] => [name, 'there is no latency without the events that began a call; leave it out'],
  ),
]);

export interface ConditionFindings {
  /** In the order of deprecatedFields. */
  readonly deprecated: readonly string[];
  /** A field that may be missing is compared with the text that shows so. */
  readonly comparesWithNoValue: boolean;
}

/** What may be wrong with a condition that is right. */
export function conditionFindings(condition: Condition): ConditionFindings {
  const found = new Set<string>();
  let comparesWithNoValue = false;
  const visit = (node: Condition): void => {
    switch (node.kind) {
      case 'and':
      case 'or':
        for (const child of node.children) visit(child);
        break;
      case 'not':
        visit(node.child);
        break;
      case 'check': {
        const last = lastField(node.left, found);
        if (last === undefined || !/^(?:ka|jevt)\./.test(last) || !equalities.has(node.operator)) break;
        if (node.right !== undefined && mentionsNoValue(node.right)) comparesWithNoValue = true;
        break;
      }
      case 'macro':
        break;
    }
  };
  visit(condition);
  return { deprecated: [...deprecatedFields.keys()].filter((name) => found.has(name)), comparesWithNoValue };
}

const equalities: ReadonlySet<string> = new Set(['=', '==', '!=', 'in', 'intersects', 'pmatch']);

/** The field on the left, or the last one inside of a transformer; deprecated ones are added to `found`. */
function lastField(node: Operand, found: Set<string>): string | undefined {
  if (node.kind === 'field') {
    if (deprecatedFields.has(node.name)) found.add(node.name);
    return node.name;
  }
  if (node.kind !== 'transformer') return undefined;
  let last: string | undefined;
  for (const operand of node.operands) last = lastField(operand, found) ?? last;
  return last;
}

function mentionsNoValue(node: Operand): boolean {
  if (node.kind === 'value') return node.text === '<NA>';
  return node.kind === 'list' && node.items.some(mentionsNoValue);
}
