import type { MacroNode } from '../language/ast.ts';
import { conditionDepth, parseCondition } from '../language/parser.ts';
import type { Collector } from './collector.ts';
import { ConditionOrigin, ConditionPlace, writtenCondition } from './condition-origin.ts';
import type { ConditionPart, ExceptionDefinition, MacroDefinition } from './definitions.ts';
import { type ExceptionSpan, withExceptions } from './exception-condition.ts';
import { type FaultContext, RuleError, type RuleItem } from './faults.ts';
import { ruleLimits } from './limits.ts';
import type { LoadErrorCode } from './load-codes.ts';
import { didYouMean } from './nearest.ts';
import { placedError } from './placed-error.ts';
import type { Edit, ListPutter } from './put-lists.ts';
import { type MacroResult, putMacros, type SizedCondition } from './put-macros.ts';

export interface ParsedText {
  readonly text: string;
  readonly condition: SizedCondition;
  /** Lists that it names. */
  readonly lists: ReadonlySet<string>;
}

export interface PutState {
  readonly from: SizedCondition;
  /** What every name stood for: where all still do, the result still holds. */
  readonly macros: ReadonlyMap<string, SizedCondition | undefined>;
  readonly result: MacroResult;
  readonly sized: SizedCondition;
}

/** What one run over all items knows. */
export interface Run {
  readonly collector: Collector;
  readonly lists: ListPutter;
  /** Macros with macros put in. */
  readonly put: Map<string, SizedCondition>;
  /** Macros with errors of their own: what uses them is left out without an error more. */
  readonly broken: Set<string>;
  readonly usedLists: Set<string>;
  readonly usedMacros: Set<string>;
  /** Checks of all rules so far. */
  nodes: number;
}

/** What a condition uses has an error, which is noted already. */
export class Cascade extends Error {}

/** Makes conditions of texts; methods throw RuleError and Cascade. */
export class ConditionCompiler {
  readonly #parsedMacro: (macro: MacroDefinition) => SizedCondition | undefined;

  /** `parsedMacro`: the condition of a macro as parsed, for those that macros were not put into yet. */
  constructor(parsedMacro: (macro: MacroDefinition) => SizedCondition | undefined) {
    this.#parsedMacro = parsedMacro;
  }

  /** Parses a condition with its exceptions and with lists put in. `before`: what it came to the last time. */
  parse(
    parts: readonly ConditionPart[],
    item: RuleItem,
    context: FaultContext,
    exceptions: readonly ExceptionDefinition[],
    run: Run,
    before: ParsedText | undefined,
    written = writtenCondition(parts),
  ): ParsedText {
    const lists = new Set<string>();
    const text = run.lists.put(written, context, lists);
    if (before?.text === text) return { ...before, lists };
    const origin = new ConditionOrigin({
      parts,
      item,
      replay: () => {
        const spans: ExceptionSpan[] = [];
        const edits: Edit[][] = [];
        run.lists.put(withExceptions(writtenCondition(parts), exceptions, spans), context, new Set(), edits);
        return { bracketed: exceptions.length > 0, spans, edits };
      },
    });
    const place = (offset: number) => new ConditionPlace(origin, offset);
    const parsed = parseCondition(text, { maxDepth: conditionDepth.rule, place });
    if (!parsed.ok) throw placedError(parsed.issue, context, item);
    return { text, condition: { condition: parsed.value, size: 0, depth: 0, complete: false }, lists };
  }

  /** Puts macros into a condition. `visibility`: macros defined later cannot be seen. */
  putMacros(
    from: SizedCondition,
    visibility: number,
    item: RuleItem,
    context: FaultContext,
    run: Run,
    before: PutState | undefined,
  ): PutState {
    const seen = new Map<string, SizedCondition | undefined>();
    const find = (name: string): SizedCondition | undefined => {
      const macro = run.collector.macros.get(name);
      if (macro === undefined || macro.index >= visibility) return undefined;
      return run.put.get(name) ?? this.#parsedMacro(macro);
    };
    if (before !== undefined && before.from === from && [...before.macros].every(([name, put]) => find(name) === put))
      return before;
    const result = putMacros(from.condition, (name) => {
      if (run.broken.has(name)) throw new Cascade();
      const put = find(name);
      seen.set(name, put);
      return put;
    });
    const { problem } = result;
    if (problem !== undefined) throw macroError(problem.kind, problem.node, context, item, run.collector);
    const { condition, size, depth } = result;
    return { from, macros: seen, result, sized: { condition, size, depth, complete: true } };
  }
}

function macroError(
  kind: 'unknown' | 'loop' | 'too-large' | 'too-deep',
  node: MacroNode,
  context: FaultContext,
  item: RuleItem,
  collector: Collector,
): RuleError {
  const at = node.at instanceof ConditionPlace ? node.at.origin.context(node.at.offset) : context;
  const message = {
    unknown: `Undefined macro '${node.name}' used in filter.`,
    loop: `reference loop in macro '${node.name}'`,
    'too-large': `macros make the condition larger than ${ruleLimits.expandedNodes} checks`,
    'too-deep': `macros make the condition deeper than ${ruleLimits.expandedDepth} levels`,
  }[kind];
  const hint =
    kind === 'unknown'
      ? (didYouMean(node.name, collector.macros.keys()) ??
        'define the macro before it is used; a text that compares needs a field and an operator')
      : kind === 'loop'
        ? 'a macro cannot be used in itself, nor redefined by what it was: use override with append'
        : 'split the rule';
  const code: LoadErrorCode = 'LOAD_ERR_VALIDATE';
  return new RuleError(code, message, { ...at, item: at.item ?? item }, hint);
}
