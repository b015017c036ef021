import type {
  ConditionPart,
  ExceptionDefinition,
  ListDefinition,
  MacroDefinition,
  RuleDefinition,
  RuleUpdate,
} from './definitions.ts';
import { isWritten } from './definitions.ts';
import { engineVersion, isCompatible, parseVersion, type Version, versionText } from './engine-version.ts';
import { type FaultContext, type Faults, RuleError } from './faults.ts';
import { ruleLimits } from './limits.ts';
import { didYouMean } from './nearest.ts';
import type { RequiredPlugin } from './rule-set.ts';

/** Checks the fields and comparisons of an exception and fills in what is left out; throws a RuleError. */
export type ExceptionCheck = (exception: ExceptionDefinition, ofKnownSource: boolean) => void;

export interface CollectedRequirement {
  readonly plugin: RequiredPlugin;
  readonly context: FaultContext;
}

/** Gathers definitions of all files in order; the last definition of a name wins, at the place of its first. */
export class Collector {
  readonly lists = new Map<string, ListDefinition>();
  readonly macros = new Map<string, MacroDefinition>();
  readonly rules = new Map<string, RuleDefinition>();
  readonly requirements: CollectedRequirement[] = [];
  requiredEngine: Version | undefined;
  readonly #checkException: ExceptionCheck;
  readonly #faults: Faults;
  #next = 0;

  constructor(checkException: ExceptionCheck, faults: Faults) {
    this.#checkException = checkException;
    this.#faults = faults;
  }

  requireEngine(version: Version, context: FaultContext): void {
    const own = parseVersion(engineVersion) as Version;
    if (!isCompatible(own, version)) {
      throw invalid(
        `Rules require engine version ${versionText(version)}, but engine version is ${engineVersion}`,
        context,
        'use an older version of these rules, or a newer one of Holdfast',
      );
    }
    const highest = this.requiredEngine;
    if (highest === undefined || isCompatible(version, highest)) this.requiredEngine = version;
  }

  requirePlugin(plugin: RequiredPlugin, context: FaultContext): void {
    const names = new Set<string>();
    for (const { name, version } of [plugin, ...plugin.alternatives]) {
      if (parseVersion(version) === undefined)
        throw invalid(`'${version}' is no version for plugin '${name}'`, context, 'write three numbers: 0.4.0');
      if (names.has(name)) throw invalid(`plugin '${name}' is asked for twice as its own alternative`, context);
      names.add(name);
    }
    this.requirements.push({ plugin, context });
  }

  defineList(list: ListDefinition): void {
    this.#define(this.lists, list);
  }

  appendList(list: ListDefinition): void {
    const previous = this.lists.get(list.name);
    if (previous === undefined) {
      throw invalid(
        "List uses 'append' or 'override.items: append' but no list by that name already exists",
        list.context,
        beforeHint(list.name, this.lists),
      );
    }
    for (const item of list.items) previous.items.push(item);
    previous.visibility = this.#order();
  }

  defineMacro(macro: MacroDefinition): void {
    this.#define(this.macros, macro);
  }

  appendMacro(macro: MacroDefinition): void {
    const previous = this.macros.get(macro.name);
    if (previous === undefined) {
      throw invalid(
        "Macro uses 'append' or 'override.condition: append' but no macro by that name already exists",
        macro.context,
        beforeHint(macro.name, this.macros),
      );
    }
    previous.condition = appended(previous.condition, macro.condition, macro.context);
    previous.visibility = this.#order();
  }

