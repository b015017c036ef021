import { mappingNode, scalarNode, sequenceNode, type YamlNode, type YamlStyle } from './yaml-node.ts';

/**
 * Reads the part of YAML that nearly all rule files keep to: block sequences and mappings with plain keys, plain, quoted and block
 * scalars, flow sequences, comments. It is some ten times faster than a whole YAML reader, which counts because rules are read at
 * every start. Whatever lies beyond (anchors, tags, flow mappings, tabs, several documents, escapes, anything odd or wrong) makes it
 * give up with undefined, and the whole reader takes over; a test holds the two against each other.
 */
export function readBlocks(content: string, maxDepth: number): YamlNode | undefined {
  if (unusual.test(content)) return undefined;
  const reader = new BlockReader(content, maxDepth);
  const node = reader.readDocument();
  return reader.gaveUp ? undefined : node;
}

/** Tabs, carriage returns, other line breaks, byte order marks and control characters have rules of their own. */
const unusual = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

const NEWLINE = 10;
const SPACE = 32;
const HASH = 35;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const OPEN = 91;
const CLOSE = 93;

const plainKey = /[A-Za-z_][\w.-]*(?=: |:\n|:$)/y;
/** What a plain scalar may begin with here: no indicator of YAML. Texts that begin with `-`, `?` or `:` are left to the other reader. */
const plainStart = /[\w./$()+<=^\\;~-]/;
const blockHeader = /[|>][-+]?(?= *(?: #.*)?(?:\n|$))/y;
const restOfLine = / *(?: #.*)?(?:\n|$)/y;

class BlockReader {
  readonly #content: string;
  readonly #maxDepth: number;
  #at = 0;
  /** Column of #at where #at is the first character of a line's content. */
  #column = 0;
  gaveUp = false;

  constructor(content: string, maxDepth: number) {
    this.#content = content;
    this.#maxDepth = maxDepth;
  }

  readDocument(): YamlNode | undefined {
    this.#toNextLine();
    if (this.#content.startsWith('---\n', this.#at) && this.#column === 0) {
      this.#at += 4;
      this.#toNextLine();
    }
    if (this.#isAtEnd()) return this.#giveUp();
    if (!this.#isDash()) return this.#giveUp();
    const node = this.#sequence(this.#column, 0);
    return this.#isAtEnd() ? node : this.#giveUp();
  }

  #isAtEnd(): boolean {
    return this.#at >= this.#content.length;
  }

  #giveUp(): undefined {
    this.gaveUp = true;
    this.#at = this.#content.length;
    return undefined;
  }

  /** From the start of a line over blank lines and comments to the first character of content. */
  #toNextLine(): void {
    const content = this.#content;
    let at = this.#at;
    for (;;) {
      const start = at;
      while (content.charCodeAt(at) === SPACE) at++;
      const code = content.charCodeAt(at);
      if (code === NEWLINE) {
        at++;
      } else if (code === HASH) {
        at = content.indexOf('\n', at) + 1;
        if (at === 0) at = content.length;
      } else {
        this.#at = at;
        this.#column = at - start;
        // A marker of documents at the start of a line ends what is open.
        if (
          this.#column === 0 &&
          at > 0 &&
          (content.startsWith('---', at) || content.startsWith('...', at)) &&
          !(content.charCodeAt(at + 3) > SPACE) &&
          !this.#isFirstMarker(at)
        ) {
          this.#giveUp();
        }
        return;
      }
    }
  }

  #isFirstMarker(at: number): boolean {
    return content3(this.#content, at) === '---' && /^(?:[ ]*(?:#.*)?\n)*$/.test(this.#content.slice(0, at));
  }

  #isDash(): boolean {
    if (this.#content.charCodeAt(this.#at) !== DASH) return false;
    const next = this.#content.charCodeAt(this.#at + 1);
    return next === SPACE || next === NEWLINE;
  }

  #sequence(indent: number, depth: number): YamlNode | undefined {
    if (depth > this.#maxDepth) return this.#giveUp();
    const start = this.#at;
    const items: YamlNode[] = [];
    let end = start;
    while (!this.#isAtEnd() && this.#column === indent && this.#isDash()) {
      const item = this.#entryValue(this.#at + 1, indent, indent + 1, depth);
      if (item === undefined) return undefined;
      items.push(item);
      end = item.end;
    }
    if (!this.#isAtEnd() && this.#column > indent) return this.#giveUp();
    return sequenceNode(items, start, end);
  }

  #mapping(indent: number, depth: number): YamlNode | undefined {
    if (depth > this.#maxDepth) return this.#giveUp();
    const start = this.#at;
    const keys: YamlNode[] = [];
    const items: YamlNode[] = [];
    let end = start;
    while (!this.#isAtEnd() && this.#column === indent) {
      if (this.#isDash()) break;
      plainKey.lastIndex = this.#at;
      const key = plainKey.exec(this.#content);
      if (key === null) return this.#giveUp();
      const keyEnd = this.#at + key[0].length;
      keys.push(scalarNode(key[0], 'plain', this.#at, keyEnd));
      const value = this.#entryValue(keyEnd + 1, indent, -1, depth);
      if (value === undefined) return undefined;
      items.push(value);
      end = value.end;
    }
    if (!this.#isAtEnd() && this.#column > indent) return this.#giveUp();
    return mappingNode(keys, items, start, end);
  }

  /**
   * What stands after `- ` or `key:`, on the line or below it. `inner`: the lowest column at which a collection may begin on the same
   * line (-1: none may, after a key).
   */
  #entryValue(after: number, indent: number, inner: number, depth: number): YamlNode | undefined {
    const content = this.#content;
    let at = after;
    while (content.charCodeAt(at) === SPACE) at++;
    const code = content.charCodeAt(at);
    if (at < content.length && code !== NEWLINE && !(code === HASH && at > after)) {
      if (inner >= 0) {
        const column = indent + (at - this.#at);
        this.#at = at;
        this.#column = column;
        if (this.#isDash()) return this.#sequence(column, depth + 1);
        plainKey.lastIndex = at;
        if (plainKey.test(content)) return this.#mapping(column, depth + 1);
      }
      return this.#scalarOrFlow(at, indent, depth);
    }
    this.#at = this.#lineEnd(at);
    this.#toNextLine();
    if (this.gaveUp) return undefined;
    if (!this.#isAtEnd()) {
      if (this.#column > indent) {
        if (this.#isDash()) return this.#sequence(this.#column, depth + 1);
        plainKey.lastIndex = this.#at;
        if (plainKey.test(content)) return this.#mapping(this.#column, depth + 1);
        return this.#scalarOrFlow(this.#at, indent, depth);
      }
      if (inner < 0 && this.#column === indent && this.#isDash()) return this.#sequence(indent, depth + 1);
    }
    return scalarNode('', 'plain', after, after);
  }

  /** Offset of the line after the one of `at`. */
  #lineEnd(at: number): number {
    const end = this.#content.indexOf('\n', at);
    return end < 0 ? this.#content.length : end + 1;
  }

  #scalarOrFlow(at: number, indent: number, depth: number): YamlNode | undefined {
    const character = this.#content[at] as string;
    let node: YamlNode | undefined;
    if (character === '>' || character === '|') return this.#blockScalar(at, indent);
    if (character === '[') node = this.#flowSequence(at, depth + 1);
    else if (character === '"' || character === "'") node = this.#quoted(at);
    else return this.#plainLines(at, indent);
    if (node === undefined) return undefined;
    restOfLine.lastIndex = node.end;
    if (!restOfLine.test(this.#content)) return this.#giveUp();
    this.#at = restOfLine.lastIndex;
    this.#toNextLine();
    return this.gaveUp ? undefined : node;
  }

  /** Quotes on one line, and no escapes but `''` in single ones. */
  #quoted(at: number): YamlNode | undefined {
    const content = this.#content;
    const quote = content[at] as string;
    let end = content.indexOf(quote, at + 1);
    let doubled = false;
    while (quote === "'" && end >= 0 && content[end + 1] === quote) {
      doubled = true;
      end = content.indexOf(quote, end + 2);
    }
    if (end < 0) return this.#giveUp();
    const raw = content.slice(at + 1, end);
    if (raw.includes('\n') || (quote === '"' && raw.includes('\\'))) return this.#giveUp();
    return scalarNode(doubled ? raw.replaceAll("''", "'") : raw, 'quoted', at, end + 1);
  }

  #plainLines(at: number, indent: number): YamlNode | undefined {
    const content = this.#content;
    const first = content[at] as string;
    const second = content.charCodeAt(at + 1);
    if (!plainStart.test(first)) return this.#giveUp();
    if (first === '-' && !(second > SPACE)) return this.#giveUp();
    let text = '';
    let end = at;
    let lineStart = at;
    for (;;) {
      let lineStop = content.indexOf('\n', lineStart);
      if (lineStop < 0) lineStop = content.length;
      let stop = lineStop;
      let commented = false;
      for (let index = lineStart; index < lineStop; index++) {
        const code = content.charCodeAt(index);
        if (code === HASH && index > lineStart && content.charCodeAt(index - 1) === SPACE) {
          stop = index;
          commented = true;
          break;
        }
        if (code === COLON && !(content.charCodeAt(index + 1) > SPACE)) return this.#giveUp();
      }
      while (stop > lineStart && content.charCodeAt(stop - 1) === SPACE) stop--;
      text += content.slice(lineStart, stop);
      end = stop;
      // Is the next line with content a part of the scalar?
      let next = Math.min(lineStop + 1, content.length);
      let blanks = 0;
      let column = 0;
      let begin = next;
      while (next < content.length) {
        begin = next;
        while (content.charCodeAt(next) === SPACE) next++;
        column = next - begin;
        if (content.charCodeAt(next) !== NEWLINE) break;
        blanks++;
        next++;
      }
      this.#at = Math.min(lineStop + 1, content.length);
      const continues = next < content.length && column > indent && content.charCodeAt(next) !== HASH;
      if (continues && commented) return this.#giveUp();
      if (!continues) {
        const isComment = next < content.length && content.charCodeAt(next) === HASH;
        this.#toNextLine();
        // Text after a comment that could have gone on with the scalar is for the other reader to judge.
        if (this.gaveUp || (isComment && !this.#isAtEnd() && this.#column > indent)) return this.#giveUp();
        return scalarNode(text, 'plain', at, end);
      }
      text += blanks === 0 ? ' ' : '\n'.repeat(blanks);
      lineStart = next;
    }
  }

  #blockScalar(at: number, indent: number): YamlNode | undefined {
    const content = this.#content;
    blockHeader.lastIndex = at;
    const header = blockHeader.exec(content);
    if (header === null) return this.#giveUp();
    const folded = header[0][0] === '>';
    const chomp = header[0][1] ?? '';
    let line = this.#lineEnd(at);
    if (line >= content.length) return this.#giveUp();
    const lines: string[] = [];
    let blockIndent = -1;
    let leading = 0;
    let end = line;
    while (line < content.length) {
      let stop = content.indexOf('\n', line);
      if (stop < 0) stop = content.length;
      let first = line;
      while (content.charCodeAt(first) === SPACE) first++;
      const column = first - line;
      if (first >= stop) {
        // A blank line: blanks beyond the block's indentation are content, which is rare.
        if (blockIndent >= 0 ? column > blockIndent : column > 0) {
          if (blockIndent >= 0) return this.#giveUp();
          leading = Math.max(leading, column);
        }
        lines.push('');
      } else {
        if (blockIndent < 0) {
          if (column <= indent) break;
          if (leading > column) return this.#giveUp();
          blockIndent = column;
        }
        if (column < blockIndent) {
          if (column > indent) return this.#giveUp();
          break;
        }
        lines.push(content.slice(line + blockIndent, stop));
        end = stop;
      }
      line = stop + 1;
    }
    this.#at = Math.min(line, content.length);
    if (blockIndent < 0) return this.#giveUp();
    this.#toNextLine();
    if (this.gaveUp) return undefined;
    let last = lines.length;
    while (last > 0 && lines[last - 1] === '') last--;
    const trailing = lines.length - last;
    let text = folded ? fold(lines, last) : lines.slice(0, last).join('\n');
    if (chomp !== '-') text += '\n';
    if (chomp === '+') text += '\n'.repeat(trailing);
    return scalarNode(text, 'block', at, end);
  }

  #flowSequence(start: number, depth: number): YamlNode | undefined {
    if (depth > this.#maxDepth) return this.#giveUp();
    const content = this.#content;
    const items: YamlNode[] = [];
    let at = start + 1;
    let separated = true;
    for (;;) {
      at = this.#skipInFlow(at);
      if (at < 0) return this.#giveUp();
      const code = content.charCodeAt(at);
      if (code === CLOSE) return sequenceNode(items, start, at + 1);
      if (code === COMMA) {
        if (separated) return this.#giveUp();
        separated = true;
        at++;
        continue;
      }
      if (!separated) return this.#giveUp();
      separated = false;
      let item: YamlNode | undefined;
      if (code === OPEN) item = this.#flowSequence(at, depth + 1);
      else if (content[at] === '"' || content[at] === "'") item = this.#quoted(at);
      else item = this.#flowPlain(at);
      if (item === undefined) return undefined;
      if (content.charCodeAt(item.end) === COLON) return this.#giveUp();
      items.push(item);
      at = item.end;
    }
  }

  /**
   * Over blanks, line breaks and comments; -1 where the text ends. Lines may begin left of the key, as `]` often does: the ecosystem's
   * reader has always let them.
   */
  #skipInFlow(from: number): number {
    const content = this.#content;
    let at = from;
    for (;;) {
      const code = content.charCodeAt(at);
      if (code === SPACE) {
        at++;
      } else if (code === NEWLINE) {
        const line = at + 1;
        at = line;
        while (content.charCodeAt(at) === SPACE) at++;
        if (at === line && (content.startsWith('---', at) || content.startsWith('...', at))) return -1;
      } else if (code === HASH) {
        const before = content.charCodeAt(at - 1);
        if (before !== SPACE && before !== NEWLINE) return -1;
        at = content.indexOf('\n', at);
        if (at < 0) return -1;
      } else {
        return at < content.length ? at : -1;
      }
    }
  }

  /** A plain scalar in a flow sequence, on one line. */
  #flowPlain(at: number): YamlNode | undefined {
    const content = this.#content;
    const first = content[at] as string;
    if (!plainStart.test(first)) return this.#giveUp();
    if (first === '-' && !/[\w./-]/.test(content[at + 1] ?? '')) return this.#giveUp();
    let end = at;
    for (; end < content.length; end++) {
      const code = content.charCodeAt(end);
      if (code === COMMA || code === CLOSE || code === NEWLINE) break;
      if (code === OPEN || code === 123 || code === 125) return this.#giveUp();
      if (code === COLON && !/[\w./-]/.test(content[end + 1] ?? '')) return this.#giveUp();
      if (code === HASH && content.charCodeAt(end - 1) === SPACE) break;
    }
    const stop = end;
    while (end > at && content.charCodeAt(end - 1) === SPACE) end--;
    // A scalar that goes on in the next line is for the other reader.
    if (content.charCodeAt(stop) === NEWLINE || content.charCodeAt(stop) === HASH) {
      const next = this.#skipInFlow(stop);
      const code = next < 0 ? 0 : content.charCodeAt(next);
      if (code !== COMMA && code !== CLOSE) return this.#giveUp();
    }
    return scalarNode(content.slice(at, end), 'plain' satisfies YamlStyle, at, end);
  }
}

function content3(content: string, at: number): string {
  return content.slice(at, at + 3);
}

/** Lines of a folded scalar as one text: a single line break between lines that begin with text is a blank (YAML 1.2, 8.1.3). */
function fold(lines: readonly string[], count: number): string {
  let text = '';
  let blanks = 0;
  let previousIndented = true;
  let started = false;
  for (let index = 0; index < count; index++) {
    const line = lines[index] as string;
    if (line === '') {
      blanks++;
      continue;
    }
    const indented = line.charCodeAt(0) === SPACE;
    if (!started) text = '\n'.repeat(blanks);
    else if (previousIndented || indented) text += '\n'.repeat(blanks + 1);
    else text += blanks === 0 ? ' ' : '\n'.repeat(blanks);
    text += line;
    blanks = 0;
    previousIndented = indented;
    started = true;
  }
  return text;
}
