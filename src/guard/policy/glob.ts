/**
 * `*` stands for any text without `/`, `**` for any text at all, `?` for one character that is not `/`; everything else for itself.
 * The time is bounded by pattern length × text length.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  return globMatcher(pattern)(text);
}

type Token = { readonly kind: 'text'; readonly character: string } | { readonly kind: 'one' | 'some' | 'any' };

const matchers = new Map<string, (text: string) => boolean>();
const cacheSize = 1000;

function globMatcher(pattern: string): (text: string) => boolean {
  let matcher = matchers.get(pattern);
  if (!matcher) {
    matcher = compileGlob(pattern);
    if (matchers.size >= cacheSize) matchers.clear();
    matchers.set(pattern, matcher);
  }
  return matcher;
}

function compileGlob(pattern: string): (text: string) => boolean {
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  const prefix = /^([^*?]*)\*\*$/.exec(pattern)?.[1];
  if (prefix !== undefined) return (text) => text.startsWith(prefix);
  const tokens = tokenise(pattern);
  return (text) => simulate(tokens, text);
}

function tokenise(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] as string;
    if (character === '?') tokens.push({ kind: 'one' });
    else if (character !== '*') tokens.push({ kind: 'text', character });
    else if (pattern[at + 1] === '*') {
      while (pattern[at + 1] === '*') at += 1;
      // `**/` also stands for nothing, so that `**/x` finds a top-level `x`.
      if (pattern[at + 1] === '/' && (tokens.length === 0 || isSlash(tokens.at(-1)))) {
        tokens.push({ kind: 'any' });
        at += 1;
        continue;
      }
      tokens.push({ kind: 'any' });
    } else tokens.push({ kind: 'some' });
  }
  return tokens;
}

function isSlash(token: Token | undefined): boolean {
  return token?.kind === 'text' && token.character === '/';
}

/** All positions in the pattern that are possible after each character of the text. */
function simulate(tokens: readonly Token[], text: string): boolean {
  const end = tokens.length;
  let current = new Uint8Array(end + 1);
  reach(tokens, current, 0);
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    const next = new Uint8Array(end + 1);
    for (let state = 0; state < end; state += 1) {
      if (current[state] === 0) continue;
      const token = tokens[state] as Token;
      if (token.kind === 'any' || (token.kind === 'some' && character !== '/')) reach(tokens, next, state);
      else if (token.kind === 'one' ? character !== '/' : token.kind === 'text' && token.character === character)
        reach(tokens, next, state + 1);
    }
    current = next;
  }
  return current[end] === 1;
}

/** Marks a state, and those behind wildcards that may match nothing. */
function reach(tokens: readonly Token[], states: Uint8Array, state: number): void {
  for (let at = state; ; at += 1) {
    states[at] = 1;
    const kind = tokens[at]?.kind;
    if (kind !== 'any' && kind !== 'some') return;
  }
}

/** Does the text match one of the patterns? */
export function globList(patterns: readonly string[]): (text: string) => boolean {
  const compiled = patterns.map(compileGlob);
  return (text) => compiled.some((matches) => matches(text));
}

/** Patterns over purls (`pkg:npm/lodash`, which stands for all versions, `pkg:deb/**`) or over plain names (`lodash`, `@babel/*`). */
export function packageGlobs(
  patterns: readonly string[],
): (item: { readonly purl: string; readonly name: string }) => boolean {
  const purls = globList(patterns.filter((pattern) => pattern.startsWith('pkg:')));
  const names = globList(patterns.filter((pattern) => !pattern.startsWith('pkg:')));
  return ({ purl, name }) => names(name) || purlForms(purl).some(purls);
}

/** With everything, without qualifiers, without the version. */
function purlForms(purl: string): string[] {
  const plain = purl.replace(/[?#].*$/, '');
  const at = plain.lastIndexOf('@');
  return at > plain.lastIndexOf('/') ? [purl, plain, plain.slice(0, at)] : [purl, plain];
}
