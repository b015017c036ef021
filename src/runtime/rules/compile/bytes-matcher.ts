import type { Operator } from '../language/ast.ts';
import type { Matcher } from './matcher.ts';
import { never } from './text-matcher.ts';

/** Bytes with one constant; `bcontains` and `bstartswith` come with their hex already read. */
export function bytesMatcher(operator: Operator, constant: Uint8Array): Matcher {
  switch (operator) {
    case '=':
    case '==':
      return onBytes((value) => equal(value, constant), 2);
    case '!=':
      return onBytes((value) => !equal(value, constant), 2);
    case 'contains':
    case 'bcontains':
      return onBytes((value) => asBuffer(value).includes(asBuffer(constant)), 4);
    case 'startswith':
    case 'bstartswith':
      return onBytes((value) => equal(value.subarray(0, constant.length), constant), 2);
    case 'endswith':
      return onBytes(
        (value) => value.length >= constant.length && equal(value.subarray(value.length - constant.length), constant),
        2,
      );
    default:
      return never;
  }
}

export function bytesSetMatcher(constants: readonly Uint8Array[]): Matcher {
  return onBytes((value) => constants.some((constant) => equal(value, constant)), 2 * constants.length);
}

function onBytes(test: (value: Uint8Array) => boolean, cost: number): Matcher {
  return {
    test: (value) => test(value as Uint8Array),
    code: (value, environment) => `${value} !== undefined && ${environment.name(test)}(${value})`,
    cost,
  };
}

function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && asBuffer(left).equals(right);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
