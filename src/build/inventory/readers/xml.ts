import { limits } from '#core/limits.ts';
import { failed, type Outcome, ok, warningIssue } from '#core/outcome.ts';

/**
 * A plain XML reader for manifests (pom.xml, packages.config, *.props, verification-metadata.xml): elements, attributes and text, without
 * DTDs, entities of their own or namespaces. Own code because a general parser costs 2 ms of start-up in every scan and because this one
 * cannot be made to expand anything.
 */
export interface XmlElement {
  /** Without namespace prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Text and CDATA directly inside, trimmed. */
  readonly text: string;
}

/** Elements of one document; a large verification-metadata.xml has some 50,000. */
const maxElements = 500_000;

interface OpenElement {
  name: string;
  /** As written, with prefix: what the end tag must repeat. */
  tag: string;
  attributes: Map<string, string>;
  children: OpenElement[];
  text: string;
}

/** The root element. */
export function parseXml(text: string): Outcome<XmlElement> {
  const top: OpenElement = { name: '', tag: '', attributes: new Map(), children: [], text: '' };
  const open: OpenElement[] = [top];
  let elements = 0;
  let at = 0;
  while (at < text.length) {
    const current = open[open.length - 1] as OpenElement;
    const start = text.indexOf('<', at);
    const end = start < 0 ? text.length : start;
    if (end > at) current.text += unescapeXml(text.slice(at, end));
    if (start < 0) break;
    if (text.startsWith('<!--', start)) {
      at = after(text, '-->', start + 4);
    } else if (text.startsWith('<![CDATA[', start)) {
      const close = text.indexOf(']]>', start);
      if (close < 0) return bad('an unclosed CDATA section');
      current.text += text.slice(start + 9, close);
      at = close + 3;
    } else if (text.startsWith('<?', start)) {
      at = after(text, '?>', start + 2);
    } else if (text.startsWith('<!', start)) {
      at = endOfDeclaration(text, start);
    } else if (text[start + 1] === '/') {
      const close = text.indexOf('>', start);
      if (close < 0) return bad('an unclosed end tag');
      const tag = text.slice(start + 2, close).trim();
      if (open.length === 1 || current.tag !== tag) return bad('an end tag without its start');
      current.text = current.text.trim();
      open.pop();
      at = close + 1;
    } else {
      const close = endOfTag(text, start);
      if (close < 0) return bad('an unclosed tag');
      const selfClosing = text[close - 1] === '/';
      const element = startTag(text.slice(start + 1, selfClosing ? close - 1 : close));
      if (!element) return bad('a tag without a name');
      if (++elements > maxElements) return bad(`more than ${maxElements} elements`);
      current.children.push(element);
      if (!selfClosing) open.push(element);
      if (open.length > limits.documentDepth) return bad(`elements nested deeper than ${limits.documentDepth}`);
      at = close + 1;
    }
  }
  const root = top.children[0];
  if (!root || open.length > 1) return bad(root ? 'an unclosed element' : 'no element');
  return ok(root);
}

/** The first child of this name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((one) => one.name === name);
}

export function childText(element: XmlElement | undefined, name: string): string | undefined {
  return child(element, name)?.text;
}

/** Children of this name along the way: `all(project, 'dependencies', 'dependency')`. */
export function all(element: XmlElement | undefined, ...path: readonly string[]): XmlElement[] {
  let level = element ? [element] : [];
  for (const name of path) level = level.flatMap((one) => one.children.filter((inner) => inner.name === name));
  return level;
}

function bad(what: string): Outcome<XmlElement> {
  return failed(warningIssue('xml/invalid', `not well-formed XML: ${what}`));
}

function after(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length : end + mark.length;
}

/** Past `<!DOCTYPE … [ … ]>`. */
function endOfDeclaration(text: string, start: number): number {
  const close = text.indexOf('>', start);
  if (close < 0) return text.length;
  const bracket = text.slice(start, close).indexOf('[');
  return bracket < 0 ? close + 1 : after(text, '>', after(text, ']', start + bracket));
}

/** Index of the `>` that ends a start tag, past quoted attribute values; -1 where there is none. */
function endOfTag(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at];
    if (char === '>') return at;
    if (char === '"' || char === "'") {
      at = text.indexOf(char, at + 1);
      if (at < 0) return -1;
    }
  }
  return -1;
}

function startTag(inside: string): OpenElement | undefined {
  let end = 0;
  while (end < inside.length && !isSpace(inside.charCodeAt(end))) end++;
  if (end === 0) return undefined;
  const tag = inside.slice(0, end);
  return { name: localName(tag), tag, attributes: readAttributes(inside, end), children: [], text: '' };
}

function readAttributes(inside: string, from: number): Map<string, string> {
  const attributes = new Map<string, string>();
  let at = from;
  for (;;) {
    const equals = inside.indexOf('=', at);
    if (equals < 0) return attributes;
    let open = equals + 1;
    while (isSpace(inside.charCodeAt(open))) open++;
    const quote = inside[open];
    const close = quote === '"' || quote === "'" ? inside.indexOf(quote, open + 1) : -1;
    if (close < 0) return attributes;
    attributes.set(localName(inside.slice(at, equals).trim()), unescapeXml(inside.slice(open + 1, close)));
    at = close + 1;
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five predefined entities and character references; others stay as written. */
function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/g, (whole, hex, decimal, name) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '';
  });
}
