import { errorIssue, type Issue } from '#core/outcome.ts';
import type { Field } from '../field.ts';
import type { CheckNode, Condition, Operand, Operator, Place, ValueNode } from './ast.ts';
import { constantWarnings } from './constant-warnings.ts';
import { compileConstant } from './constants.ts';
import { isEventName } from './event-names.ts';
import { type OperandType, operandType, typeName } from './operand-type.ts';
import { operatorFault, operatorsOf } from './operator-types.ts';
import type { PlacedIssue } from './placed-issue.ts';

export interface ConditionFindings {
  /** The condition cannot be evaluated. In the order of the text; one for each check, or two where its field is unknown. */
  readonly errors: readonly PlacedIssue[];
  /** What libs' compiler warns about: codes `language/regex-not-needed`, `language/field-as-text`, `language/transformer-as-text`. */
  readonly warnings: readonly PlacedIssue[];
  /** Deprecated fields that are used: code `language/deprecated-field`. */
  readonly deprecations: readonly PlacedIssue[];
}

/**
 * Everything about a condition that can be found wrong without an event. Macros must have been put in: one that is left is an error. What is
 * found in a node is kept with it, so that macros which several rules share cost once.
 */
export function checkCondition(condition: Condition, fields: ReadonlyMap<string, Field>): ConditionFindings {
  let known = knownFindings.get(fields);
  if (known === undefined) {
    known = new WeakMap();
    knownFindings.set(fields, known);
  }
  return findingsOf(condition, fields, known);
}

type KnownFindings = WeakMap<Condition, ConditionFindings>;

const knownFindings = new WeakMap<ReadonlyMap<string, Field>, KnownFindings>();

const none: ConditionFindings = { errors: [], warnings: [], deprecations: [] };

interface Findings {
  readonly errors: PlacedIssue[];
  readonly warnings: PlacedIssue[];
  readonly deprecations: PlacedIssue[];
}

/** Errors, warnings and deprecations of one condition; what comes after them is not looked at. */
const maxFindings = 100;

function findingsOf(condition: Condition, fields: ReadonlyMap<string, Field>, known: KnownFindings): ConditionFindings {
  const before = known.get(condition);
  if (before !== undefined) return before;
  const findings = find(condition, fields, known);
  const clean = findings.errors.length + findings.warnings.length + findings.deprecations.length === 0;
  known.set(condition, clean ? none : findings);
  return findings;
}

function find(condition: Condition, fields: ReadonlyMap<string, Field>, known: KnownFindings): ConditionFindings {
  const findings: Findings = { errors: [], warnings: [], deprecations: [] };
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const child of condition.children) {
        const { errors, warnings, deprecations } = findingsOf(child, fields, known);
        addTo(findings.errors, errors);
        addTo(findings.warnings, warnings);
        addTo(findings.deprecations, deprecations);
      }
      return findings;
    case 'not':
      return findingsOf(condition.child, fields, known);
    case 'macro':
      findings.errors.push({
        ...errorIssue('language/unknown-macro', `filter error: unexpected identifier '${condition.name}'`, {
          hint: 'a bare name is a macro; none of this name is defined before it',
        }),
        at: condition.at,
      });
      return findings;
    case 'check': {
      noteDeprecated(condition.left, fields, findings);
      if (condition.right !== undefined) noteDeprecated(condition.right, fields, findings);
      const error = checkError(condition, fields, findings);
      if (error !== undefined) findings.errors.push(error);
      return findings;
    }
  }
}

function addTo(all: PlacedIssue[], more: readonly PlacedIssue[]): void {
  for (const issue of more) if (all.length < maxFindings) all.push(issue);
}

function checkError(check: CheckNode, fields: ReadonlyMap<string, Field>, findings: Findings): PlacedIssue | undefined {
  const { operator, modifier, right } = check;
  const left = operandType(check.left, fields);
  if (!left.ok) {
    findings.errors.push({ ...left.issue, at: check.left.at });
    return right === undefined ? undefined : untypedError(check, right, fields, findings);
  }
  const { type, list } = left.value;
  const fault = operatorFault(type, list, operator, modifier);
  if (fault !== undefined)
    return placed('operator', `filter error: ${fault}`, check.at, `known are ${operatorsOf(type, list).join(' ')}`);
  if (right === undefined) return undefined;
  if (left.value.field?.field.name === 'evt.around' && operator !== '=' && operator !== '==')
    return placed('operator', "evt.around supports only '=' comparison operator", check.at);
  const constants = constantsOf(right);
  if (constants === undefined) return rightFieldError(check, left.value, right, fields);
  for (const constant of constants) {
    if (findings.warnings.length < maxFindings) findings.warnings.push(...constantWarnings(operator, constant, fields));
    const issue = constantError(left.value, check, constant.text);
    if (issue !== undefined) return { ...issue, at: constant.at };
  }
  return undefined;
}

