import { limits } from '#core/limits.ts';
import { failed, type Outcome, ok, warningIssue } from '#core/outcome.ts';
import { splitLines } from './text.ts';
import { bracketBalance, parseFlow } from './yaml-flow.ts';
import { quotedEnd, scalar, withoutProperties, YamlError } from './yaml-scalar.ts';

/**
 * The YAML that lock files are written in: block and flow collections, quoted and plain scalars, block scalars, several documents. Every
 * scalar stays the text that was written (`1.10` is not a number here); an empty one is ''. Aliases, merge keys and directives are left as
 * text. Own code because lock files are large: the general library needs 1.7 s and 140 MB for each MB of pnpm-lock.yaml, and 8 ms to load.
 */
export type YamlNode = string | YamlMap | readonly YamlNode[];
export type YamlMap = ReadonlyMap<string, YamlNode>;

/** Lines with content of one text; each may become a map of its own. The largest pnpm-lock.yaml of a monorepo has some 200,000. */
const maxLines = 400_000;

/** All documents of the text. */
export function parseYaml(text: string): Outcome<YamlNode[]> {
  const documents: YamlNode[] = [];
  try {
    const reader: Reader = { lines: linesOf(text), at: 0, depth: 0 };
    while (reader.at < reader.lines.length) {
      const line = reader.lines[reader.at] as Line;
      if (isDocumentMark(line)) {
        reader.at++;
        // `--- value` on one line is not used by lock files; the mark alone starts a document.
        continue;
      }
      documents.push(readNode(reader, line.indent));
      const next = reader.lines[reader.at];
      if (next && !isDocumentMark(next)) throw new YamlError('indentation that fits no collection', next.number);
    }
    return ok(documents);
  } catch (cause) {
    if (!(cause instanceof YamlError)) throw cause;
    return failed(warningIssue('yaml/invalid', `not YAML as lock files have it: ${cause.message}`));
  }
}

export function yamlMap(node: YamlNode | undefined): YamlMap | undefined {
  return node instanceof Map ? (node as YamlMap) : undefined;
}

export function yamlList(node: YamlNode | undefined): readonly YamlNode[] {
  return Array.isArray(node) ? (node as readonly YamlNode[]) : [];
}

export function yamlText(node: YamlNode | undefined): string | undefined {
  return typeof node === 'string' ? node : undefined;
}

/** Descends maps: `yamlAt(doc, 'a', 'b')` is `doc.a.b`. */
export function yamlAt(node: YamlNode | undefined, ...path: readonly string[]): YamlNode | undefined {
  let current = node;
  for (const key of path) current = yamlMap(current)?.get(key);
  return current;
}

interface Line {
  readonly indent: number;
  /** Without indentation and trailing blanks. */
  readonly text: string;
  /** 1-based. */
  readonly number: number;
}

interface Reader {
  readonly lines: Line[];
  at: number;
  depth: number;
}

/** Lines with content; blank lines and comment lines are dropped (inside block scalars too, where nobody needs them). */
function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let number = 0;
  for (const raw of splitLines(text)) {
    number++;
    let indent = 0;
    while (raw.charCodeAt(indent) === 0x20) indent++;
    const content = raw.slice(indent).trimEnd();
    if (content === '' || content.charCodeAt(0) === 0x23) continue;
    if (indent === 0 && content.startsWith('%')) continue;
    lines.push({ indent, text: content, number });
    if (lines.length > maxLines) throw new YamlError(`more than ${maxLines} lines`, number);
  }
  return lines;
}

function isDocumentMark({ indent, text }: Line): boolean {
  return indent === 0 && (text === '---' || text === '...' || text.startsWith('--- '));
}

function isEnd(line: Line | undefined): line is undefined {
  return line === undefined || isDocumentMark(line);
}

/** The node that starts at the current line, which stands at `indent`. */
function readNode(reader: Reader, indent: number): YamlNode {
  const line = reader.lines[reader.at];
  if (isEnd(line) || line.indent < indent) return '';
  if (++reader.depth > limits.documentDepth) throw new YamlError('nesting too deep', line.number);
  const node = isItem(line.text)
    ? readSequence(reader, line.indent)
    : isMapLine(line.text)
      ? readMap(reader, line.indent)
      : readScalarLines(reader, line);
  reader.depth--;
  return node;
}

function isItem(text: string): boolean {
  return text === '-' || text.startsWith('- ');
}

function isMapLine(text: string): boolean {
  return text.startsWith('? ') || (!isFlow(text) && keyEnd(text) >= 0);
}

function isFlow(text: string): boolean {
  return text.startsWith('{') || text.startsWith('[');
}

