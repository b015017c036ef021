import { type Call, type Comprehension, childrenOf, type Expr, qualifiedName } from './ast.ts';
import { CelSyntaxError } from './cel-error.ts';
import type { Overload } from './declarations.ts';
import type { CelEnvironment } from './environment.ts';
import { typeIdents } from './type-names.ts';
import {
  boolType,
  bytesType,
  doubleType,
  dynType,
  formatType,
  intType,
  listType,
  mapType,
  nullType,
  optionalType,
  sameType,
  stringType,
  type Type,
  uintType,
} from './types.ts';
import { isLessSpecific, Substitution } from './unify.ts';
import { type CelValue, kindOf } from './values.ts';

/**
 * Gives every node its type and every call its overloads (langdef.md "Gradual Type Checking"), and returns the variables that are read. Throws
 * `CelSyntaxError`.
 */
export function check(
  expr: Expr,
  environment: CelEnvironment,
  variables: ReadonlyMap<string, Type>,
): ReadonlySet<string> {
  const checker = new Checker(environment, variables);
  checker.visit(expr);
  checker.finish(expr);
  return checker.used;
}

interface Local {
  readonly name: string;
  readonly type: Type;
}

const operatorShapes: Record<string, string> = { _: 'binary', '!': 'unary', '-': 'unary' };

class Checker {
  readonly used = new Set<string>();
  readonly #environment: CelEnvironment;
  readonly #variables: ReadonlyMap<string, Type>;
  readonly #types = new Substitution();
  readonly #locals: Local[] = [];

  constructor(environment: CelEnvironment, variables: ReadonlyMap<string, Type>) {
    this.#environment = environment;
    this.#variables = variables;
  }

  visit(expr: Expr): Type {
    const type = this.#typeOf(expr);
    expr.type = type;
    return type;
  }

  /** Replaces type variables by what was found out, and looks for mixed literals. */
  finish(expr: Expr, mixedAllowed = false): void {
    if (expr.type) expr.type = this.#types.apply(expr.type, true);
    const exempt = mixedAllowed || (expr.kind === 'call' && expr.name === 'format');
    for (const child of childrenOf(expr)) this.finish(child, exempt);
    if (this.#environment.mixedLiterals || exempt) return;
    if (expr.kind === 'list') {
      this.#expectSame(expr.elements);
    } else if (expr.kind === 'map') {
      this.#expectSame(expr.entries.map(({ key }) => ({ value: key, optional: false })));
      this.#expectSame(expr.entries);
    }
  }

  #expectSame(items: readonly { value: Expr; optional: boolean }[]): void {
    let expected: Type | undefined;
    for (const { value, optional } of items) {
      const whole = value.type ?? dynType;
      const found = optional ? (whole.params[0] ?? dynType) : whole;
      expected ??= found;
      if (sameType(expected, found)) continue;
      throw new CelSyntaxError(
        'cel/type',
        `expected type '${formatType(expected)}' but found '${formatType(found)}'`,
        value.offset,
        'all elements have one type; wrap them in dyn() to mix types',
      );
    }
  }

