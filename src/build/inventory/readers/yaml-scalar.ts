/** Where and why a text is not YAML as lock files have it. Thrown inside the reader only. */
export class YamlError extends Error {
  constructor(what: string, line: number) {
    super(`${what} in line ${line}`);
  }
}

/** Drops a tag or an anchor before the value. */
export function withoutProperties(text: string): string {
  let rest = text;
  while (rest.startsWith('!') || rest.startsWith('&')) {
    const space = rest.indexOf(' ');
    if (space < 0) return '';
    rest = rest.slice(space + 1).trimStart();
  }
  return rest;
}

/** Index of the closing quote; -1 where it is not in this text. */
export function quotedEnd(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote) {
      if (quote === "'" && text[at + 1] === "'") at++;
      else return at;
    }
  }
  return -1;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0', e: '\x1b', _: '\xa0' };

/** Takes quotes, escapes and a trailing comment off. */
export function scalar(written: string): string {
  const text = withoutProperties(written);
  const quote = text[0];
  if (quote === '"' || quote === "'") {
    const end = quotedEnd(text, 0);
    const inside = text.slice(1, end < 0 ? text.length : end);
    if (quote === "'") return inside.replaceAll("''", "'");
    return inside.includes('\\') ? unescapeDouble(inside) : inside;
  }
  const comment = text.indexOf(' #');
  const plain = (comment < 0 ? text : text.slice(0, comment)).trimEnd();
  return plain === '~' || plain === 'null' ? '' : plain;
}

function unescapeDouble(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs, (_, x, u, long, char) => {
    const hex = x ?? u ?? long;
    if (hex === undefined) return escapes[char] ?? char;
    const code = Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}
