import { invalid } from './collector.ts';
import { optionalBoolean, requiredText, shapeError, textItems, unsignedOf } from './decode.ts';
import { type Plugin, parseVersion } from './engine-version.ts';
import { type FaultContext, RuleError, type RuleItem } from './faults.ts';
import { didYouMean } from './nearest.ts';
import { appendTogether, oldAppend, readOverrides } from './read-overrides.ts';
import { extensionKey, type RuleReading, readRule, ruleKeys } from './read-rule.ts';
import type { RuleFile } from './rule-file.ts';
import { entry, isNull, type YamlNode } from './yaml/yaml-node.ts';

/**
 * Reads the items of one document of a rule file into the collector, in order. Stops at the first error, as the ecosystem does; with
 * `goOn` only the item with the error is left out. Returns the names of items that were.
 */
export function readDocument(document: YamlNode, file: RuleFile, goOn: boolean, reading: RuleReading): boolean {
  if (isNull(document)) return true;
  const whole: FaultContext = { file, offset: document.start };
  let fine = true;
  const attempt = (read: () => void): boolean => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      reading.faults.error(error.code, error.message, error.context, error.hint);
      fine = false;
    }
    return fine || goOn;
  };
  if (document.kind !== 'sequence') {
    attempt(() => {
      throw shapeError(
        document.kind === 'scalar' ? 'Rules content is not yaml' : 'Rules content is not yaml array of objects',
        whole,
        'a rule file is a list: every list, macro and rule begins with -',
      );
    });
    return false;
  }
  for (const item of document.items) {
    if (!isNull(item) && !attempt(() => readItem(item, file, reading))) return false;
  }
  return fine;
}

const listKeys = ['list', 'items', 'append', 'override'] as const;
const macroKeys = ['macro', 'condition', 'append', 'override'] as const;

function readItem(item: YamlNode, file: RuleFile, reading: RuleReading): void {
  const context: FaultContext = { file, offset: item.start };
  if (item.kind !== 'mapping') {
    throw shapeError(
      'Unexpected element type. Each element should be a yaml associative array.',
      context,
      'begin the item with list:, macro: or rule:',
    );
  }
  if (entry(item, 'required_engine_version') !== undefined) {
    readEngineVersion(item, context, reading);
    warnUnknownKeys(item, ['required_engine_version'], context, reading);
  } else if (entry(item, 'required_plugin_versions') !== undefined) {
    readPluginVersions(entry(item, 'required_plugin_versions') as YamlNode, context, reading);
    warnUnknownKeys(item, ['required_plugin_versions'], context, reading);
  } else if (entry(item, 'list') !== undefined) {
    readList(item, context, reading);
  } else if (entry(item, 'macro') !== undefined) {
    readMacro(item, context, reading);
  } else if (entry(item, 'rule') !== undefined) {
    const name = requiredText(item, 'rule', context);
    const named = { ...context, item: { kind: 'rule', name } satisfies RuleItem };
    readRule(item, name, named, reading);
    warnUnknownKeys(item, [...ruleKeys, extensionKey], named, reading);
  } else {
    const first = item.keys[0]?.text ?? '';
    reading.faults.warn(
      'LOAD_UNKNOWN_ITEM',
      'Unknown top level item',
      context,
      didYouMean(first, ['rule', 'macro', 'list', 'required_engine_version', 'required_plugin_versions']) ??
        'an item has one of the keys list, macro, rule, required_engine_version, required_plugin_versions',
    );
  }
}

function readEngineVersion(item: YamlNode, context: FaultContext, { collector }: RuleReading): void {
  const text = requiredText(item, 'required_engine_version', context);
  const at = { ...context, offset: (entry(item, 'required_engine_version') as YamlNode).start };
  const minor = unsignedOf(text);
  const version = minor === undefined ? parseVersion(text) : ([0, minor, 0] as const);
  if (version === undefined) {
    throw shapeError(
      `Unable to parse engine version '${text}' as a semver string. Expected "x.y.z" semver format.`,
      at,
      'write three numbers, 0.26.0, or one, 26',
    );
  }
  collector.requireEngine(version, at);
}

