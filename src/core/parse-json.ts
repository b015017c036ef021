import { KiB } from './limits.ts';

export const jsonLimits = {
  /** Objects and lists of one document. `{}` takes two characters of text and fifty bytes of memory. */
  containers: 1_000_000,
  /** Objects and lists inside each other. */
  depth: 1_000,
  /** Shorter texts are parsed without a look: they cannot take much. */
  uncheckedCharacters: 16 * KiB,
} as const;

export type JsonLimits = { readonly [name in 'containers' | 'depth']: number };

/** It may well be JSON, but it is not read. */
export class JsonTooLarge extends SyntaxError {}

/** JSON.parse for foreign text: throws SyntaxError also for a document that would take far more memory than its text. */
export function parseJson(text: string, limits: Partial<JsonLimits> = {}): unknown {
  if (text.length > jsonLimits.uncheckedCharacters) checkSize(text, { ...jsonLimits, ...limits });
  return JSON.parse(text);
}

function checkSize(text: string, { containers: maxContainers, depth: maxDepth }: JsonLimits): void {
  let containers = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = endOfString(text, at);
    } else if (code === 0x7b || code === 0x5b) {
      containers += 1;
      depth += 1;
      if (containers > maxContainers) throw new JsonTooLarge(`more than ${maxContainers} objects and lists`);
      if (depth > maxDepth) throw new JsonTooLarge(`nested more than ${maxDepth} deep`);
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
    }
  }
}

/** Index of the closing quote; the text's length where there is none. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return text.length;
}
