/** Narrowest column of words; below that, lines run over. */
const narrowest = 20;

/** Words in lines of at most `width` characters: the first begins with `first`, the others with `rest`. */
export function wrapText(text: string, width: number, first: string, rest: string): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/)) {
    if (word === '') continue;
    const limit = Math.max(width, line.length === 0 ? narrowest : rest.length + narrowest);
    if (!empty && line.length + word.length + 1 > limit) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? (line === '' || line.endsWith(' ') ? word : ` ${word}`) : ` ${word}`;
    empty = false;
  }
  return [...lines, line.trimEnd()].join('\n');
}
