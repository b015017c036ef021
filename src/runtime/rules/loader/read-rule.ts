import { type Priority, parsePriority, priorities } from '../output/priority.ts';
import type { Collector } from './collector.ts';
import {
  optionalBoolean,
  optionalText,
  optionalTextOrEmpty,
  optionalUnsigned,
  requiredBoolean,
  requiredText,
  requiredUnsigned,
  shapeError,
  textItems,
} from './decode.ts';
import type { RuleUpdate } from './definitions.ts';
import type { FaultContext, Faults } from './faults.ts';
import { didYouMean } from './nearest.ts';
import { readExceptions } from './read-exceptions.ts';
import { appendTogether, type Overrides, oldAppend, readOverrides } from './read-overrides.ts';
import { entry, type YamlNode } from './yaml/yaml-node.ts';

export const ruleKeys = [
  'rule',
  'condition',
  'output',
  'desc',
  'priority',
  'source',
  'enabled',
  'capture',
  'capture_duration',
  'warn_evttypes',
  'skip-if-unknown-filter',
  'tags',
  'exceptions',
  'override',
  'append',
] as const;

/** The key under which a rule may hold what only Holdfast knows; other engines pass over it with a warning. */
export const extensionKey = 'holdfast';

const defaultSource = 'syscall';

const appendable = ['condition', 'exceptions', 'output', 'desc', 'tags'] as const;
const replaceable = [
  ...appendable,
  'priority',
  'capture',
  'capture_duration',
  'enabled',
  'warn_evttypes',
  'skip-if-unknown-filter',
] as const;

export interface RuleReading {
  readonly collector: Collector;
  readonly faults: Faults;
  readonly sources: ReadonlySet<string>;
}

/** An item with the key `rule`: a new rule, or a change of one that is there. */
export function readRule(item: YamlNode, name: string, context: FaultContext, reading: RuleReading): void {
  const { collector, faults } = reading;
  const source = optionalTextOrEmpty(item, 'source', context);
  const append = optionalBoolean(item, 'append', context) ?? false;
  if (append) oldAppend(item, context, faults);
  const overrides = readOverrides(item, appendable, replaceable, context);
  if (append && overrides.any) throw appendTogether(context);
  if (overrides.any) {
    readOverride(item, { name, context, source: '' }, source, overrides, reading);
  } else if (append) {
    const update: RuleUpdate = { name, context, source };
    if (entry(item, 'condition') !== undefined) readInto(update, 'condition', item, context, faults, true);
    if (entry(item, 'exceptions') !== undefined) readInto(update, 'exceptions', item, context, faults, true);
    collector.appendRule(update);
  } else if (['condition', 'output', 'desc', 'priority'].every((key) => entry(item, key) === undefined)) {
    const enabled = requiredBoolean(item, 'enabled', context);
    faults.warn(
      'LOAD_DEPRECATED_ITEM',
      "The standalone 'enabled' key usage is deprecated. The correct approach requires also a 'replace' entry under the 'override' key (i.e. 'enabled: replace').",
      context,
      'add override: {enabled: replace}',
    );
    collector.enableRule(name, enabled, context);
  } else {
    defineRule(item, name, context, reading);
    return;
  }
  const extension = entry(item, extensionKey);
  const changed = collector.rules.get(name);
  if (extension !== undefined && changed !== undefined) changed.extension = { file: context.file, node: extension };
}

