import type { Alias, Document, Node, Pair, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { ruleLimits } from '../limits.ts';
import { mappingNode, scalarNode, sequenceNode, type YamlNode } from './yaml-node.ts';

export interface YamlError {
  readonly message: string;
  /** Character of the file. */
  readonly offset: number;
}

export type YamlDocuments = { readonly documents: readonly YamlNode[] } | { readonly error: YamlError };

type Yaml = typeof import('yaml');

/** Reads any YAML: the slow and complete way. */
export function readWhole(yaml: Yaml, content: string): YamlDocuments {
  if (content.length > ruleLimits.wholeYamlCharacters) {
    return {
      error: {
        message: `YAML beyond block lists, plain keys and simple texts is read only in files of up to ${ruleLimits.wholeYamlCharacters} characters`,
        offset: 0,
      },
    };
  }
  const deep = tooDeepAt(yaml, content);
  if (deep !== undefined)
    return { error: { message: `more than ${ruleLimits.yamlDepth} collections inside each other`, offset: deep } };
  try {
    // `uniqueKeys` would compare every key with every other; the first of two counts.
    const options = { uniqueKeys: false, schema: 'failsafe', logLevel: 'silent', prettyErrors: false } as const;
    const composer = new yaml.Composer(options);
    const documents: YamlNode[] = [];
    for (const document of composer.compose(new yaml.Parser().parse(content), false, content.length)) {
      const [error] = document.errors;
      if (error !== undefined) {
        const message = error.message.includes('call stack') ? tooDeep : error.message;
        return { error: { message, offset: error.pos[0] } };
      }
      documents.push(new Converter(yaml, document).convert(document.contents, 0));
    }
    return { documents };
  } catch (error) {
    if (error instanceof ConversionError) return { error: { message: error.message, offset: error.offset } };
    // The parser of the library goes down by recursion, and text of a few thousand brackets is deeper than the stack.
    const message = error instanceof RangeError ? tooDeep : String(error);
    return { error: { message, offset: 0 } };
  }
}

const tooDeep = 'collections are nested too deeply';

/** Tokens of the library's lexer that are not in the text; the last says that a scalar follows. */
const marks: readonly string[] = ['\u0002', '\u0018', '\u001f'];

/** Where brackets are deeper than allowed: the parser would take a kilobyte for each of them before it says so. */
function tooDeepAt(yaml: Yaml, content: string): number | undefined {
  let depth = 0;
  let offset = 0;
  let before = '';
  for (const token of new yaml.Lexer().lex(content)) {
    const isScalar = before === marks[2];
    before = token;
    if (marks.includes(token)) continue;
    if (!isScalar && (token === '[' || token === '{') && ++depth > ruleLimits.yamlDepth) return offset;
    if (!isScalar && (token === ']' || token === '}')) depth -= 1;
    offset += token.length;
  }
  return undefined;
}

class ConversionError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

class Converter {
  readonly #yaml: Yaml;
  readonly #document: Document.Parsed;
  readonly #done = new Map<Node, YamlNode>();
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  #count = 0;

  constructor(yaml: Yaml, document: Document.Parsed) {
    this.#yaml = yaml;
    this.#document = document;
  }

  convert(node: ParsedNode | Node | null, depth: number): YamlNode {
    const end = this.#document.range[0];
    if (node === null) return scalarNode('', 'plain', end, end);
    const known = this.#done.get(node);
    if (known !== undefined) return known;
    const start = node.range?.[0] ?? end;
    if (++this.#count > ruleLimits.values) throw new ConversionError(`more than ${ruleLimits.values} values`, start);
    if (depth > ruleLimits.yamlDepth)
      throw new ConversionError(`more than ${ruleLimits.yamlDepth} collections inside each other`, start);
    if (this.#open.has(node)) throw new ConversionError('an alias stands inside what it names', start);
    this.#open.add(node);
    const converted = this.#convertNew(node, start, depth);
    this.#open.delete(node);
    this.#done.set(node, converted);
    return converted;
  }

  #convertNew(node: Node, start: number, depth: number): YamlNode {
    const { isAlias, isMap, isSeq } = this.#yaml;
    const end = node.range?.[1] ?? start;
    if (isAlias(node)) return this.#alias(node, start, depth);
    const { anchor } = node as Scalar;
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    if (isSeq(node)) {
      const items = (node as YAMLSeq<Node | null>).items.map((item) => this.convert(item, depth + 1));
      return sequenceNode(items, start, end);
    }
    if (isMap(node)) {
      const keys: YamlNode[] = [];
      const values: YamlNode[] = [];
      for (const pair of (node as YAMLMap).items as Pair<Node | null, Node | null>[]) {
        const key = this.convert(pair.key, depth + 1);
        keys.push(key);
        values.push(
          pair.value === null ? scalarNode('', 'plain', key.end, key.end) : this.convert(pair.value, depth + 1),
        );
      }
      return mappingNode(keys, values, start, end);
    }
    const scalar = node as Scalar;
    const text = typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? '');
    const style = scalar.type === 'PLAIN' || scalar.type === undefined ? 'plain' : quotedOrBlock(scalar.type);
    return scalarNode(text, style, start, end);
  }

  /** An alias names the last node before it that has the anchor. */
  #alias(node: Alias, start: number, depth: number): YamlNode {
    const target = this.#anchors.get(node.source);
    if (target === undefined) throw new ConversionError(`no anchor &${node.source} stands before this alias`, start);
    return this.convert(target, depth);
  }
}

function quotedOrBlock(type: string): 'quoted' | 'block' {
  return type === 'BLOCK_FOLDED' || type === 'BLOCK_LITERAL' ? 'block' : 'quoted';
}
