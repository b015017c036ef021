import { parseType, type Type } from './types.ts';
import type { CelValue } from './values.ts';

/**
 * What a call costs beside 1 (cost units are about those of Kubernetes' CEL budget): `linear` a tenth of the sizes of its arguments and of its
 * result, `quadratic` the product of the sizes of its first two arguments.
 */
export type CallCost = 'constant' | 'linear' | 'quadratic';

/** One row of a library: a function or method with every signature that one implementation serves. Types are parsed on first use. */
export interface Declaration {
  readonly name: string;
  readonly member: boolean;
  /** `string, int -> bool`; of a method, the receiver comes first. Single capitals are type parameters. */
  readonly signatures: readonly string[];
  /** May throw `CelError`. Gets arguments of the declared types unless `checksItself`. */
  implementation(...args: CelValue[]): CelValue;
  /** The implementation looks at the types of its arguments and throws `no such overload`. */
  readonly checksItself?: boolean;
  readonly cost?: CallCost;
  /** An error with constant arguments is reported when the expression is compiled (as Kubernetes does). */
  readonly eager?: boolean;
  /** Not folded: the result may be large. */
  readonly lazy?: boolean;
}

export interface Overload {
  readonly params: readonly Type[];
  readonly result: Type;
  readonly declaration: Declaration;
}

type Options = Pick<Declaration, 'checksItself' | 'cost' | 'eager' | 'lazy'>;
type Implementation = Declaration['implementation'];

/** `fn('size', ['string -> int', 'list(A) -> int'], size)` */
export function fn(
  name: string,
  signatures: readonly string[],
  implementation: Implementation,
  options: Options = {},
): Declaration {
  return { name, member: false, signatures, implementation, ...options };
}

/** `method('startsWith', ['string, string -> bool'], startsWith)`: called as `a.startsWith(b)`. */
export function method(
  name: string,
  signatures: readonly string[],
  implementation: Implementation,
  options: Options = {},
): Declaration {
  return { name, member: true, signatures, implementation, ...options };
}

export function overloadsOf(declaration: Declaration): Overload[] {
  return declaration.signatures.map((signature) => {
    const [params, result] = signature.split(' -> ') as [string, string];
    return { params: splitTypes(params).map(parseType), result: parseType(result), declaration };
  });
}

/** Splits at the commas that are not inside brackets. */
function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const character = text[at];
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if ((character === ',' && depth === 0) || character === undefined) {
      const part = text.slice(start, at).trim();
      if (part) parts.push(part);
      start = at + 1;
    }
  }
  return parts;
}
