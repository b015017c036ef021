import { findScheme } from '#build/vuln/schemes/index.ts';
import { asObject } from '#core/json.ts';

export { schemeArgument as argument } from './scheme-argument.ts';

export const describes = 'compare two versions: -1, 0 or 1';
export const example = '{"a":"1.0~rc1","b":"1.0"}';

export function answer(question: unknown, argument: string | undefined): unknown {
  const scheme = findScheme(argument ?? '');
  const { a, b } = asObject(question) ?? {};
  if (scheme === undefined) return { error: 'no such version scheme' };
  if (typeof a !== 'string' || typeof b !== 'string') return { error: 'a question is {"a":"…","b":"…"}' };
  const invalid = [a, b].filter((version) => !scheme.isValid(version));
  return {
    result: scheme.compare(a, b),
    ...(invalid.length > 0 ? { note: `not a valid ${scheme.id} version: ${invalid.join(', ')}` } : {}),
  };
}
