/** `NAME=value`, `--name=value`, `-Dname=value` or `--name value` in a shell command; `start` and `end` enclose the value without quotes. */
export interface CommandAssignment {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const pattern =
  /(?<![\w$./-])(?:(?:--?D?)?([A-Za-z_][A-Za-z0-9_.-]{0,80})=|--([A-Za-z][A-Za-z0-9_-]{0,60}) {1,3}(?!-))(?:"([^"]{0,400})"|'([^']{0,400})'|([^\s;&|"']{1,400}))/g;

export function commandAssignments(text: string): CommandAssignment[] {
  const found: CommandAssignment[] = [];
  for (const match of text.matchAll(pattern)) {
    const value = match[3] ?? match[4] ?? match[5] ?? '';
    const quote = match[5] === undefined ? 1 : 0;
    const end = match.index + match[0].length - quote;
    found.push({ name: match[1] ?? match[2]!, value, start: end - value.length, end });
  }
  return found;
}
