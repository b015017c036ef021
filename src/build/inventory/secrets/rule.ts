import type { SecretMatch } from './types.ts';

/** Which of two rules that point at the same bytes is believed: a token's own format before a file's format before a guess by name. */
export type RuleRank = 'format' | 'file' | 'generic';

/** One kind of secret, as plain data: a row in rules/<family>.ts. See docs/adding-a-secret-rule.md. */
export interface SecretRule {
  /** Unique, kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly severity: SecretMatch['severity'];
  /**
   * Literals, at least 3 bytes: every text that the pattern matches holds one of them. The pattern is tried around these only.
   * None: the pattern is tried on all of a file that `files` names, where it has at most 64 KiB.
   */
  readonly keywords: readonly string[];
  /** Keywords and pattern disregard ASCII case. */
  readonly anyCase?: boolean;
  /**
   * Source of a regular expression. Group `secret` is the secret (default: the whole match), group `name` what it was assigned to.
   * `^` and `$` stand for line ends. Every repetition is bounded; no nested repetition over the same characters.
   */
  readonly pattern: string;
  /** Bytes before and after a keyword in which the pattern has to match. Default 64 and 512. */
  readonly before?: number;
  readonly after?: number;
  /** Least Shannon entropy of the secret, bits a character. */
  readonly entropy?: number;
  /** The rule holds in these files only. */
  readonly files?: (path: string) => boolean;
  /** A cheap test on the bytes at a keyword, before any regular expression. */
  readonly guard?: (bytes: Uint8Array, at: number) => boolean;
  /** Last word on a match; `false` rejects it, an object refines what is reported. */
  readonly accept?: (found: RuleMatch) => boolean | Refinement;
  /** Default `format`. */
  readonly rank?: RuleRank;
  /**
   * A text that must match, written as a template that only tests expand (`ghp_{an:36}`), so that no secret-looking literal stands in
   * the repository. `path@@text` gives it a path.
   */
  readonly example: string;
}

export interface RuleMatch {
  readonly secret: string;
  readonly name: string | undefined;
  readonly path: string;
  /** One character a byte (latin1), around the match. */
  readonly text: string;
  /** Where the secret starts and ends in `text`. */
  readonly start: number;
  readonly end: number;
  readonly groups: Readonly<Record<string, string | undefined>>;
}

export interface Refinement {
  readonly title?: string;
  readonly severity?: SecretMatch['severity'];
  /** A narrower or wider secret, as offsets in `text`. */
  readonly start?: number;
  readonly end?: number;
}

/** No letter, digit, `_` or `-` before: a token starts here. */
const tokenStart = '(?<![A-Za-z0-9_-])';
const tokenEnd = '(?![A-Za-z0-9])';

/** A pattern for a token that its own prefix proves. */
export function token(body: string): string {
  return `${tokenStart}(?<secret>${body})${tokenEnd}`;
}

/** How a name is joined to its value in env files, JSON, YAML, TOML, INI, code and XML. */
const joined =
  '(?:["\'`]?\\]?[ \\t]{0,20}(?::=|=>|[:=])[ \\t]{0,4}["\'`]?|["\'][ \\t]{1,4}value[ \\t]{0,2}=[ \\t]{0,2}["\']|["\'][ \\t]{0,4},[ \\t]{0,4}["\']|>)';

/** `name = value` where the name holds one of `words` (alternatives of a regular expression); for services whose tokens have no prefix. */
export function assigned(words: string, value: string): string {
  return `(?<![A-Za-z0-9_.-])(?<name>[A-Za-z0-9_.-]{0,40}?(?:${words})[A-Za-z0-9_.-]{0,40})${joined}(?<secret>${value})(?![A-Za-z0-9_+/=-])`;
}

export const uuid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
