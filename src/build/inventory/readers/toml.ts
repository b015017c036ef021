import { parse } from 'smol-toml';
import { failed, type Outcome, ok, warningIssue } from '#core/outcome.ts';

export type TomlTable = Readonly<Record<string, unknown>>;

/** A TOML document as plain objects; numbers beyond 2^53 as bigint, dates as TomlDate. */
export function parseToml(text: string): Outcome<TomlTable> {
  try {
    return ok(parse(text, { integersAsBigInt: 'asNeeded', maxDepth: 200 }));
  } catch (cause) {
    // The library's message quotes the offending lines: only its first line is kept.
    const [first = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
    return failed(warningIssue('toml/invalid', 'not valid TOML', { cause: first.slice(0, 200) }));
  }
}
