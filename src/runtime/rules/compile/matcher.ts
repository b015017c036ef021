import type { FieldScalar } from '../field.ts';

/** Names for things that generated code cannot spell out: sets, functions, bytes. */
export interface Environment {
  name(value: unknown): string;
}

/** One comparison of one value with constants. `test` and `code` say the same in two ways: explaining uses one, running the other; tests hold them together. */
export interface Matcher {
  test(value: FieldScalar): boolean;
  /**
   * JavaScript for it over `value`, the name of a variable that may be undefined: then it must be false. (`test` itself may be named and called.)
   */
  code(value: string, environment: Environment): string;
  /** Rough cost of one comparison, in the time of one string comparison. */
  readonly cost: number;
}
