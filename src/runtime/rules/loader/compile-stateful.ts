import type { Field } from '../field.ts';
import type { Condition } from '../language/ast.ts';
import { createEventTracker } from '../stateful/event-tracker.ts';
import { parseStateful } from '../stateful/parse-stateful.ts';
import type { StatefulSpec } from '../stateful/stateful-spec.ts';
import type { ExtensionPart } from './definitions.ts';
import { type FaultContext, RuleError, type RuleItem } from './faults.ts';
import { extensionValue } from './read-extension.ts';
import { entry, type YamlNode } from './yaml/yaml-node.ts';

/** The key `holdfast` of a rule: what it counts, remembers or waits for. */
export interface StatefulRule {
  readonly spec: StatefulSpec;
  /** Conditions of the steps of a sequence after the first, with lists and macros put in; none of the other kinds. */
  readonly steps: readonly Condition[];
}

/**
 * Reads the extension of a rule. `compileStep` makes a condition of a text of the file.
 * @throws RuleError with code LOAD_ERR_EXTENSION, or what `compileStep` throws
 */
export function compileStateful(
  part: ExtensionPart,
  item: RuleItem,
  fields: ReadonlyMap<string, Field>,
  compileStep: (step: ExtensionPart) => Condition,
): StatefulRule {
  const { file, node } = part;
  const context: FaultContext = { file, offset: node.start, item };
  const spec = parseStateful(extensionValue(part));
  if (!spec.ok) throw new RuleError('LOAD_ERR_EXTENSION', spec.issue.message, context, spec.issue.hint);
  const steps = spec.value.kind === 'sequence' ? stepNodes(node).map((step) => compileStep({ file, node: step })) : [];
  const tracker = createEventTracker(spec.value, steps, fields);
  if (!tracker.ok) throw new RuleError('LOAD_ERR_EXTENSION', tracker.issue.message, context, tracker.issue.hint);
  return { spec: spec.value, steps };
}

/** `sequence: {followed_by: …}`: one text, or a list of them. */
function stepNodes(node: YamlNode): readonly YamlNode[] {
  const sequence = entry(node, 'sequence');
  const followed = sequence === undefined ? undefined : entry(sequence, 'followed_by');
  if (followed === undefined) return [];
  return followed.kind === 'sequence' ? followed.items : [followed];
}
