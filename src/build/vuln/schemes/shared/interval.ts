import { holds, maxConstraintLength } from './constraint.ts';
import type { Order } from './text.ts';

export function isIntervals(text: string): boolean {
  return /^\s*[[(]/.test(text);
}

/**
 * Interval notation of Maven and NuGet: `[1.0,2.0)`, `(,1.0]`, `[1.2]`, several joined by commas, which means "or".
 * Undefined where the text cannot be read so.
 */
export function satisfiesIntervals(
  version: string,
  text: string,
  compare: (a: string, b: string) => Order,
): boolean | undefined {
  if (text.length > maxConstraintLength) return undefined;
  let rest = text.trim();
  let satisfied = false;
  while (rest !== '') {
    const match = /^([[(])([^[\]()]*)([\])])\s*(?:,\s*(?=[[(])|$)/.exec(rest);
    if (!match) return undefined;
    const [all, open, inside = '', close] = match;
    const bounds = inside.split(',').map((bound) => bound.trim());
    if (bounds.length > 2 || (bounds.length === 1 && (bounds[0] === '' || open !== '[' || close !== ']'))) {
      return undefined;
    }
    const lower = bounds[0] as string;
    const upper = bounds[bounds.length - 1] as string;
    const above = lower === '' || holds(compare(version, lower), open === '[' ? '>=' : '>') === true;
    const below = upper === '' || holds(compare(version, upper), close === ']' ? '<=' : '<') === true;
    satisfied ||= above && below;
    rest = rest.slice(all.length);
  }
  return satisfied;
}
