import type { Call } from './ast.ts';
import { CelError, CelSyntaxError, noOverload } from './cel-error.ts';
import { type Compiled, compile, constant, dynamic, located, type Scope } from './compile.ts';
import type { CallCost, Declaration, Overload } from './declarations.ts';
import type { Frame } from './frame.ts';
import { mapSize } from './maps.ts';
import type { Type } from './types.ts';
import { CelOpaque, CelOptional, type CelValue, kindOf } from './values.ts';

type Guard = (value: CelValue) => boolean;

interface Candidate {
  readonly declaration: Declaration;
  /** By argument; undefined where the checker has proved the type. */
  readonly guards: readonly (Guard | undefined)[];
}

/** A call of a library function. With one overload and proved types it goes straight to the implementation. */
export function compileCall(expr: Call, scope: Scope): Compiled {
  const operands = (expr.operands ?? expr.args).map((operand) => ({ ...compile(operand, scope), type: operand.type }));
  const candidates = candidatesOf(
    expr.overloads ?? [],
    operands.map((operand) => operand.type),
  );
  const call = dispatcher(expr.name, candidates);
  const first = candidates[0]?.declaration;
  const cost = first?.cost ?? 'constant';
  const folded = foldCall(expr, operands, call, first);
  if (folded) return folded;
  const codes = operands.map((operand) => operand.code);
  const { offset } = expr;
  const [a, b] = codes;
  if (cost === 'constant' && a && codes.length === 1) {
    return dynamic((frame) => {
      const value = a(frame);
      frame.spend(1);
      try {
        return call(value);
      } catch (error) {
        throw located(error, offset);
      }
    });
  }
  if (a && b && codes.length === 2) {
    return dynamic((frame) => {
      const left = a(frame);
      const right = b(frame);
      spendFor(frame, cost, left, right);
      try {
        const result = call(left, right);
        if (cost !== 'constant') frame.spend(sizeOf(result) / 10);
        return result;
      } catch (error) {
        throw located(error, offset);
      }
    });
  }
  return dynamic((frame) => {
    const values = codes.map((code) => code(frame));
    spendFor(frame, cost, ...values);
    try {
      const result = call(...values);
      if (cost !== 'constant') frame.spend(sizeOf(result) / 10);
      return result;
    } catch (error) {
      throw located(error, offset);
    }
  });
}

/** Largest constant that is computed while compiling. */
const foldedSize = 10_000;

function foldCall(
  expr: Call,
  operands: readonly Compiled[],
  call: (...args: CelValue[]) => CelValue,
  declaration: Declaration | undefined,
): Compiled | undefined {
  // A constant pattern is compiled once, and its mistakes are reported now.
  if (declaration?.name === 'matches' || declaration?.name === 'find' || declaration?.name === 'findAll')
    checkPattern(expr, operands, call);
  if (!declaration || declaration.lazy || !operands.every((operand) => operand.constant)) return undefined;
  const values = operands.map((operand) => operand.constant?.value);
  if (values.reduce((size: number, value) => size + sizeOf(value), 0) > foldedSize) return undefined;
  try {
    return constant(call(...values));
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    if (declaration.eager) throw new CelSyntaxError('cel/type', error.message, expr.offset);
    return undefined;
  }
}

function checkPattern(expr: Call, operands: readonly Compiled[], call: (...args: CelValue[]) => CelValue): void {
  const pattern = operands[1]?.constant;
  if (typeof pattern?.value !== 'string') return;
  try {
    call('', pattern.value);
  } catch (error) {
    if (error instanceof CelError)
      throw new CelSyntaxError(
        'cel/type',
        error.message,
        expr.offset,
        'patterns are RE2: no look-around, no back references',
      );
    throw error;
  }
}

function dispatcher(name: string, candidates: readonly Candidate[]): (...args: CelValue[]) => CelValue {
  const [only] = candidates;
  if (only && (only.declaration.checksItself || (candidates.length === 1 && only.guards.every((guard) => !guard))))
    return only.declaration.implementation;
  return (...args) => {
    for (const { declaration, guards } of candidates) {
      if (guards.every((guard, position) => !guard || guard(args[position])))
        return declaration.implementation(...args);
    }
    throw noOverload(name);
  };
}

function candidatesOf(overloads: readonly Overload[], types: readonly (Type | undefined)[]): Candidate[] {
  return overloads.map(({ declaration, params }) => ({
    declaration,
    guards: params.map((param, position) => (isProved(types[position], param) ? undefined : guardOf(param))),
  }));
}

function isProved(type: Type | undefined, param: Type): boolean {
  if (param.kind === 'dyn' || param.kind === 'parameter') return true;
  return type !== undefined && type.kind !== 'dyn' && type.name === param.name;
}

/** Elements of lists and maps are not looked at: implementations meet what they meet. */
function guardOf(type: Type): Guard | undefined {
  if (type.kind === 'dyn' || type.kind === 'parameter') return undefined;
  switch (type.name) {
    case 'string':
      return (value) => typeof value === 'string';
    case 'bool':
      return (value) => typeof value === 'boolean';
    case 'list':
      return Array.isArray;
    case 'optional_type':
      return (value) => value instanceof CelOptional;
    case 'null_type':
      return (value) => value === null;
    case 'google.protobuf.Timestamp':
      return (value) => kindOf(value) === 'timestamp';
    case 'google.protobuf.Duration':
      return (value) => kindOf(value) === 'duration';
  }
  if (type.kind === 'opaque') return (value) => value instanceof CelOpaque && value.typeName === type.name;
  return (value) => kindOf(value) === type.name;
}

function spendFor(frame: Frame, cost: CallCost, ...values: readonly CelValue[]): void {
  if (cost === 'constant') frame.spend(1);
  else if (cost === 'linear') frame.spend(1 + values.reduce((size: number, value) => size + sizeOf(value), 0) / 10);
  else frame.spend(1 + (1 + sizeOf(values[0])) * (1 + sizeOf(values[1] ?? values[0])) * 0.1);
}

function sizeOf(value: CelValue): number {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return typeof value === 'object' && value !== null && kindOf(value) === 'map' ? mapSize(value) : 1;
}
