import type { RuleFault } from '#runtime/rules/loader/faults.ts';

/** An error or warning of a rule file over several lines: place, code and message, the line with a mark, and what can be done. */
export function faultText({ level, code, message, item, place, snippet, hint }: RuleFault): string {
  const about = item === undefined ? '' : ` (${item.kind} ${item.name})`;
  const lines = [
    `${place.file}:${place.line}:${place.column}: ${level} ${code}: ${message}${about}`,
    ...snippet.split('\n').map((line) => `    ${line}`),
    ...(hint === undefined ? [] : [`    hint: ${hint}`]),
  ];
  return lines.join('\n');
}
