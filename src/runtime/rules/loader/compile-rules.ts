import type { Field } from '../field.ts';
import type { Condition } from '../language/ast.ts';
import type { AppendOutput } from '../output/append-output.ts';
import { checkOutput, checkRuleCondition, checkStep, type RuleCheck, type Warning } from './check-rule.ts';
import type { Collector } from './collector.ts';
import { Cascade, ConditionCompiler, type ParsedText, type PutState, type Run } from './compile-condition.ts';
import { compileStateful } from './compile-stateful.ts';
import { writtenCondition } from './condition-origin.ts';
import type { ExtensionPart, MacroDefinition, RuleDefinition } from './definitions.ts';
import { withExceptions } from './exception-condition.ts';
import { type FaultContext, type Faults, RuleError, type RuleItem } from './faults.ts';
import { ruleLimits } from './limits.ts';
import { makeRule } from './make-rule.ts';
import { ListPutter } from './put-lists.ts';
import type { SizedCondition } from './put-macros.ts';
import type { Rule, RuleList, RuleMacro } from './rule-set.ts';

export interface CompileOptions {
  readonly fields: ReadonlyMap<string, Field>;
  readonly appendOutput: readonly AppendOutput[];
  /** Reports errors of every item, in place of the first only. */
  readonly allErrors: boolean;
}

export interface Compiled {
  readonly rules: readonly Rule[];
  readonly macros: readonly RuleMacro[];
  readonly lists: readonly RuleList[];
}

interface MacroState {
  parsed: ParsedText | undefined;
  put: PutState | undefined;
}

/** What a rule came to in an earlier run; a check holds while the version of the definition does. */
interface RuleState extends MacroState {
  version: number;
  output: RuleCheck | undefined;
  condition: { readonly from: SizedCondition; readonly check: RuleCheck } | undefined;
}

/**
 * Makes rules of what the collector gathered. Runs after every file, as a file must hold together with those before it; what has not
 * changed since is not compiled again.
 */
export class RuleCompiler {
  readonly #options: CompileOptions;
  readonly #faults: Faults;
  readonly #macroStates = new WeakMap<MacroDefinition, MacroState>();
  readonly #noted = new Set<string>();
  readonly #conditions = new ConditionCompiler((macro) => this.#macroState(macro).parsed?.condition);
  readonly #ruleStates = new WeakMap<RuleDefinition, RuleState>();

  constructor(options: CompileOptions, faults: Faults) {
    this.#options = options;
    this.#faults = faults;
  }

