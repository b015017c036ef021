/**
 * JSON with comments and trailing commas (bun.lock, deno.json) turned into plain JSON: both become spaces, so positions in error messages
 * stay right.
 */
export function stripJsonComments(text: string): string {
  return blank(blank(text, comments(text)));

  function blank(from: string, ranges = trailingCommas(from)): string {
    if (ranges.length === 0) return from;
    const parts: string[] = [];
    let kept = 0;
    for (const [start, end] of ranges) {
      parts.push(from.slice(kept, start), ' '.repeat(end - start));
      kept = end;
    }
    return parts.join('') + from.slice(kept);
  }
}

type Range = readonly [start: number, end: number];

function comments(text: string): Range[] {
  const found: Range[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 0x22) at = endOfString(text, at);
    else if (char === 0x2f && (text[at + 1] === '/' || text[at + 1] === '*')) {
      const end = endOfComment(text, at);
      found.push([at, end]);
      at = end - 1;
    }
  }
  return found;
}

function trailingCommas(text: string): Range[] {
  const found: Range[] = [];
  let comma = -1;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 0x20 || char === 0x0a || char === 0x0d || char === 0x09) continue;
    if ((char === 0x5d || char === 0x7d) && comma >= 0) found.push([comma, comma + 1]);
    comma = char === 0x2c ? at : -1;
    if (char === 0x22) at = endOfString(text, at);
  }
  return found;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 0x5c) at++;
    else if (char === 0x22) return at;
  }
  return text.length;
}

function endOfComment(text: string, start: number): number {
  const close = text[start + 1] === '/' ? '\n' : '*/';
  const end = text.indexOf(close, start + 2);
  if (end < 0) return text.length;
  return close === '\n' ? end : end + 2;
}
