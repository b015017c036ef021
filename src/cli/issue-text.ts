import type { Issue } from '#core/outcome.ts';

/** One issue on one line: where, what, and why. The hint is printed by whoever has a second line. */
export function issueText({ where, message, cause }: Issue): string {
  const reason = cause && !message.includes(cause) ? ` (${cause})` : '';
  return where && !message.includes(where) ? `${where}: ${message}${reason}` : `${message}${reason}`;
}