  defineRule(rule: RuleDefinition): void {
    this.#previousRule(rule.name, rule.source, rule.context);
    if (rule.unknownSource) {
      this.#faults.warn(
        'LOAD_UNKNOWN_SOURCE',
        `Unknown source ${rule.source}, skipping`,
        rule.context,
        'rules for events of other sources are left out',
      );
    }
    for (const exception of rule.exceptions) {
      if (!isWritten(exception.fields)) throw noFields(exception);
      this.#checkException(exception, !rule.unknownSource);
    }
    this.#define(this.rules, rule);
  }

  enableRule(name: string, enabled: boolean, context: FaultContext): void {
    const previous = this.rules.get(name);
    if (previous === undefined) {
      throw invalid(
        "Rule has 'enabled' key but no rule by that name already exists",
        context,
        beforeHint(name, this.rules),
      );
    }
    previous.enabled = enabled;
    previous.version++;
  }

  appendRule(update: RuleUpdate): void {
    const previous = this.#previousRule(update.name, update.source, update.context);
    if (previous === undefined) {
      throw invalid(
        "Rule uses 'append' or 'override.<key>: append' but no rule by that name already exists",
        update.context,
        beforeHint(update.name, this.rules),
      );
    }
    if (!changesAnything(update))
      throw invalid('Appended rule must have exceptions or condition property', update.context);
    const { condition, output, description, context } = update;
    if (condition !== undefined) previous.condition = appended(previous.condition, [condition], context);
    if (output !== undefined) previous.output = appendedText(previous.output, output, context);
    if (description !== undefined) previous.description = appendedText(previous.description, description, context);
    if (update.tags !== undefined) previous.tags = new Set([...previous.tags, ...update.tags]);
    for (const exception of update.exceptions ?? []) this.#appendException(previous, exception);
    previous.visibility = this.#order();
    previous.version++;
  }

  replaceInRule(update: RuleUpdate): void {
    const previous = this.#previousRule(update.name, update.source, update.context);
    if (previous === undefined) {
      throw invalid(
        "An 'override.<key>: replace' to a rule was requested but no rule by that name already exists",
        update.context,
        beforeHint(update.name, this.rules),
      );
    }
    if (!changesAnything(update)) throw invalid('the override replaces nothing', update.context);
    if (update.condition !== undefined) previous.condition = [update.condition];
    previous.output = update.output ?? previous.output;
    previous.description = update.description ?? previous.description;
    previous.tags = update.tags ?? previous.tags;
    if (update.exceptions !== undefined) {
      // The ecosystem forgets to look at these; a wrong comparison would only show as a condition that does not parse.
      for (const exception of update.exceptions) {
        if (!isWritten(exception.fields)) throw noFields(exception);
        this.#checkException(exception, !previous.unknownSource);
      }
      previous.exceptions = update.exceptions;
    }
    previous.priority = update.priority ?? previous.priority;
    previous.capture = update.capture ?? previous.capture;
    previous.captureDuration = update.captureDuration ?? previous.captureDuration;
    previous.enabled = update.enabled ?? previous.enabled;
    previous.warnEventTypes = update.warnEventTypes ?? previous.warnEventTypes;
    previous.skipIfUnknownFilter = update.skipIfUnknownFilter ?? previous.skipIfUnknownFilter;
    previous.visibility = this.#order();
    previous.version++;
  }

  #appendException(rule: RuleDefinition, exception: ExceptionDefinition): void {
    const previous = rule.exceptions.find((other) => other.name === exception.name);
    if (previous === undefined) {
      if (!isWritten(exception.fields)) throw noFields(exception);
      if (exception.values.length === 0) throw invalid('an exception that is appended needs values', exception.context);
      this.#checkException(exception, !rule.unknownSource);
      rule.exceptions = [...rule.exceptions, exception];
      return;
    }
    const only = 'only values can be appended to an exception that is there';
    if (isWritten(exception.fields)) throw invalid(`${only}, no fields`, exception.context, 'leave out the key fields');
    if (isWritten(exception.comparisons))
      throw invalid(`${only}, no comps`, exception.context, 'leave out the key comps');
    previous.values = [...previous.values, ...exception.values];
  }

  /** The rule of that name; throws where it is one of another source. */
  #previousRule(name: string, source: string, context: FaultContext): RuleDefinition | undefined {
    const previous = this.rules.get(name);
    if (previous !== undefined && previous.source !== '' && source !== '' && previous.source !== source)
      throw invalid(
        'Rule has been re-defined with a different source',
        context,
        `it is one of source ${previous.source}`,
      );
    return previous;
  }

  #define<T extends ListDefinition | MacroDefinition | RuleDefinition>(
    definitions: Map<string, T>,
    definition: T,
  ): void {
    const order = this.#order();
    definition.index = definitions.get(definition.name)?.index ?? order;
    definition.visibility = order;
    if (definitions.size >= ruleLimits.items && !definitions.has(definition.name))
      throw invalid(`more than ${ruleLimits.items} items`, definition.context);
    // A Map keeps the place of a key that it has.
    definitions.set(definition.name, definition);
  }

  #order(): number {
    return this.#next++;
  }
}

function appended(
  parts: readonly ConditionPart[],
  more: readonly ConditionPart[],
  context: FaultContext,
): readonly ConditionPart[] {
  const all = [...parts, ...more];
  let length = 0;
  for (const { node } of all) length += node.text.length + 1;
  checkLength(length, context);
  return all;
}

function appendedText(text: string, more: string, context: FaultContext): string {
  checkLength(text.length + more.length, context);
  return `${text} ${more}`;
}

function checkLength(length: number, context: FaultContext): void {
  if (length > ruleLimits.conditionCharacters)
    throw invalid(`a text of more than ${ruleLimits.conditionCharacters} characters`, context);
}

export function invalid(message: string, context: FaultContext, hint?: string): RuleError {
  return new RuleError('LOAD_ERR_VALIDATE', message, context, hint);
}

function noFields(exception: ExceptionDefinition): RuleError {
  return invalid('an exception needs fields', exception.context, 'add the key fields with a field or a list of fields');
}

function changesAnything(update: RuleUpdate): boolean {
  const { name, context, source, ...changes } = update;
  return Object.values(changes).some((value) => value !== undefined);
}

function beforeHint(name: string, known: ReadonlyMap<string, unknown>): string {
  return didYouMean(name, known.keys()) ?? 'define it before, in this file or in one that is loaded earlier';
}
