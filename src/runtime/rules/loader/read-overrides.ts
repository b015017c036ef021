import { invalid } from './collector.ts';
import { shapeError } from './decode.ts';
import type { FaultContext, Faults, RuleError } from './faults.ts';
import { didYouMean } from './nearest.ts';
import { entry, type YamlNode } from './yaml/yaml-node.ts';

/** Keys that an item appends and replaces, with the offset of each entry under `override`. */
export interface Overrides {
  readonly any: boolean;
  readonly append: ReadonlyMap<string, number>;
  readonly replace: ReadonlyMap<string, number>;
}

export function readOverrides(
  item: YamlNode,
  appendable: readonly string[],
  replaceable: readonly string[],
  context: FaultContext,
): Overrides {
  const append = new Map<string, number>();
  const replace = new Map<string, number>();
  const node = entry(item, 'override');
  if (node?.kind === 'sequence' && node.items.length > 0)
    throw invalid('override is no mapping', { ...context, offset: node.start }, 'write override: {condition: append}');
  if (node?.kind === 'mapping') {
    node.keys.forEach((keyNode, index) => {
      const value = node.items[index] as YamlNode;
      if (keyNode.kind !== 'scalar' || value.kind !== 'scalar')
        throw invalid('an override is a key with append or replace', { ...context, offset: keyNode.start });
      const key = keyNode.text;
      const at = { ...context, offset: keyNode.start };
      if (value.text === 'append') {
        if (!appendable.includes(key)) throw cannot(key, 'append', at, appendable, replaceable);
        append.set(key, keyNode.start);
      } else if (value.text === 'replace') {
        if (!replaceable.includes(key)) throw cannot(key, 'replace', at, replaceable, replaceable);
        replace.set(key, keyNode.start);
      } else {
        throw shapeError(
          `Invalid override operation for key '${key}': '${value.text}'`,
          { ...context, offset: value.start },
          'an override is append or replace',
        );
      }
    });
  }
  return { any: append.size > 0 || replace.size > 0, append, replace };
}

export function oldAppend(item: YamlNode, context: FaultContext, faults: Faults): void {
  faults.warn(
    'LOAD_DEPRECATED_ITEM',
    "'append' key is deprecated. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.",
    { ...context, offset: entry(item, 'append')?.start ?? context.offset },
    'write override: {condition: append} in place of append: true',
  );
}

export function appendTogether(context: FaultContext): RuleError {
  return shapeError(
    "Keys 'override' and 'append: true' cannot be used together. Add an 'append' entry (e.g. 'condition: append') under 'override' instead.",
    context,
    'leave out append: true',
  );
}

function cannot(
  key: string,
  operation: 'append' | 'replace',
  context: FaultContext,
  allowed: readonly string[],
  replaceable: readonly string[],
): RuleError {
  const message =
    operation === 'append'
      ? `Key '${key}' cannot be appended to, use 'replace' instead`
      : `Key '${key}' cannot be replaced`;
  const hint = operation === 'append' && replaceable.includes(key) ? `write ${key}: replace` : didYouMean(key, allowed);
  return shapeError(message, context, hint ?? `one of: ${allowed.join(', ')}`);
}