function readPluginVersions(list: YamlNode, context: FaultContext, { collector }: RuleReading): void {
  const at = { ...context, offset: list.start };
  if (list.kind !== 'sequence')
    throw shapeError('required_plugin_versions is no sequence', at, 'one plugin after each -, with name and version');
  for (const node of list.items) {
    const plugin = readPlugin(node, context);
    const alternatives = node.kind === 'mapping' ? entry(node, 'alternatives') : undefined;
    if (alternatives !== undefined && alternatives.kind !== 'sequence')
      throw shapeError('alternatives of a plugin are no sequence', { ...context, offset: alternatives.start });
    collector.requirePlugin(
      { ...plugin, alternatives: (alternatives?.items ?? []).map((other) => readPlugin(other, context)) },
      { ...context, offset: node.start },
    );
  }
}

function readPlugin(node: YamlNode, context: FaultContext): Plugin {
  const at = { ...context, offset: node.start };
  if (node.kind !== 'mapping') throw shapeError('a plugin is a mapping with name and version', at);
  return { name: requiredText(node, 'name', at), version: requiredText(node, 'version', at) };
}

function readList(item: YamlNode, unnamed: FaultContext, reading: RuleReading): void {
  const { collector, faults } = reading;
  const name = requiredText(item, 'list', unnamed);
  const context = { ...unnamed, item: { kind: 'list', name } satisfies RuleItem };
  if (!/^[^()"'\s=,]+$/.test(name)) {
    faults.warn(
      'LOAD_INVALID_LIST_NAME',
      'List has an invalid name. List names should match a regular expression: ([^()"\'[:space:]=,]+)',
      context,
      'conditions cannot name it: use letters, digits, _ - and .',
    );
  }
  const values = entry(item, 'items');
  if (values === undefined) throw shapeError("Item has no mapping for key 'items'", context, 'add the key items');
  const list = { name, context, index: 0, visibility: 0, items: textItems(values, context) };
  if (isAppended(item, 'items', context, reading)) collector.appendList(list);
  else collector.defineList(list);
  warnUnknownKeys(item, listKeys, context, reading);
}

function readMacro(item: YamlNode, unnamed: FaultContext, reading: RuleReading): void {
  const { collector, faults } = reading;
  const name = requiredText(item, 'macro', unnamed);
  const context = { ...unnamed, item: { kind: 'macro', name } satisfies RuleItem };
  if (!/^[a-zA-Z]+[a-zA-Z0-9_]*$/.test(name)) {
    faults.warn(
      'LOAD_INVALID_MACRO_NAME',
      'Macro has an invalid name. Macro names should match a regular expression: ([a-zA-Z]+[a-zA-Z0-9_]*)',
      context,
      'conditions cannot name it: use letters, digits and _, a letter first',
    );
  }
  requiredText(item, 'condition', context);
  const condition = [{ file: context.file, node: entry(item, 'condition') as YamlNode }];
  const macro = { name, context, index: 0, visibility: 0, condition };
  if (isAppended(item, 'condition', context, reading)) collector.appendMacro(macro);
  else collector.defineMacro(macro);
  warnUnknownKeys(item, macroKeys, context, reading);
}

/** Whether a list or macro adds to the one that is there, in the old or the new way of saying so. */
function isAppended(item: YamlNode, key: string, context: FaultContext, { faults }: RuleReading): boolean {
  const append = optionalBoolean(item, 'append', context) ?? false;
  if (append) oldAppend(item, context, faults);
  const overrides = readOverrides(item, [key], [key], context);
  if (append && overrides.any) throw appendTogether(context);
  return append || overrides.append.has(key);
}

function warnUnknownKeys(
  item: YamlNode,
  known: readonly string[],
  context: FaultContext,
  { faults }: RuleReading,
): void {
  for (const key of item.keys) {
    if (key.kind !== 'scalar') throw invalid('a key is no text', { ...context, offset: key.start });
    if (known.includes(key.text)) continue;
    faults.warn(
      'LOAD_UNKNOWN_KEY',
      `Unknown key '${key.text}'. The key will be ignored.`,
      { ...context, offset: key.start },
      didYouMean(key.text, known),
    );
  }
}
