import { type FuzzTarget, promise } from './target.ts';

/** A part crashed inside its guard. */
const crashes: ReadonlySet<unknown> = new Set(['inventory/cataloger-failed', 'secrets/failed']);

const code = /^[a-z0-9]+(?:-[a-z0-9]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** What came out must be plain data of bounded size, its issues whole; gives the number of issues. */
export function checkResult(target: FuzzTarget, input: Buffer, result: unknown): number {
  let issues = 0;
  const text = JSON.stringify(result, (key, value: unknown) => {
    if (typeof value === 'number') promise(Number.isFinite(value), `${key} is ${value}, which JSON has no word for`);
    if (typeof value === 'object' && value !== null && 'code' in value && 'message' in value && 'level' in value) {
      issues++;
      const issue = value as Record<string, unknown>;
      promise(typeof issue.code === 'string' && code.test(issue.code), `issue with code ${String(issue.code)}`);
      promise(!crashes.has(issue.code), `a part crashed: ${String(issue.cause)}`);
      promise(
        typeof issue.message === 'string' && issue.message.trim() !== '',
        `issue ${issue.code} without a message`,
      );
      promise(
        issue.level === 'error' || issue.level === 'warning',
        `issue ${issue.code} with level ${String(issue.level)}`,
      );
      promise(
        (issue.message as string).length <= 2_000,
        `issue ${issue.code} with a message of ${(issue.message as string).length} characters`,
      );
    }
    return value;
  });
  const limit = (target.maxResult ?? ((bytes) => 256 * 1024 + 400 * bytes))(input.length);
  promise((text?.length ?? 0) <= limit, `${text?.length} characters of result for ${input.length} bytes of input`);
  return issues;
}
