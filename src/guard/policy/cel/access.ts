import { CelError } from './cel-error.ts';
import { isKey, mapGet } from './maps.ts';
import { CelDouble, CelOptional, CelUint, type CelValue, kindOf, typeNameOf } from './values.ts';

/** Fields, indexes and their optional forms. `undefined` stands for "absent" until it becomes an error or `optional.none()`. */

/** `operand.field` as far as it exists. */
function fieldOf(operand: CelValue, field: string): CelValue {
  if (typeof operand === 'object' && operand !== null) {
    const prototype = Object.getPrototypeOf(operand);
    if (prototype === Object.prototype || prototype === null)
      return Object.hasOwn(operand, field) ? (operand as Record<string, unknown>)[field] : undefined;
    if (kindOf(operand) === 'map') return mapGet(operand, field);
  }
  if (operand === null || operand === undefined) return undefined;
  throw new CelError(`no such overload: ${typeNameOf(operand)} has no fields`);
}

export function select(operand: CelValue, field: string): CelValue {
  if (operand instanceof CelOptional) return optionalSelect(operand, field);
  const value = fieldOf(operand, field);
  if (value === undefined) throw new CelError(`no such key: ${field}`);
  return value;
}

export function has(operand: CelValue, field: string): boolean {
  if (operand instanceof CelOptional) return operand.present && has(operand.value, field);
  return fieldOf(operand, field) !== undefined;
}

export function optionalSelect(operand: CelValue, field: string): CelOptional {
  if (operand instanceof CelOptional) return operand.present ? optionalSelect(operand.value, field) : operand;
  return toOptional(fieldOf(operand, field));
}

export function index(operand: CelValue, key: CelValue): CelValue {
  if (operand instanceof CelOptional) return optionalIndex(operand, key);
  const value = elementOf(operand, key);
  if (value === undefined)
    throw new CelError(Array.isArray(operand) ? `index out of bounds: ${shown(key)}` : `no such key: ${shown(key)}`);
  return value;
}

export function optionalIndex(operand: CelValue, key: CelValue): CelOptional {
  if (operand instanceof CelOptional) return operand.present ? optionalIndex(operand.value, key) : operand;
  return toOptional(elementOf(operand, key));
}

function elementOf(operand: CelValue, key: CelValue): CelValue {
  if (Array.isArray(operand)) return operand[listIndex(key)];
  if (operand === null || operand === undefined) return undefined;
  if (kindOf(operand) !== 'map') throw new CelError(`no such overload: ${typeNameOf(operand)} has no elements`);
  if (!isKey(key)) throw new CelError(`unsupported key type: ${typeNameOf(key)}`);
  return mapGet(operand as object, key);
}

/** -1 where the index is no position of any list. */
function listIndex(key: CelValue): number {
  if (typeof key === 'number' && Number.isInteger(key)) return key < 0 ? -1 : key;
  if (typeof key === 'bigint') return -1;
  if (key instanceof CelDouble) return key.value;
  if (key instanceof CelUint) return Number(key.value);
  if (typeof key === 'number') throw new CelError(`unsupported index value ${key} in list`);
  throw new CelError(`unsupported index type '${typeNameOf(key)}' in list`);
}

function toOptional(value: CelValue): CelOptional {
  return value === undefined ? CelOptional.none : CelOptional.of(value);
}

function shown(key: CelValue): string {
  if (key instanceof CelUint || key instanceof CelDouble) return String(key.value);
  return String(key);
}
