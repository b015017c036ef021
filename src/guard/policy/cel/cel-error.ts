/**
 * An evaluation error. Not a subclass of Error: `||`, `&&`, `all` and `exists` absorb errors in normal operation, and capturing a stack would
 * cost more than the whole expression.
 */
export class CelError {
  readonly message: string;
  /** Offset in the source, in UTF-16 units; -1 until a call site adds its own. */
  offset: number;
  /** A limit was reached: may not be absorbed. */
  readonly fatal: boolean;

  constructor(message: string, offset = -1, fatal = false) {
    this.message = message;
    this.offset = offset;
    this.fatal = fatal;
  }
}

/** A mistake in the expression's text or types. */
export class CelSyntaxError {
  readonly code: 'cel/syntax' | 'cel/type' | 'cel/limit';
  readonly message: string;
  readonly offset: number;
  readonly hint: string | undefined;

  constructor(code: CelSyntaxError['code'], message: string, offset: number, hint?: string) {
    this.code = code;
    this.message = message;
    this.offset = offset;
    this.hint = hint;
  }
}

export function noOverload(name: string): CelError {
  return new CelError(`no such overload: ${name}`);
}
