import { type ComprehensionOp, type Expr, qualifiedName } from './ast.ts';
import { CelSyntaxError } from './cel-error.ts';

type WithoutDepth<T> = T extends Expr ? Omit<T, 'depth'> : never;

export interface MacroCall {
  readonly name: string;
  readonly offset: number;
  readonly target: Expr | undefined;
  readonly args: readonly Expr[];
  readonly bindings: boolean;
  make(node: WithoutDepth<Expr>, ...children: readonly Expr[]): Expr;
}

/**
 * Comprehension macros by name: the arguments of each form. `v`: a variable, `f`: a filter, `b`: the body.
 * One-variable forms: langdef.md "Macros"; two-variable forms: cel-go ext/comprehensions.go; sortBy: ext/lists.go.
 */
const comprehensions: Record<string, { op: ComprehensionOp; forms: readonly string[] }> = {
  all: { op: 'all', forms: ['vb', 'vvb'] },
  exists: { op: 'exists', forms: ['vb', 'vvb'] },
  exists_one: { op: 'existsOne', forms: ['vb', 'vvb'] },
  existsOne: { op: 'existsOne', forms: ['vb', 'vvb'] },
  map: { op: 'map', forms: ['vb', 'vfb'] },
  filter: { op: 'filter', forms: ['vb'] },
  transformList: { op: 'transformList', forms: ['vvb', 'vvfb'] },
  transformMap: { op: 'transformMap', forms: ['vvb', 'vvfb'] },
  transformMapEntry: { op: 'transformMapEntry', forms: ['vvb', 'vvfb'] },
  sortBy: { op: 'sortBy', forms: ['vb'] },
};

/** The macro's expansion; undefined where the call is not a macro. */
export function expandMacro(call: MacroCall): Expr | undefined {
  const { name, target, args, offset, make } = call;
  if (!target) return name === 'has' && args.length === 1 ? expandHas(call, args[0] as Expr) : undefined;
  if (name === 'bind' && call.bindings && args.length === 3 && qualifiedName(target) === 'cel') {
    const [variable, init, body] = args as [Expr, Expr, Expr];
    return make({ kind: 'bind', offset, name: variableName(variable), init, body }, init, body);
  }
  if ((name === 'optMap' || name === 'optFlatMap') && args.length === 2) {
    const [variable, body] = args as [Expr, Expr];
    const flat = name === 'optFlatMap';
    return make({ kind: 'optMap', offset, target, name: variableName(variable), body, flat }, target, body);
  }
  const macro = Object.hasOwn(comprehensions, name) ? comprehensions[name] : undefined;
  const form = macro?.forms.find((candidate) => candidate.length === args.length);
  if (!macro || !form) return undefined;
  return comprehension(call, target, macro.op, form);
}

function comprehension({ args, offset, make }: MacroCall, range: Expr, op: ComprehensionOp, form: string): Expr {
  const first = variableName(args[0] as Expr);
  const second = form.startsWith('vv') ? variableName(args[1] as Expr) : undefined;
  if (second === first)
    throw new CelSyntaxError('cel/syntax', `the two variables have the same name ${first}`, (args[1] as Expr).offset);
  const filter = form.includes('f') ? args[form.indexOf('f')] : undefined;
  const body = args[form.length - 1] as Expr;
  return make(
    {
      kind: 'comprehension',
      offset,
      op,
      range,
      first,
      ...(second === undefined ? {} : { second }),
      ...(filter ? { filter } : {}),
      body,
    },
    ...(filter ? [range, filter, body] : [range, body]),
  );
}

function expandHas({ make, offset }: MacroCall, argument: Expr): Expr {
  if (argument.kind !== 'select' || argument.optional)
    throw new CelSyntaxError('cel/syntax', 'invalid argument to has() macro', offset, 'has() takes a field: has(a.b)');
  return make({ kind: 'has', offset, operand: argument.operand, field: argument.field }, argument.operand);
}

function variableName(expr: Expr): string {
  if (expr.kind === 'ident') return expr.name;
  throw new CelSyntaxError(
    'cel/syntax',
    'the argument must be a simple name',
    expr.offset,
    'for example: list.all(item, item > 0)',
  );
}
