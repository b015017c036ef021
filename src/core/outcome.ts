/**
 * "Could not" is data (DESIGN §4): what went wrong while reading foreign input is a value that reaches the report.
 * Throw only for programmer errors.
 */
export interface Issue {
  /** Stable, kebab-case, prefixed by the module that reports it: `tar/bad-header`, `dpkg/no-version`. */
  readonly code: string;
  /** One sentence for a person. Untrusted text in it is quoted with `quote()`. */
  readonly message: string;
  /** Path inside the image or source tree, a file of the user's, or a URL without credentials. */
  readonly where?: string;
  /** What the user can do about it. */
  readonly hint?: string;
  /** The underlying error's message. */
  readonly cause?: string;
  /** `error`: something was not read, so a report is not complete. `warning`: read, but odd. */
  readonly level: 'error' | 'warning';
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly issues?: readonly Issue[] }
  | { readonly ok: false; readonly issue: Issue };

export function ok<T>(value: T, issues?: readonly Issue[]): Outcome<T> {
  return issues && issues.length > 0 ? { ok: true, value, issues } : { ok: true, value };
}

export function failed<T = never>(issue: Issue): Outcome<T> {
  return { ok: false, issue };
}

type IssueDetail = { where?: string | undefined; hint?: string | undefined; cause?: unknown };

export function errorIssue(code: string, message: string, detail: IssueDetail = {}): Issue {
  return makeIssue('error', code, message, detail);
}

export function warningIssue(code: string, message: string, detail: IssueDetail = {}): Issue {
  return makeIssue('warning', code, message, detail);
}

function makeIssue(level: Issue['level'], code: string, message: string, { where, hint, cause }: IssueDetail): Issue {
  return {
    code,
    message: cut(message),
    ...(where === undefined ? {} : { where }),
    ...(hint === undefined ? {} : { hint: cut(hint) }),
    ...(cause === undefined ? {} : { cause: cut(cause instanceof Error ? cause.message : String(cause)) }),
    level,
  };
}

/** Characters of one text of an issue: what is longer quotes foreign input, and is for nobody to read. */
const maxTextLength = 2_000;

function cut(text: string): string {
  return text.length > maxTextLength ? `${text.slice(0, maxTextLength - 1)}…` : text;
}

/** Foreign text made safe for a message: quoted, control characters escaped, at most `limit` characters. */
export function quote(text: string, limit = 120): string {
  const shown = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return JSON.stringify(shown);
}
