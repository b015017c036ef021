import { has, index, optionalIndex, optionalSelect, select } from './access.ts';
import { add } from './arithmetic.ts';
import type { Call, Conditional, Expr, ListLiteral, Logic, MapLiteral, OptMap } from './ast.ts';
import { CelError, CelSyntaxError, noOverload } from './cel-error.ts';
import { compare, equals } from './compare.ts';
import { compileCall } from './compile-call.ts';
import { compileComprehension } from './compile-comprehension.ts';
import type { Code } from './frame.ts';
import { CelMap } from './maps.ts';
import { CelOptional, type CelValue } from './values.ts';

/** Names of macro variables that are in scope, by slot. */
export type Scope = readonly string[];

export interface Compiled {
  readonly code: Code;
  /** Known while compiling. */
  readonly constant?: { readonly value: CelValue };
}

/** Turns a checked tree into a closure. Throws `CelSyntaxError` for constants that cannot be. */
export function compile(expr: Expr, scope: Scope): Compiled {
  switch (expr.kind) {
    case 'literal':
      return constant(expr.value);
    case 'ident':
      return compileIdentifier(expr, scope);
    case 'select':
      return compileSelect(expr, scope);
    case 'has': {
      const operand = compile(expr.operand, scope).code;
      const { field, offset } = expr;
      return dynamic((frame) => at(offset, () => has(operand(frame), field)));
    }
    case 'index': {
      const operand = compile(expr.operand, scope).code;
      const key = compile(expr.index, scope).code;
      const access = expr.optional ? optionalIndex : index;
      const { offset } = expr;
      return dynamic((frame) => {
        try {
          return access(operand(frame), key(frame));
        } catch (error) {
          throw located(error, offset);
        }
      });
    }
    case 'and':
    case 'or':
      return compileLogic(expr, scope);
    case 'conditional':
      return compileConditional(expr, scope);
    case 'list':
      return compileList(expr, scope);
    case 'map':
      return compileMap(expr, scope);
    case 'struct':
      throw new CelSyntaxError('cel/type', `undeclared reference to '${expr.name}'`, expr.offset);
    case 'call':
      return compileOperator(expr, scope) ?? compileCall(expr, scope);
    case 'comprehension':
      return dynamic(compileComprehension(expr, scope));
    case 'bind': {
      const init = compile(expr.init, scope).code;
      const slot = scope.length;
      const body = compile(expr.body, [...scope, expr.name]).code;
      return dynamic((frame) => {
        frame.locals[slot] = init(frame);
        return body(frame);
      });
    }
    case 'optMap':
      return compileOptMap(expr, scope);
  }
}

export function constant(value: CelValue): Compiled {
  return { code: () => value, constant: { value } };
}

export function dynamic(code: Code): Compiled {
  return { code };
}

/** The error with a position, where it has none yet. */
export function located(error: unknown, offset: number): unknown {
  if (error instanceof CelError && error.offset < 0) error.offset = offset;
  return error;
}

function at<T>(offset: number, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw located(error, offset);
  }
}

function compileIdentifier(expr: Extract<Expr, { kind: 'ident' }>, scope: Scope): Compiled {
  const { name, offset } = expr;
  const slot = scope.lastIndexOf(name);
  if (slot >= 0) return dynamic((frame) => frame.locals[slot]);
  if (expr.typeValue !== undefined) return constant(expr.typeValue);
  return dynamic((frame) => {
    const value = frame.variables[name];
    if (value === undefined) throw new CelError(`no such attribute: ${name}`, offset);
    return value;
  });
}

function compileSelect(expr: Extract<Expr, { kind: 'select' }>, scope: Scope): Compiled {
  if (expr.typeValue !== undefined) return constant(expr.typeValue);
  const operand = compile(expr.operand, scope).code;
  const { field, offset } = expr;
  const access = expr.optional ? optionalSelect : select;
  return dynamic((frame) => {
    const target = operand(frame);
    try {
      return access(target, field);
    } catch (error) {
      throw located(error, offset);
    }
  });
}

/** `||` and `&&`: a term that decides wins over errors in the others (langdef.md "Logical Operators"). */
function compileLogic({ kind, terms, offset }: Logic, scope: Scope): Compiled {
  const decisive = kind === 'or';
  const codes = terms.map((term) => compile(term, scope).code);
  return dynamic((frame) => {
    let failure: unknown;
    for (const code of codes) {
      try {
        const value = code(frame);
        if (value === decisive) return decisive;
        if (value !== !decisive) throw new CelError(`no such overload: ${decisive ? '_||_' : '_&&_'}`, offset);
      } catch (error) {
        if (!(error instanceof CelError) || error.fatal) throw error;
        failure ??= error;
      }
    }
    if (failure !== undefined) throw failure;
    return !decisive;
  });
}

function compileConditional({ test, then, otherwise, offset }: Conditional, scope: Scope): Compiled {
  const condition = compile(test, scope);
  const yes = compile(then, scope);
  const no = compile(otherwise, scope);
  if (condition.constant?.value === true) return yes;
  if (condition.constant?.value === false) return no;
  const [testCode, yesCode, noCode] = [condition.code, yes.code, no.code];
  return dynamic((frame) => {
    const value = testCode(frame);
    if (value === true) return yesCode(frame);
    if (value === false) return noCode(frame);
    throw new CelError('no such overload: _?_:_', offset);
  });
}