/** What is wrong on the right side whatever the left one is. */
function untypedError(
  { operator }: CheckNode,
  right: Operand,
  fields: ReadonlyMap<string, Field>,
  findings: Findings,
): PlacedIssue | undefined {
  const constants = constantsOf(right);
  if (constants === undefined) {
    const outcome = operandType(right, fields);
    return outcome.ok ? undefined : { ...outcome.issue, at: right.at };
  }
  for (const constant of constants) {
    if (findings.warnings.length < maxFindings) findings.warnings.push(...constantWarnings(operator, constant, fields));
    const compiled = textOperators.includes(operator) ? compileConstant('charbuf', operator, constant.text) : undefined;
    if (compiled?.ok === false) return { ...compiled.issue, at: constant.at };
  }
  return undefined;
}

/** Operators whose constant is read the same way for each type that has them. */
const textOperators: readonly Operator[] = ['bcontains', 'bstartswith', 'glob', 'iglob', 'regex', 'pmatch'];

/** undefined where the right side is read from the event. */
function constantsOf(right: Operand): readonly ValueNode[] | undefined {
  if (right.kind === 'value') return [right];
  if (right.kind !== 'list') return undefined;
  return right.items.filter((item) => item.kind === 'value');
}

function constantError(left: OperandType, { left: node, operator }: CheckNode, text: string): Issue | undefined {
  const constant = compileConstant(left.type, operator, text);
  if (!constant.ok) return constant.issue;
  if (node.kind === 'field' && left.field?.field.name === 'evt.type' && !isEventName(text))
    return errorIssue('constant/no-event', `unknown event type ${text}`, {
      hint: 'holdfast fields --events lists the events; syscalls are known by their names',
    });
  return undefined;
}

function rightFieldError(
  check: CheckNode,
  left: OperandType,
  node: Operand,
  fields: ReadonlyMap<string, Field>,
): PlacedIssue | undefined {
  const outcome = operandType(node, fields);
  if (!outcome.ok) return { ...outcome.issue, at: node.at };
  const right = outcome.value;
  if (check.operator === 'pmatch' || check.operator === 'regex')
    return placed(
      'right-field',
      `operator '${check.operator.toUpperCase()}' doesn't support right-hand side fields`,
      node.at,
    );
  if (left.type === 'ipnet')
    return placed('right-field', "field type 'IPNET' doesn't support right-hand side fields", node.at);
  if (left.noRight)
    return placed('right-field', `field '${left.name}' doesn't support right-hand side fields`, check.left.at);
  if (right.noRight)
    return placed('right-field', `field '${right.name}' can't be used as a right-hand side field`, node.at);
  if (left.type !== right.type || left.list !== right.list)
    return placed(
      'right-field',
      `field '${left.name}' has type '${shownType(left)}' while the right-hand side field '${right.name}' has incompatible type '${shownType(right)}'`,
      node.at,
      'both sides must have one type',
    );
  return undefined;
}

function shownType({ type, list }: OperandType): string {
  return `${typeName(type)}${list ? ' (list)' : ''}`;
}

function noteDeprecated(operand: Operand, fields: ReadonlyMap<string, Field>, findings: Findings): void {
  if (operand.kind === 'transformer') for (const inner of operand.operands) noteDeprecated(inner, fields, findings);
  else if (operand.kind === 'list') for (const item of operand.items) noteDeprecated(item, fields, findings);
  else if (operand.kind === 'field' && fields.get(operand.name)?.deprecated === true)
    findings.deprecations.push({
      code: 'language/deprecated-field',
      message: `field ${operand.name} is deprecated`,
      level: 'warning',
      at: operand.at,
    });
}

function placed(code: string, message: string, at: Place, hint?: string): PlacedIssue {
  return { ...errorIssue(`language/${code}`, message, { hint }), at };
}