function defineRule(item: YamlNode, name: string, context: FaultContext, reading: RuleReading): void {
  const { collector, faults, sources } = reading;
  requiredText(item, 'condition', context);
  const output = requiredText(item, 'output', context).trim();
  const description = requiredText(item, 'desc', context);
  const priority = readPriority(item, context);
  const source = optionalText(item, 'source', context) ?? defaultSource;
  const extension = entry(item, extensionKey);
  collector.defineRule({
    name,
    context,
    index: 0,
    visibility: 0,
    condition: [{ file: context.file, node: entry(item, 'condition') as YamlNode }],
    description,
    output,
    outputContext: { ...context, offset: (entry(item, 'output') as YamlNode).start },
    priority,
    source,
    unknownSource: !sources.has(source),
    enabled: optionalBoolean(item, 'enabled', context) ?? true,
    capture: optionalBoolean(item, 'capture', context) ?? false,
    captureDuration: optionalUnsigned(item, 'capture_duration', context) ?? 0,
    warnEventTypes: optionalBoolean(item, 'warn_evttypes', context) ?? true,
    skipIfUnknownFilter: optionalBoolean(item, 'skip-if-unknown-filter', context) ?? false,
    tags: readTags(item, context),
    exceptions: readExceptions(item, context, false, faults),
    extension: extension === undefined ? undefined : { file: context.file, node: extension },
    version: 0,
  });
}

/** All keys that are appended together, then all that are replaced; a key that the override does not name is an error. */
function readOverride(
  item: YamlNode,
  base: RuleUpdate,
  source: string,
  overrides: Overrides,
  { collector, faults }: RuleReading,
): void {
  const { context } = base;
  const unnamed = new Set<string>(replaceable.filter((key) => entry(item, key) !== undefined));
  for (const [operation, keys, known] of [
    ['append', overrides.append, appendable],
    ['replace', overrides.replace, replaceable],
  ] as const) {
    if (keys.size === 0) continue;
    const update = { ...base };
    for (const key of known) {
      if (!keys.has(key)) continue;
      if (!unnamed.delete(key)) {
        throw shapeError(
          `An ${operation} override for '${key}' was specified but '${key}' is not defined`,
          { ...context, offset: keys.get(key) as number },
          `add the key ${key} to the item, or leave it out of override`,
        );
      }
      if (key === 'condition') update.source = source;
      readInto(update, key, item, context, faults, operation === 'append');
    }
    if (operation === 'append') collector.appendRule(update);
    else collector.replaceInRule(update);
  }
  for (const key of [...unnamed].sort()) {
    throw shapeError(
      `Unexpected key '${key}': no corresponding entry under 'override' is defined.`,
      { ...context, offset: (entry(item, key) as YamlNode).start },
      `add ${key}: replace under override`,
    );
  }
}

function readInto(
  update: RuleUpdate,
  key: (typeof replaceable)[number],
  item: YamlNode,
  context: FaultContext,
  faults: Faults,
  append: boolean,
): void {
  switch (key) {
    case 'condition':
      requiredText(item, key, context);
      update.condition = { file: context.file, node: entry(item, key) as YamlNode };
      break;
    case 'exceptions':
      update.exceptions = readExceptions(item, context, append, faults);
      break;
    case 'output':
      update.output = requiredText(item, key, context);
      break;
    case 'desc':
      update.description = requiredText(item, key, context);
      break;
    case 'tags':
      update.tags = readTags(item, context);
      break;
    case 'priority':
      update.priority = readPriority(item, context);
      break;
    case 'capture':
      update.capture = requiredBoolean(item, key, context);
      break;
    case 'capture_duration':
      update.captureDuration = requiredUnsigned(item, key, context);
      break;
    case 'enabled':
      update.enabled = requiredBoolean(item, key, context);
      break;
    case 'warn_evttypes':
      update.warnEventTypes = requiredBoolean(item, key, context);
      break;
    case 'skip-if-unknown-filter':
      update.skipIfUnknownFilter = requiredBoolean(item, key, context);
      break;
  }
}

function readTags(item: YamlNode, context: FaultContext): ReadonlySet<string> {
  const tags = entry(item, 'tags');
  return new Set(tags === undefined ? [] : textItems(tags, context));
}

function readPriority(item: YamlNode, context: FaultContext): Priority {
  const text = requiredText(item, 'priority', context);
  const priority = parsePriority(text);
  if (priority !== undefined) return priority;
  const at = { ...context, offset: (entry(item, 'priority') as YamlNode).start };
  throw shapeError(
    'Invalid priority',
    at,
    didYouMean(text, [...priorities, 'Info']) ?? `one of: ${priorities.join(', ')}`,
  );
}
