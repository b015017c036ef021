import type { Condition } from '../language/ast.ts';
import type { StatefulRule } from './compile-stateful.ts';
import { writtenCondition } from './condition-origin.ts';
import type { ExceptionDefinition, ExceptionEntry, RuleDefinition } from './definitions.ts';
import type { ExceptionValue, Rule, RuleException } from './rule-set.ts';

/** A rule that can run, of a definition and what it was compiled to. */
export function makeRule(
  definition: RuleDefinition,
  condition: Condition,
  lists: ReadonlySet<string>,
  macros: ReadonlySet<string>,
  stateful: StatefulRule | undefined,
): Rule {
  const { context } = definition;
  return {
    name: definition.name,
    description: definition.description,
    condition,
    conditionSource: writtenCondition(definition.condition),
    output: definition.output,
    priority: definition.priority,
    source: definition.source,
    enabled: definition.enabled,
    tags: [...definition.tags].sort(),
    exceptions: definition.exceptions.map(makeException),
    capture: definition.capture,
    captureDuration: definition.captureDuration,
    warnEventTypes: definition.warnEventTypes,
    stateful,
    macros: [...macros].sort(),
    lists: [...lists].sort(),
    place: context.file.placeAt(context.offset),
  };
}

function makeException({ name, fields, comparisons, values }: ExceptionDefinition): RuleException {
  const texts = (entry: ExceptionEntry | undefined) => entryValue(entry) as string | readonly string[];
  return { name, fields: texts(fields), comparisons: texts(comparisons), values: values.map(entryValue) };
}

function entryValue(entry: ExceptionEntry | undefined): ExceptionValue {
  if (entry === undefined) return '';
  return typeof entry === 'string' ? entry : entry.map(entryValue);
}