function readSequence(reader: Reader, indent: number): YamlNode[] {
  const items: YamlNode[] = [];
  for (;;) {
    const line = reader.lines[reader.at];
    if (isEnd(line) || line.indent !== indent || !isItem(line.text)) return items;
    if (line.text === '-') {
      reader.at++;
      const next = reader.lines[reader.at];
      items.push(isEnd(next) || next.indent <= indent ? '' : readNode(reader, next.indent));
    } else {
      // The rest of the line is a node of its own, at its own column.
      let start = 1;
      while (line.text.charCodeAt(start) === 0x20) start++;
      const rest = { indent: indent + start, text: line.text.slice(start), number: line.number };
      reader.lines[reader.at] = rest;
      items.push(
        isItem(rest.text) || isMapLine(rest.text)
          ? readNode(reader, rest.indent)
          : readValue(reader, rest.text, indent),
      );
    }
  }
}

function readMap(reader: Reader, indent: number): YamlMap {
  const map = new Map<string, YamlNode>();
  for (;;) {
    const line = reader.lines[reader.at];
    if (isEnd(line) || line.indent !== indent || isItem(line.text)) return map;
    if (line.text.startsWith('? ')) {
      const key = scalar(line.text.slice(2));
      reader.at++;
      const next = reader.lines[reader.at];
      if (isEnd(next) || next.indent !== indent || !(next.text === ':' || next.text.startsWith(': '))) {
        map.set(key, '');
      } else {
        map.set(key, readValue(reader, next.text.slice(1).trimStart(), indent));
      }
      continue;
    }
    const end = keyEnd(line.text);
    if (end < 0) throw new YamlError('a line that is no key', line.number);
    const key = scalar(line.text.slice(0, end));
    map.set(key, readValue(reader, line.text.slice(end + 1).trimStart(), indent));
  }
}

/** The value behind a key or an item mark on the current line: on the same line, or the deeper lines that follow. Moves past it. */
function readValue(reader: Reader, written: string, indent: number): YamlNode {
  const text = withoutProperties(written);
  const number = (reader.lines[reader.at] as Line).number;
  if (text === '' || text.startsWith('#')) {
    reader.at++;
    const next = reader.lines[reader.at];
    if (isEnd(next) || next.indent < indent) return '';
    // A sequence may stand at the column of its key.
    if (next.indent === indent) return isItem(next.text) ? readNode(reader, indent) : '';
    return readNode(reader, next.indent);
  }
  if (text.startsWith('|') || text.startsWith('>')) {
    reader.at++;
    return deeperLines(reader, indent).join(text.startsWith('|') ? '\n' : ' ');
  }
  if (isFlow(text)) return readFlow(reader, text, indent, number);
  reader.at++;
  const quote = text[0];
  if ((quote === '"' || quote === "'") && quotedEnd(text, 0) < 0) {
    return scalar([text, ...deeperLines(reader, indent)].join(' '));
  }
  const next = reader.lines[reader.at];
  if (isEnd(next) || next.indent <= indent) return scalar(text);
  return scalar([text, ...deeperLines(reader, indent)].join(' '));
}

function deeperLines(reader: Reader, indent: number): string[] {
  const texts: string[] = [];
  for (;;) {
    const line = reader.lines[reader.at];
    if (isEnd(line) || line.indent <= indent) return texts;
    texts.push(line.text);
    reader.at++;
  }
}

/** A scalar or flow collection that starts a node's own line. */
function readScalarLines(reader: Reader, line: Line): YamlNode {
  return readValue(reader, line.text, line.indent - 1);
}

/** Index of the `:` that ends the key of this line; -1 where there is none. */
function keyEnd(text: string): number {
  const first = text[0];
  if (first === '"' || first === "'") {
    const end = quotedEnd(text, 0);
    if (end < 0) return -1;
    let at = end + 1;
    while (text[at] === ' ') at++;
    return text[at] === ':' && isGap(text.charCodeAt(at + 1)) ? at : -1;
  }
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    if (isGap(text.charCodeAt(at + 1))) {
      const comment = text.indexOf(' #');
      return comment >= 0 && comment < at ? -1 : at;
    }
  }
  return -1;
}

/** Space, tab or the end of the line (NaN). */
function isGap(code: number): boolean {
  return code === 0x20 || code === 0x09 || Number.isNaN(code);
}

/** A flow collection, which may go on over several lines. Moves past it. */
function readFlow(reader: Reader, first: string, indent: number, number: number): YamlNode {
  reader.at++;
  const parts = [first];
  // Brackets in quotes and comments are rare enough to let the reader itself find the end: add lines until it has enough.
  for (let balance = bracketBalance(first); balance > 0; ) {
    const line = reader.lines[reader.at];
    if (isEnd(line) || line.indent < indent) throw new YamlError('an unclosed flow collection', number);
    parts.push(line.text);
    balance += bracketBalance(line.text);
    reader.at++;
  }
  return parseFlow(parts.join(' '), reader.depth, number);
}
