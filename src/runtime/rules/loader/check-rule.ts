import type { Issue } from '#core/outcome.ts';
import { conditionEventTypes } from '../compile/event-types.ts';
import type { Field } from '../field.ts';
import type { Condition } from '../language/ast.ts';
import { checkCondition } from '../language/check-condition.ts';
import { type AppendOutput, appendedOutput } from '../output/append-output.ts';
import { parseOutput } from '../output/parse-output.ts';
import { conditionFindings, deprecatedFields } from './condition-warnings.ts';
import type { ConditionPart, RuleDefinition } from './definitions.ts';
import { type FaultContext, RuleError, type RuleItem } from './faults.ts';
import type { LoadWarningCode } from './load-codes.ts';
import { contextOf, placedError } from './placed-error.ts';

export type Warning = readonly [
  code: LoadWarningCode,
  message: string,
  context: FaultContext,
  hint?: string | undefined,
];

export interface RuleCheck {
  /** False where the rule cannot run: because of the errors, or because it asks to be left out where it names what is unknown here. */
  readonly fine: boolean;
  readonly errors: readonly RuleError[];
  readonly warnings: readonly Warning[];
}

/** More rows of the event table than this, and a rule is looked at for too many events. */
const manyEventTypes = 100;

/** Checks the output of a rule, with what the configuration appends to it. */
export function checkOutput(
  definition: RuleDefinition,
  fields: ReadonlyMap<string, Field>,
  appendOutput: readonly AppendOutput[],
): RuleCheck {
  const { outputContext } = definition;
  const warnings: Warning[] = [];
  const tags = [...definition.tags];
  const text = appendedOutput({ ...definition, tags }, appendOutput, fields);
  if (definition.output.includes('%container.info')) {
    warnings.push([
      'LOAD_DEPRECATED_ITEM',
      '%container.info is deprecated and stands for nothing any more',
      outputContext,
      'leave it out; name the fields that the output needs, as %container.id',
    ]);
  }
  const parsed = parseOutput(text, fields);
  if (!parsed.ok) {
    const { message, hint } = parsed.issue;
    if (!definition.skipIfUnknownFilter || !isUnknown(parsed.issue))
      return {
        fine: false,
        warnings,
        errors: [new RuleError('LOAD_ERR_COMPILE_OUTPUT', message, outputContext, hint)],
      };
    warnings.push(['LOAD_UNKNOWN_FILTER', message, outputContext, 'the rule is left out, as it asks for']);
    return { fine: false, warnings, errors: [] };
  }
  for (const [name, why] of deprecatedFields) {
    if (!text.includes(name)) continue;
    const message = `usage of deprecated field '${name}' has been detected in the rule output`;
    warnings.push(['LOAD_DEPRECATED_ITEM', message, outputContext, why]);
  }
  return { fine: true, warnings, errors: [] };
}

/** Checks a condition with macros put in. */
export function checkRuleCondition(
  definition: RuleDefinition,
  condition: Condition,
  fields: ReadonlyMap<string, Field>,
): RuleCheck {
  const warnings: Warning[] = [];
  const item: RuleItem = { kind: 'rule', name: definition.name };
  const [part] = definition.condition as [ConditionPart];
  const start: FaultContext = { file: part.file, offset: part.node.start, item };
  const findings = conditionFindings(condition);
  if (findings.comparesWithNoValue)
    warnings.push(['LOAD_UNSAFE_NA_CHECK', 'compares a field with <NA>', start, 'write: field exists']);
  for (const name of findings.deprecated)
    warnings.push(['LOAD_DEPRECATED_ITEM', `${name}: ${deprecatedFields.get(name)}`, start]);
  const checked = checkCondition(condition, fields);
  const [error] = checked.errors;
  if (error !== undefined) {
    if (!definition.skipIfUnknownFilter || !isUnknown(error)) {
      return { fine: false, warnings, errors: checked.errors.map((each) => placedError(each, start, item)) };
    }
    warnings.push([
      'LOAD_UNKNOWN_FILTER',
      error.message,
      contextOf(error, start),
      'the rule is left out, as it asks for',
    ]);
    return { fine: false, warnings, errors: [] };
  }
  for (const warning of checked.warnings)
    warnings.push(['LOAD_COMPILE_CONDITION', warning.message, contextOf(warning, start), warning.hint]);
  const types = conditionEventTypes(condition);
  if (!types.ok) {
    const { message, hint } = types.issue;
    return { fine: false, warnings, errors: [new RuleError('LOAD_ERR_COMPILE_CONDITION', message, start, hint)] };
  }
  if (definition.source === 'syscall' && definition.warnEventTypes && count(types.value) > manyEventTypes) {
    warnings.push([
      'LOAD_NO_EVTTYPE',
      'Rule matches too many evt.type values. This has a significant performance penalty.',
      definition.context,
      'begin the condition with evt.type in (…), or set warn_evttypes: false',
    ]);
  }
  return { fine: true, warnings, errors: [] };
}

/** Errors of a condition within the extension of a rule. */
export function checkStep(
  condition: Condition,
  context: FaultContext,
  item: RuleItem,
  fields: ReadonlyMap<string, Field>,
): readonly RuleError[] {
  return checkCondition(condition, fields).errors.map((error) => placedError(error, context, item));
}

/** What `skip-if-unknown-filter` forgives. */
function isUnknown({ code }: Issue): boolean {
  return code === 'field/unknown' || code === 'output/no-field' || code === 'constant/no-event';
}

/** Ones. */
function count(types: Uint8Array): number {
  let total = 0;
  for (const type of types) total += type;
  return total;
}
