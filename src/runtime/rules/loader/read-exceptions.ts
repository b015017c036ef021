import { requiredText, shapeError, spend } from './decode.ts';
import type { ExceptionDefinition, ExceptionEntry } from './definitions.ts';
import type { FaultContext, Faults } from './faults.ts';
import { entry, isNull, type YamlNode } from './yaml/yaml-node.ts';

/** The `exceptions` of a rule. With `append`, fields may be absent: the values go to an exception that has them. */
export function readExceptions(
  item: YamlNode,
  context: FaultContext,
  append: boolean,
  faults: Faults,
): ExceptionDefinition[] {
  const list = entry(item, 'exceptions');
  if (list === undefined || isNull(list)) return [];
  if (list.kind !== 'sequence')
    throw shapeError('exceptions are no sequence', { ...context, offset: list.start }, 'one exception after each -');
  const exceptions: ExceptionDefinition[] = [];
  for (const node of list.items) exceptions.push(readException(node, context, append, exceptions, faults));
  return exceptions;
}

const exceptionKeys = ['name', 'fields', 'comps', 'values'];

function readException(
  node: YamlNode,
  rule: FaultContext,
  append: boolean,
  before: readonly ExceptionDefinition[],
  faults: Faults,
): ExceptionDefinition {
  const unnamed = { ...rule, offset: node.start };
  if (node.kind !== 'mapping')
    throw shapeError('an exception is a mapping of keys', unnamed, 'give it name, fields, values');
  const name = requiredText(node, 'name', unnamed);
  const context: FaultContext = { file: rule.file, offset: node.start, item: { kind: 'exception', name } };
  if (before.some((other) => other.name === name)) {
    faults.warn(
      'LOAD_EXCEPTION_NAME_NOT_UNIQUE',
      `Multiple definitions of exception '${name}' in the same rule`,
      context,
      'both hold; values that other files append go to the first',
    );
  }
  const fields = optionalEntry(node, 'fields', context, !append);
  const comparisons = optionalEntry(node, 'comps', context, false);
  const listed = entry(node, 'values');
  const values: (ExceptionEntry | undefined)[] = [];
  if (listed !== undefined) {
    const at = { ...context, offset: listed.start };
    if (listed.kind !== 'sequence') throw shapeError('values of an exception are no sequence', at);
    for (const value of listed.items) values.push(readEntry(value, context));
  } else if (append) {
    const stray = node.keys.find((key) => !exceptionKeys.includes(key.text));
    faults.warn(
      'LOAD_APPEND_NO_VALUES',
      'Overriding/appending exception with no values',
      stray === undefined ? context : { ...context, offset: stray.start },
      'add the key values with a list of values',
    );
  }
  return { name, context, fields, comparisons, values };
}

function optionalEntry(
  node: YamlNode,
  key: string,
  context: FaultContext,
  required: boolean,
): ExceptionEntry | undefined {
  const value = entry(node, key);
  if (value !== undefined) return readEntry(value, context);
  if (required) throw shapeError(`Item has no mapping for key '${key}'`, context, `add the key ${key}`);
  return undefined;
}

/** A text, or a list of texts and lists; undefined for what is neither. */
function readEntry(node: YamlNode, context: FaultContext): ExceptionEntry | undefined {
  spend(1, context);
  if (node.kind === 'sequence') return node.items.map((item) => readEntry(item, context));
  if (node.kind !== 'scalar' || isNull(node)) return undefined;
  if (node.text === '')
    throw shapeError(
      'Value must be non-empty',
      { ...context, offset: node.start },
      'an exception cannot name an empty text',
    );
  return node.text;
}