  #typeOf(expr: Expr): Type {
    switch (expr.kind) {
      case 'literal':
        return typeOfLiteral(expr.value);
      case 'ident':
        return this.#identifier(expr);
      case 'select':
        return this.#select(expr);
      case 'has':
        this.#field(this.visit(expr.operand), expr);
        return boolType;
      case 'call':
        return this.#call(expr);
      case 'index': {
        const operands = [this.visit(expr.operand), this.visit(expr.index)];
        return this.#resolve(expr.optional ? '_[?_]' : '_[_]', false, operands, expr.offset).result;
      }
      case 'and':
      case 'or':
        for (const term of expr.terms) this.#expectBool(this.visit(term), term);
        return boolType;
      case 'conditional': {
        const operands = [this.visit(expr.test), this.visit(expr.then), this.visit(expr.otherwise)];
        return this.#resolve('_?_:_', false, operands, expr.offset).result;
      }
      case 'list': {
        let element: Type | undefined;
        for (const { value, optional } of expr.elements)
          element = this.#join(element, this.#unwrap(this.visit(value), optional, value));
        return listType(element ?? this.#types.freshVariable());
      }
      case 'map': {
        let key: Type | undefined;
        let value: Type | undefined;
        for (const entry of expr.entries) {
          key = this.#join(key, this.visit(entry.key));
          value = this.#join(value, this.#unwrap(this.visit(entry.value), entry.optional, entry.value));
        }
        return mapType(key ?? this.#types.freshVariable(), value ?? this.#types.freshVariable());
      }
      case 'struct':
        throw new CelSyntaxError(
          'cel/type',
          `undeclared reference to '${expr.name}'`,
          expr.offset,
          'there are no message types here',
        );
      case 'comprehension':
        return this.#comprehension(expr);
      case 'bind': {
        const type = this.visit(expr.init);
        return this.#within([{ name: expr.name, type }], () => this.visit(expr.body));
      }
      case 'optMap': {
        const inner = this.#types.freshVariable();
        this.#expect(this.visit(expr.target), optionalType(inner), expr.target);
        const body = this.#within([{ name: expr.name, type: inner }], () => this.visit(expr.body));
        if (!expr.flat) return optionalType(body);
        const result = optionalType(this.#types.freshVariable());
        this.#expect(body, result, expr.body);
        return result;
      }
    }
  }

  #identifier(expr: Extract<Expr, { kind: 'ident' }>): Type {
    const local = this.#locals.findLast(({ name }) => name === expr.name);
    if (local) return local.type;
    const variable = this.#variables.get(expr.name);
    if (variable) {
      this.used.add(expr.name);
      return variable;
    }
    const type = typeIdents.get(expr.name);
    if (type) {
      expr.typeValue = type.value;
      return type.type;
    }
    throw this.#undeclared(expr.name, expr.offset, [
      ...this.#variables.keys(),
      ...this.#locals.map(({ name }) => name),
    ]);
  }

  #undeclared(name: string, offset: number, known: readonly string[]): CelSyntaxError {
    const close = known.find((candidate) => distanceIsSmall(candidate, name));
    const hint = close
      ? `did you mean ${close}?`
      : known.length > 0
        ? `known: ${[...known].sort().join(', ')}`
        : undefined;
    return new CelSyntaxError('cel/type', `undeclared reference to '${name}'`, offset, hint);
  }

  #select(expr: Extract<Expr, { kind: 'select' }>): Type {
    const name = qualifiedName(expr);
    const type = name === undefined ? undefined : typeIdents.get(name);
    if (type && name && !this.#isVariable(name.slice(0, name.indexOf('.')))) {
      expr.typeValue = type.value;
      return type.type;
    }
    return this.#field(this.visit(expr.operand), expr);
  }

  #isVariable(name: string): boolean {
    return this.#variables.has(name) || this.#locals.some((local) => local.name === name);
  }

  #field(operand: Type, expr: Extract<Expr, { kind: 'select' | 'has' }>): Type {
    const type = this.#types.apply(operand);
    const isOptional = type.name === 'optional_type';
    const target = isOptional ? this.#types.apply(type.params[0] ?? dynType) : type;
    let result: Type;
    if (target.name === 'map' && target.params[1]) {
      if (!this.#types.assign(stringType, target.params[0] as Type))
        throw new CelSyntaxError(
          'cel/type',
          `a ${formatType(target)} has no fields`,
          expr.offset,
          'use an index: map[key]',
        );
      result = target.params[1];
    } else if (target.fields) {
      const field = target.fields.get(expr.field);
      if (!field) throw this.#noField(target, expr);
      result = field;
    } else if (target.kind === 'parameter') {
      this.#types.assign(dynType, target);
      result = dynType;
    } else if (target.kind === 'dyn') result = dynType;
    else
      throw new CelSyntaxError(
        'cel/type',
        `type '${formatType(type)}' does not support field selection`,
        expr.offset,
        this.#environment.overloads(expr.field, true)
          ? `a method is called with brackets: .${expr.field}()`
          : undefined,
      );
    return isOptional || (expr.kind === 'select' && expr.optional) ? optionalType(result) : result;
  }

  #noField({ name, fields = new Map() }: Type, { field, offset }: { field: string; offset: number }): CelSyntaxError {
    const known = [...fields.keys()];
    const close = known.find((candidate) => distanceIsSmall(candidate, field));
    const hint = close ? `did you mean ${close}?` : `it has: ${known.sort().join(', ')}`;
    return new CelSyntaxError('cel/type', `${name} has no field ${field}`, offset, hint);
  }

  #call(expr: Call): Type {
    const { name, target, args, offset } = expr;
    if (target) {
      const prefix = qualifiedName(target);
      const qualified = prefix === undefined ? undefined : `${prefix}.${name}`;
      if (qualified && this.#environment.overloads(qualified, false)) {
        const types = args.map((arg) => this.visit(arg));
        return this.#resolveCall(expr, qualified, false, args, types, offset);
      }
    }
    if (!this.#environment.overloads(name, target !== undefined)) {
      const other = this.#environment.overloads(name, target === undefined);
      const hint = !other
        ? undefined
        : target
          ? `call it as a function: ${name}(…)`
          : `call it on a value: value.${name}(…)`;
      const root = target && qualifiedName(target)?.split('.')[0];
      if (root && !this.#isVariable(root) && !typeIdents.has(root))
        throw this.#undeclared(root, target.offset, [...this.#variables.keys()]);
      throw new CelSyntaxError('cel/type', `undeclared reference to '${name}'`, offset, hint);
    }
    const operands = target ? [target, ...args] : args;
    const types = operands.map((operand) => this.visit(operand));
    return this.#resolveCall(expr, name, target !== undefined, operands, types, offset);
  }

  #resolveCall(
    expr: Call,
    name: string,
    member: boolean,
    operands: readonly Expr[],
    types: readonly Type[],
    offset: number,
  ): Type {
    const { overloads, result } = this.#resolve(name, member, types, offset);
    expr.overloads = overloads;
    expr.operands = operands;
    return result;
  }

  #resolve(
    name: string,
    member: boolean,
    args: readonly Type[],
    offset: number,
  ): { overloads: Overload[]; result: Type } {
    const matching: Overload[] = [];
    let result: Type | undefined;
    for (const overload of this.#environment.overloads(name, member) ?? []) {
      if (overload.params.length !== args.length) continue;
      const renamed = this.#instantiate(overload);
      if (!this.#types.assignAll(args, renamed.params)) continue;
      matching.push(overload);
      const found = this.#types.apply(renamed.result);
      if (!result) result = found;
      else if (result.kind !== 'dyn' && !sameType(found, result)) result = dynType;
    }
    if (result) return { overloads: matching, result };
    throw this.#noOverload(name, member, args, offset);
  }

  #noOverload(name: string, member: boolean, args: readonly Type[], offset: number): CelSyntaxError {
    const types = args.map((type) => formatType(this.#types.apply(type, true)));
    const isOperator = operatorShapes[name[0] as string] !== undefined || name.startsWith('@');
    const applied = member ? `${types[0]}.(${types.slice(1).join(', ')})` : `(${types.join(', ')})`;
    const forms = (this.#environment.overloads(name, member) ?? []).flatMap(
      ({ declaration }) => declaration.signatures,
    );
    const numbers = new Set(['int', 'uint', 'double']);
    const hint = isOperator
      ? types.every((type) => numbers.has(type))
        ? `convert one side: ${types[0]}(…)`
        : undefined
      : `it takes: ${[...new Set(forms)].slice(0, 6).join('; ')}`;
    return new CelSyntaxError(
      'cel/type',
      `found no matching overload for '${name}' applied to '${applied}'`,
      offset,
      hint,
    );
  }

  /** The overload with fresh variables for its type parameters. */
  #instantiate({ params, result }: Overload): { params: Type[]; result: Type } {
    const fresh = new Map<string, Type>();
    const rename = (type: Type): Type => {
      if (type.kind === 'parameter') {
        let variable = fresh.get(type.name);
        if (!variable) {
          variable = this.#types.freshVariable();
          fresh.set(type.name, variable);
        }
        return variable;
      }
      return type.params.length === 0 ? type : { ...type, params: type.params.map(rename) };
    };
    return { params: params.map(rename), result: rename(result) };
  }

  #expectBool(type: Type, expr: Expr): void {
    this.#expect(type, boolType, expr);
  }

  #expect(type: Type, wanted: Type, expr: Expr): void {
    if (this.#types.assign(type, wanted)) return;
    const [a, b] = [wanted, type].map((shown) => formatType(this.#types.apply(shown, true)));
    throw new CelSyntaxError('cel/type', `expected type '${a}' but found '${b}'`, expr.offset);
  }

  #unwrap(type: Type, optional: boolean, expr: Expr): Type {
    if (!optional) return type;
    const inner = this.#types.freshVariable();
    this.#expect(type, optionalType(inner), expr);
    return inner;
  }

  #join(known: Type | undefined, next: Type): Type {
    if (!known) return next;
    if (!this.#types.assign(next, known)) return dynType;
    return isLessSpecific(known, next) ? known : next;
  }

  #comprehension(expr: Comprehension): Type {
    const range = this.#types.apply(this.visit(expr.range));
    const [first, second] = this.#rangeTypes(range, expr);
    const locals: Local[] = [{ name: expr.first, type: first }];
    if (expr.second !== undefined) locals.push({ name: expr.second, type: second });
    const body = this.#within(locals, () => {
      if (expr.filter) this.#expectBool(this.visit(expr.filter), expr.filter);
      return this.visit(expr.body);
    });
    switch (expr.op) {
      case 'all':
      case 'exists':
      case 'existsOne':
        this.#expectBool(body, expr.body);
        return boolType;
      case 'filter':
        this.#expectBool(body, expr.body);
        return listType(first);
      case 'map':
      case 'transformList':
        return listType(body);
      case 'transformMap':
        return mapType(first, body);
      case 'transformMapEntry':
        this.#expect(body, mapType(this.#types.freshVariable(), this.#types.freshVariable()), expr.body);
        return body;
      case 'sortBy':
        return range;
    }
  }

  /** Types of the one or two variables. */
  #rangeTypes(range: Type, expr: Comprehension): [Type, Type] {
    const two = expr.second !== undefined;
    if (range.name === 'list') {
      const element = range.params[0] as Type;
      return two ? [intType, element] : [element, element];
    }
    if (range.name === 'map') return [range.params[0] as Type, range.params[1] as Type];
    if (range.kind === 'parameter') this.#types.assign(dynType, range);
    else if (range.kind !== 'dyn')
      throw new CelSyntaxError(
        'cel/type',
        `expression of type '${formatType(range)}' cannot be the range of a macro (must be list, map, or dynamic)`,
        expr.range.offset,
      );
    return [dynType, dynType];
  }

  #within<T>(locals: readonly Local[], run: () => T): T {
    this.#locals.push(...locals);
    const result = run();
    this.#locals.length -= locals.length;
    return result;
  }
}

function typeOfLiteral(value: CelValue): Type {
  const types: Partial<Record<string, Type>> = {
    bool: boolType,
    int: intType,
    uint: uintType,
    double: doubleType,
    string: stringType,
    bytes: bytesType,
    null: nullType,
  };
  return types[kindOf(value)] ?? dynType;
}

/** One letter added, left out or changed, or another case: a slip of the keyboard. */
function distanceIsSmall(a: string, b: string): boolean {
  if (a.toLowerCase() === b.toLowerCase()) return true;
  if (Math.min(a.length, b.length) < 3 || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return Math.max(a.length, b.length) - start - end <= 1;
}