  /** Undefined where it stopped at an error. Warnings are given only with `last`. */
  compile(collector: Collector, last: boolean): Compiled | undefined {
    const errorsBefore = this.#faults.errorCount;
    const lists = this.#attempt(() => new ListPutter(collector.lists));
    if (lists === undefined) return undefined;
    const run: Run = {
      collector,
      lists,
      put: new Map(),
      broken: new Set(),
      usedLists: new Set(lists.usedByLists),
      usedMacros: new Set(),
      nodes: 0,
    };
    if (!this.#compileMacros(run)) return undefined;
    const rules = this.#compileRules(run, last);
    if (rules === undefined) return undefined;
    const { usedLists, usedMacros } = run;
    if (last && this.#faults.errorCount === errorsBefore) this.#warnUnused(collector, usedMacros, usedLists);
    return {
      rules,
      macros: [...collector.macros.values()].flatMap(({ name, context }) => {
        const put = run.put.get(name);
        const place = context.file.placeAt(context.offset);
        return put === undefined ? [] : [{ name, condition: put.condition, used: usedMacros.has(name), place }];
      }),
      lists: [...collector.lists.values()].map(({ name, context }) => ({
        name,
        items: lists.itemsOf(name),
        used: usedLists.has(name),
        place: context.file.placeAt(context.offset),
      })),
    };
  }

  /** Parses all macros, then puts macros into macros, in the order of their first definition. */
  #compileMacros(run: Run): boolean {
    const macros = [...run.collector.macros.values()];
    for (const macro of macros) {
      const state = this.#macroState(macro);
      const fine = this.#attempt(() => {
        state.parsed = this.#conditions.parse(
          macro.condition,
          itemOf('macro', macro.name),
          macro.context,
          [],
          run,
          state.parsed,
        );
        return true;
      });
      if (fine) continue;
      state.parsed = undefined;
      run.broken.add(macro.name);
      if (!this.#options.allErrors) return false;
    }
    for (const macro of macros) {
      const state = this.#macroState(macro);
      const { parsed } = state;
      if (parsed === undefined) continue;
      for (const list of parsed.lists) run.usedLists.add(list);
      const put = this.#attempt(() =>
        this.#conditions.putMacros(
          parsed.condition,
          macro.visibility,
          itemOf('macro', macro.name),
          macro.context,
          run,
          state.put,
        ),
      );
      state.put = put;
      if (put !== undefined) {
        run.put.set(macro.name, put.sized);
        for (const name of put.result.used) run.usedMacros.add(name);
        continue;
      }
      run.broken.add(macro.name);
      if (!this.#options.allErrors) return false;
    }
    return true;
  }

  #compileRules(run: Run, last: boolean): Rule[] | undefined {
    const rules: Rule[] = [];
    for (const definition of run.collector.rules.values()) {
      if (definition.unknownSource) continue;
      const warnings: Warning[] = [];
      const errors = this.#faults.errorCount;
      const rule = this.#attempt(() => this.#compileRule(definition, run, warnings));
      const failed = this.#faults.errorCount > errors;
      if (last || failed) for (const warning of warnings) this.#faults.warn(...warning);
      if (failed && !this.#options.allErrors) return undefined;
      if (rule !== undefined) rules.push(rule);
    }
    return rules;
  }

  /** Undefined where the rule is left out, as it asks for, or because of errors that are noted. */
  #compileRule(definition: RuleDefinition, run: Run, warnings: Warning[]): Rule | undefined {
    const state = this.#ruleState(definition);
    const { fields, appendOutput } = this.#options;
    const { name, condition, context, exceptions, extension } = definition;
    const item = itemOf('rule', name);
    // The order in which the ecosystem finds errors: exceptions that do not fit, the output, the condition.
    const written = withExceptions(writtenCondition(condition), exceptions);
    state.output ??= checkOutput(definition, fields, appendOutput);
    const outputFine = this.#take(state.output, warnings);
    if (!outputFine && state.output.errors.length === 0) return undefined;
    state.parsed = this.#conditions.parse(condition, item, context, exceptions, run, state.parsed, written);
    state.put = this.#putAll(state.parsed, item, context, run, state.put);
    const { sized } = state.put;
    if (state.condition?.from !== sized)
      state.condition = { from: sized, check: checkRuleCondition(definition, sized.condition, fields) };
    const conditionFine = this.#take(state.condition.check, warnings);
    const stateful =
      extension === undefined
        ? undefined
        : compileStateful(extension, item, fields, (step) => this.#compileStep(step, item, run));
    if (!outputFine || !conditionFine) return undefined;
    return makeRule(definition, sized.condition, state.parsed.lists, state.put.result.used, stateful);
  }

  /** Notes the errors and keeps the warnings of a check; throws the first error where no more are wanted. */
  #take({ fine, errors, warnings: found }: RuleCheck, warnings: Warning[]): boolean {
    for (const warning of found) warnings.push(warning);
    const [first] = errors;
    if (first !== undefined && !this.#options.allErrors) throw first;
    for (const error of errors) this.#note(error);
    return fine;
  }

  #putAll(parsed: ParsedText, item: RuleItem, context: FaultContext, run: Run, before: PutState | undefined): PutState {
    const put = this.#conditions.putMacros(parsed.condition, Number.POSITIVE_INFINITY, item, context, run, before);
    for (const list of parsed.lists) run.usedLists.add(list);
    for (const macro of put.result.used) run.usedMacros.add(macro);
    run.nodes += put.sized.size;
    if (run.nodes > ruleLimits.totalNodes) {
      const message = `macros make the rules larger than ${ruleLimits.totalNodes} checks`;
      throw new RuleError('LOAD_ERR_VALIDATE', message, context);
    }
    return put;
  }

  /** A condition within the extension of a rule. */
  #compileStep(step: ExtensionPart, item: RuleItem, run: Run): Condition {
    const context: FaultContext = { file: step.file, offset: step.node.start, item };
    const parsed = this.#conditions.parse([step], item, context, [], run, undefined);
    const { condition } = this.#putAll(parsed, item, context, run, undefined).sized;
    const [error] = checkStep(condition, context, item, this.#options.fields);
    if (error !== undefined) throw error;
    return condition;
  }

  /** What `make` gives; undefined after an error, which is noted. */
  #attempt<T>(make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      if (error instanceof Cascade) return undefined;
      if (!(error instanceof RuleError)) throw error;
      this.#note(error);
      return undefined;
    }
  }

  /** An error in a macro shows in every rule that uses it, and is said once. */
  #note({ code, message, context, hint }: RuleError): void {
    const key = `${context.file.name}\n${context.offset}\n${message}`;
    if (this.#noted.has(key)) return;
    this.#noted.add(key);
    this.#faults.error(code, message, context, hint);
  }

  #macroState(macro: MacroDefinition): MacroState {
    let state = this.#macroStates.get(macro);
    if (state === undefined) {
      state = { parsed: undefined, put: undefined };
      this.#macroStates.set(macro, state);
    }
    return state;
  }

  #ruleState(definition: RuleDefinition): RuleState {
    let state = this.#ruleStates.get(definition);
    if (state === undefined) {
      state = {
        version: definition.version,
        parsed: undefined,
        put: undefined,
        output: undefined,
        condition: undefined,
      };
      this.#ruleStates.set(definition, state);
    } else if (state.version !== definition.version) {
      state.version = definition.version;
      state.output = undefined;
      state.condition = undefined;
    }
    return state;
  }

  #warnUnused(collector: Collector, macros: ReadonlySet<string>, lists: ReadonlySet<string>): void {
    const hint = 'remove it, or use it';
    for (const { name, context } of collector.macros.values())
      if (!macros.has(name))
        this.#faults.warn('LOAD_UNUSED_MACRO', 'Macro not referred to by any other rule/macro', context, hint);
    for (const { name, context } of collector.lists.values())
      if (!lists.has(name))
        this.#faults.warn('LOAD_UNUSED_LIST', 'List not referred to by any other rule/macro', context, hint);
  }
}

function itemOf(kind: RuleItem['kind'], name: string): RuleItem {
  return { kind, name };
}
