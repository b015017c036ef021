import { RE2JS } from 're2js';
import { CelError } from '../cel-error.ts';
import { type Declaration, method } from '../declarations.ts';

const options = { cost: 'linear', eager: true } as const;
/** Compiled patterns that are kept; patterns can come from the data. */
const cacheSize = 500;
const cache = new Map<string, RE2JS>();

/** `matches` of the standard library, `find` and `findAll` of Kubernetes' regex library: RE2 syntax, linear time. */
export const regexLibrary: readonly Declaration[] = [
  method(
    'matches',
    ['string, string -> bool'],
    (text: string, pattern: string) => compilePattern(pattern).matcher(text).find(),
    options,
  ),
  method('find', ['string, string -> string'], find, options),
  method('findAll', ['string, string -> list(string)', 'string, string, int -> list(string)'], findAll, options),
];

/** Throws `CelError` for a pattern that is not RE2. */
function compilePattern(pattern: string): RE2JS {
  let compiled = cache.get(pattern);
  if (!compiled) {
    try {
      compiled = RE2JS.compile(pattern);
    } catch (cause) {
      throw new CelError(`invalid regular expression ${JSON.stringify(pattern)}: ${(cause as Error).message}`);
    }
    if (cache.size >= cacheSize) cache.clear();
    cache.set(pattern, compiled);
  }
  return compiled;
}

function find(text: string, pattern: string): string {
  const matcher = compilePattern(pattern).matcher(text);
  return matcher.find() ? (matcher.group() ?? '') : '';
}

function findAll(text: string, pattern: string, limit: number | bigint = -1): string[] {
  const matcher = compilePattern(pattern).matcher(text);
  const found: string[] = [];
  while ((limit < 0 || found.length < limit) && matcher.find()) found.push(matcher.group() ?? '');
  return found;
}
