import { errorIssue, failed, type Issue, type Outcome, ok } from '#core/outcome.ts';
import { CelError, CelSyntaxError } from './cel-error.ts';
import { check } from './checker.ts';
import { compile } from './compile.ts';
import { type EnvironmentName, environmentOf } from './environment.ts';
import { Frame } from './frame.ts';
import { parse } from './parser.ts';
import { dynType, formatType, type ObjectShape, objectType, parseType, type Type } from './types.ts';

export interface CompileOptions {
  /** Names that bindings give; without a shape their types are known only when they are evaluated. */
  readonly variables: readonly string[];
  /**
   * Types of variables (`timestamp`, `list(string)`) and fields of those that are objects: the checker then finds misspelt fields and wrong types. The
   * caller answers for it that bindings agree; doubles are made with `makeDouble`.
   */
  readonly shapes?: Readonly<Record<string, string | ObjectShape>>;
  /** Default: `kubernetes`. */
  readonly environment?: EnvironmentName;
  /** Cost units that one evaluation may take; default `defaultCostLimit`. */
  readonly costLimit?: number;
}

export interface CompiledExpression {
  readonly source: string;
  /** The declared variables that the expression reads, sorted. */
  readonly variables: readonly string[];
  /** Type of the result as far as it is known, `bool`, `list(string)`, `dyn`. */
  readonly type: string;
  /** The result is a CEL value: booleans, strings, lists and most numbers are plain JavaScript, `toJs` converts the rest. Never throws. */
  evaluate(bindings: Readonly<Record<string, unknown>>): Outcome<unknown>;
}

/** An issue that points into an expression. */
export interface CelIssue extends Issue {
  /** 1-based; the column counts characters. */
  readonly line: number;
  readonly column: number;
  /** The line of the source, and a mark under the place. */
  readonly snippet: string;
}

/** About Kubernetes' limit of one expression (1,000,000 units). */
const defaultCostLimit = 1_000_000;

/** Compiles a CEL expression. Issues are `CelIssue`s: `cel/syntax`, `cel/type`, `cel/limit`; of evaluation `cel/evaluation`. */
export function compileExpression(source: string, options: CompileOptions): Outcome<CompiledExpression> {
  const environment = environmentOf(options.environment ?? 'kubernetes');
  const declared = new Map(options.variables.map((name) => [name, typeOfVariable(name, options.shapes?.[name])]));
  try {
    const tree = parse(source, environment);
    const used = check(tree, environment, declared);
    const { code } = compile(tree, []);
    const limit = options.costLimit ?? defaultCostLimit;
    return ok({
      source,
      variables: [...used].sort(),
      type: tree.type ? formatType(tree.type) : 'dyn',
      evaluate(bindings) {
        try {
          return ok(code(new Frame(bindings, limit)));
        } catch (error) {
          return failed(issueOf(error, source, 'cel/evaluation'));
        }
      },
    });
  } catch (error) {
    return failed(issueOf(error, source, 'cel/syntax'));
  }
}

function typeOfVariable(name: string, shape: string | ObjectShape | undefined): Type {
  if (shape === undefined) return dynType;
  return typeof shape === 'string' ? parseType(shape) : objectType(name, shape);
}

function issueOf(error: unknown, source: string, code: string): CelIssue {
  if (error instanceof CelSyntaxError)
    return place(errorIssue(error.code, error.message, { hint: error.hint }), source, error.offset);
  if (error instanceof CelError)
    return place(errorIssue(error.fatal ? 'cel/limit' : code, error.message), source, error.offset);
  if (error instanceof RangeError)
    return place(errorIssue('cel/limit', 'the expression needs too much memory', { cause: error }), source, 0);
  throw error;
}

function place(issue: Issue, source: string, offset: number): CelIssue {
  const before = source.slice(0, Math.max(0, offset));
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = source.indexOf('\n', lineStart);
  const text = source.slice(lineStart, lineEnd < 0 ? undefined : lineEnd);
  const line = before.split('\n').length;
  const column = Array.from(before.slice(lineStart)).length + 1;
  return { ...issue, where: `${line}:${column}`, line, column, snippet: snippetOf(text, column) };
}

/** Characters of a line that are shown on each side of the place. */
const snippetReach = 60;

function snippetOf(text: string, column: number): string {
  const characters = Array.from(text);
  const start = Math.max(0, column - 1 - snippetReach);
  const shown = characters
    .slice(start, column - 1 + snippetReach)
    .join('')
    .replace(/\t/g, ' ');
  return `${shown}\n${' '.repeat(column - 1 - start)}^`;
}
