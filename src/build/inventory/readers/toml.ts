import { parse } from 'smol-toml';
import { failed, type Outcome, ok, warningIssue } from '#core/outcome.ts';
import { splitLines } from './text.ts';

export type TomlTable = Readonly<Record<string, unknown>>;

const tomlLimits = {
  /** Tables of one document; the largest lock files have some thousand. */
  tables: 100_000,
  /** Parts of a dotted key: each is a table inside the one before. */
  keyParts: 200,
  /** Shorter lines cannot hold a key that matters. */
  longLine: 400,
} as const;

/** What the library would take hundreds of megabytes for. */
function tooMuch(text: string): string | undefined {
  let tables = 0;
  for (const line of splitLines(text)) {
    if (line.charCodeAt(0) === 0x5b && ++tables > tomlLimits.tables) return `more than ${tomlLimits.tables} tables`;
    if (line.length > tomlLimits.longLine && hasDeepKey(line)) return 'a key of too many parts';
  }
  return undefined;
}

function hasDeepKey(line: string): boolean {
  const equals = line.indexOf('=');
  let parts = 1;
  for (let at = line.indexOf('.'); at >= 0 && (equals < 0 || at < equals); at = line.indexOf('.', at + 1)) parts += 1;
  return parts > tomlLimits.keyParts;
}

/** A TOML document as plain objects; numbers beyond 2^53 as bigint, dates as TomlDate. */
export function parseToml(text: string): Outcome<TomlTable> {
  const problem = tooMuch(text);
  if (problem) return failed(warningIssue('toml/invalid', problem));
  try {
    return ok(parse(text, { integersAsBigInt: 'asNeeded', maxDepth: 200 }));
  } catch (cause) {
    // The library's message quotes the offending lines: only its first line is kept.
    const [first = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
    return failed(warningIssue('toml/invalid', 'not valid TOML', { cause: first.slice(0, 200) }));
  }
}