function compileList({ elements, offset }: ListLiteral, scope: Scope): Compiled {
  const items = elements.map(({ value, optional }) => ({ ...compile(value, scope), optional }));
  if (items.every((item) => item.constant && !item.optional))
    return constant(items.map((item) => item.constant?.value));
  return dynamic((frame) => {
    frame.spend(items.length);
    const list: CelValue[] = [];
    for (const { code, optional } of items) {
      const value = code(frame);
      if (!optional) list.push(value);
      else if (!(value instanceof CelOptional))
        throw new CelError('no such overload: an optional element needs an optional value', offset);
      else if (value.present) list.push(value.value);
    }
    return list;
  });
}

function compileMap({ entries, offset }: MapLiteral, scope: Scope): Compiled {
  const pairs = entries.map((entry) => ({
    key: compile(entry.key, scope),
    value: compile(entry.value, scope),
    optional: entry.optional,
  }));
  const build = (read: (item: Compiled) => CelValue) => {
    const map = new CelMap();
    for (const { key, value, optional } of pairs) {
      const found = read(value);
      if (!optional) map.set(read(key), found);
      else if (!(found instanceof CelOptional))
        throw new CelError('no such overload: an optional entry needs an optional value');
      else if (found.present) map.set(read(key), found.value);
    }
    return map;
  };
  const isConstant = pairs.every(({ key, value, optional }) => key.constant && value.constant && !optional);
  if (isConstant) {
    try {
      return constant(build((item) => item.constant?.value));
    } catch {
      // A key that may not be one is an error of the evaluation, which || and && may absorb.
    }
  }
  return dynamic((frame) => {
    frame.spend(pairs.length);
    return at(offset, () => build((item) => item.code(frame)));
  });
}

function compileOptMap({ target, name, body, flat, offset }: OptMap, scope: Scope): Compiled {
  const from = compile(target, scope).code;
  const slot = scope.length;
  const to = compile(body, [...scope, name]).code;
  return dynamic((frame) => {
    const optional = from(frame);
    if (!(optional instanceof CelOptional))
      throw new CelError(`no such overload: ${flat ? 'optFlatMap' : 'optMap'}`, offset);
    if (!optional.present) return optional;
    frame.locals[slot] = optional.value;
    const value = to(frame);
    if (!flat) return CelOptional.of(value);
    if (!(value instanceof CelOptional)) throw new CelError('no such overload: optFlatMap', offset);
    return value;
  });
}

/** Texts longer than this count against the budget when they are joined; UTF-16 units. */
const freeText = 256;

type Binary = (left: CelValue, right: CelValue) => CelValue;

const binaries: ReadonlyMap<string, Binary> = new Map(
  Object.entries({
    '_==_': equals,
    '_!=_': (a, b) => !equals(a, b),
    '_<_': (a, b) => (typeof a === 'number' && typeof b === 'number' ? orderable(a, b) && a < b : compare(a, b) < 0),
    '_<=_': (a, b) => compare(a, b) <= 0,
    '_>_': (a, b) => (typeof a === 'number' && typeof b === 'number' ? orderable(a, b) && a > b : compare(a, b) > 0),
    '_>=_': (a, b) => compare(a, b) >= 0,
  }),
);

function orderable(a: number, b: number): true {
  if (Number.isNaN(a) || Number.isNaN(b)) throw new CelError('NaN values cannot be ordered');
  return true;
}

/** The operators that are worth a closure of their own. */
function compileOperator(expr: Call, scope: Scope): Compiled | undefined {
  if (expr.target) return compileLazyOptional(expr, scope);
  const { name, offset } = expr;
  if (name === '!_') {
    const operand = compile(expr.args[0] as Expr, scope).code;
    return dynamic((frame) => {
      const value = operand(frame);
      if (typeof value !== 'boolean') throw located(noOverload('!_'), offset);
      return !value;
    });
  }
  const operator = binaries.get(name);
  if (!operator && name !== '_+_') return undefined;
  const left = compile(expr.args[0] as Expr, scope);
  const right = compile(expr.args[1] as Expr, scope);
  if (left.constant && right.constant) return undefined;
  const [a, b] = [left.code, right.code];
  if (operator) {
    return dynamic((frame) => {
      const x = a(frame);
      const y = b(frame);
      try {
        return operator(x, y);
      } catch (error) {
        throw located(error, offset);
      }
    });
  }
  return dynamic((frame) => {
    const x = a(frame);
    const y = b(frame);
    try {
      const sum = add(x, y);
      if (typeof sum === 'string' ? sum.length > freeText : Array.isArray(sum))
        frame.spend((sum as string).length / 10);
      return sum;
    } catch (error) {
      throw located(error, offset);
    }
  });
}

/** `a.or(b)` and `a.orValue(b)` evaluate b only where a is absent. */
function compileLazyOptional(expr: Call, scope: Scope): Compiled | undefined {
  if ((expr.name !== 'or' && expr.name !== 'orValue') || expr.args.length !== 1 || expr.operands?.length !== 2)
    return undefined;
  const target = compile(expr.target as Expr, scope).code;
  const other = compile(expr.args[0] as Expr, scope).code;
  const { offset } = expr;
  const isOr = expr.name === 'or';
  return dynamic((frame) => {
    const optional = target(frame);
    if (!(optional instanceof CelOptional)) throw new CelError(`no such overload: ${expr.name}`, offset);
    if (optional.present) return isOr ? optional : optional.value;
    const value = other(frame);
    if (isOr && !(value instanceof CelOptional)) throw new CelError('no such overload: or', offset);
    return value;
  });
}
