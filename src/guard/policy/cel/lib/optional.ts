import { CelError } from '../cel-error.ts';
import { type Declaration, fn, method } from '../declarations.ts';
import { mapSize } from '../maps.ts';
import { type CelDuration, CelOptional, type CelUint, type CelValue, kindOf } from '../values.ts';

/** Optional values (cel-go cel/library.go). */
export const optionalLibrary: readonly Declaration[] = [
  fn('optional.of', ['A -> optional(A)'], (value) => CelOptional.of(value)),
  fn('optional.none', [' -> optional(A)'], () => CelOptional.none),
  fn('optional.ofNonZeroValue', ['A -> optional(A)'], (value) =>
    isZero(value) ? CelOptional.none : CelOptional.of(value),
  ),
  fn('optional.unwrap', ['list(optional(A)) -> list(A)'], unwrap, { cost: 'linear' }),
  method('unwrapOpt', ['list(optional(A)) -> list(A)'], unwrap, { cost: 'linear' }),
  method('hasValue', ['optional(A) -> bool'], (optional: CelOptional) => optional.present),
  method('value', ['optional(A) -> A'], (optional: CelOptional) => {
    if (!optional.present) throw new CelError('optional.none() dereference');
    return optional.value;
  }),
  // The compiler evaluates the argument of these two only where it is needed.
  method('or', ['optional(A), optional(A) -> optional(A)'], (optional: CelOptional, other) =>
    optional.present ? optional : other,
  ),
  method('orValue', ['optional(A), A -> A'], (optional: CelOptional, other) =>
    optional.present ? optional.value : other,
  ),
];

function unwrap(list: readonly CelValue[]): CelValue[] {
  return list.flatMap((item) => {
    if (!(item instanceof CelOptional)) throw new CelError('no such overload: unwrap');
    return item.present ? [item.value] : [];
  });
}

function isZero(value: CelValue): boolean {
  if (value === null || value === false || value === '' || value === 0) return true;
  switch (kindOf(value)) {
    case 'list':
      return (value as unknown[]).length === 0;
    case 'bytes':
      return (value as Uint8Array).length === 0;
    case 'map':
      return mapSize(value as object) === 0;
    case 'uint':
      return (value as CelUint).value === 0n;
    case 'double':
      return Number((value as { value?: number }).value ?? value) === 0;
    case 'duration':
      return (value as CelDuration).nanos === 0n;
    case 'optional':
      return !(value as CelOptional).present;
    default:
      return false;
  }
}
