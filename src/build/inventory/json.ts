import { asObject, type JsonObject } from '#core/json.ts';
import { errorIssue, failed, type Issue, type Outcome, ok, quote, warningIssue } from '#core/outcome.ts';
import { JsonTooLarge, parseJson as parseJsonText } from '#core/parse-json.ts';
import type { FileInput } from './cataloger.ts';

/** A file's JSON object. Fails with a warning `code` where it is not JSON; a value that is no object is an empty one. */
export function readJsonObject(file: FileInput, code: string, limit?: number): Outcome<JsonObject> {
  try {
    return ok(asObject(parseJsonText(withoutMark(file.text(limit)))) ?? {});
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return failed(jsonIssue(file.path, code, cause));
  }
}

export function parseJson(text: string, where: string, code: string): Outcome<unknown> {
  try {
    return ok(parseJsonText(withoutMark(text)));
  } catch (cause) {
    return failed(jsonIssue(where, code, cause));
  }
}

function jsonIssue(where: string, code: string, cause: unknown): Issue {
  if (cause instanceof JsonTooLarge) {
    return errorIssue(code, `${quote(where.slice(where.lastIndexOf('/') + 1))} is too large to be read`, {
      where,
      cause,
    });
  }
  return warningIssue(code, `${quote(where.slice(where.lastIndexOf('/') + 1))} is not valid JSON`, { where, cause });
}

/** Without the byte order mark that some editors write. */
function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
