import type { LineCounter, Node, Pair, YAMLMap } from 'yaml';
import { errorIssue, type Issue, quote } from '#core/outcome.ts';

type Yaml = typeof import('yaml');

/** Reads a YAML document node by node. What is wrong is collected with its place; a reader gives undefined for it and goes on. */
export class YamlReader {
  readonly issues: Issue[] = [];
  readonly #yaml: Yaml;
  readonly #file: string;
  readonly #text: string;
  readonly #lines: LineCounter;
  readonly #resolve: (node: unknown) => Node | undefined;

  constructor(
    yaml: Yaml,
    file: string,
    text: string,
    lines: LineCounter,
    resolve: (node: unknown) => Node | undefined,
  ) {
    this.#yaml = yaml;
    this.#file = file;
    this.#text = text;
    this.#lines = lines;
    this.#resolve = resolve;
  }

  /** `file:line:column` */
  where(node: unknown): string {
    const { line, column } = this.place(node);
    return `${this.#file}:${line}:${column}`;
  }

  place(node: unknown): { line: number; column: number } {
    const offset = (node as Node | undefined)?.range?.[0] ?? 0;
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }

  fail(node: unknown, message: string, hint?: string, code = 'policy/invalid'): undefined {
    this.issues.push(errorIssue(code, message, { where: this.where(node), hint }));
    return undefined;
  }

  /** The fields of a mapping; keys that are not in `known` are reported. */
  map(node: unknown, what: string, known: readonly string[]): MapReader | undefined {
    const resolved = this.#resolve(node);
    if (!this.#yaml.isMap(resolved)) return this.fail(node, `${what} must be a mapping`);
    const fields = new Map<string, unknown>();
    for (const pair of (resolved as YAMLMap).items) this.#readPair(pair, what, known, fields);
    return new MapReader(this, resolved, fields, what);
  }

  #readPair(pair: Pair, what: string, known: readonly string[], fields: Map<string, unknown>): void {
    const key = this.#yaml.isScalar(pair.key) ? String(pair.key.value) : undefined;
    if (key === undefined || !known.includes(key)) {
      const close = known.find(
        (name) => name.toLowerCase() === key?.toLowerCase() || name === `${key}s` || `${name}s` === key,
      );
      this.fail(
        pair.key,
        `${what} has no field ${quote(key ?? '?')}`,
        close ? `did you mean ${close}?` : `it has: ${known.join(', ')}`,
      );
      return;
    }
    // A value left out (`key:`) is nearly always a slip.
    if (pair.value === null || (this.#yaml.isScalar(pair.value) && pair.value.value === null))
      this.fail(pair.key, `${key} has no value`);
    else fields.set(key, pair.value);
  }

  list<T>(node: unknown, what: string, read: (item: unknown, index: number) => T | undefined): T[] | undefined {
    const resolved = this.#resolve(node);
    if (!this.#yaml.isSeq(resolved)) return this.fail(node, `${what} must be a list`);
    return resolved.items.flatMap((item, index) => {
      const value = read(item, index);
      return value === undefined ? [] : [value];
    });
  }

  scalar(node: unknown): unknown {
    const resolved = this.#resolve(node);
    return this.#yaml.isScalar(resolved) ? resolved.value : undefined;
  }

  isMap(node: unknown): boolean {
    return this.#yaml.isMap(this.#resolve(node));
  }

  text(node: unknown, what: string): string | undefined {
    const value = this.scalar(node);
    if (typeof value === 'string' && value.trim() !== '') return value;
    const hint = value === undefined ? undefined : 'quote it to make it text';
    return this.fail(node, value === '' ? `${what} is empty` : `${what} must be text`, hint);
  }

  /** Where the first character of a text stands, and the column at which its further lines begin (1 in a quoted text, whose lines are joined). */
  insideOf(node: unknown): { line: number; column: number; nextColumn: number } {
    const resolved = this.#resolve(node);
    const { line, column } = this.place(resolved);
    const style = this.#yaml.isScalar(resolved) ? resolved.type : undefined;
    if (style === 'BLOCK_LITERAL' || style === 'BLOCK_FOLDED') {
      const content = this.#text
        .split('\n')
        .slice(line)
        .find((text) => text.trim() !== '');
      const indent = /^ */.exec(content ?? '')?.[0].length ?? 0;
      return { line: line + 1, column: indent + 1, nextColumn: indent + 1 };
    }
    const isQuoted = style === 'QUOTE_SINGLE' || style === 'QUOTE_DOUBLE';
    return { line, column: column + (isQuoted ? 1 : 0), nextColumn: 1 };
  }
}

/** One mapping. Every getter gives undefined where the field is absent or wrong. */
export class MapReader {
  readonly reader: YamlReader;
  readonly node: unknown;
  readonly #fields: ReadonlyMap<string, unknown>;
  readonly #what: string;

  constructor(reader: YamlReader, node: unknown, fields: ReadonlyMap<string, unknown>, what: string) {
    this.reader = reader;
    this.node = node;
    this.#fields = fields;
    this.#what = what;
  }

  get(key: string): unknown {
    return this.#fields.get(key);
  }

  require(key: string, hint?: string): unknown {
    const node = this.#fields.get(key);
    if (node === undefined) this.reader.fail(this.node, `${this.#what} needs ${key}`, hint);
    return node;
  }

  text(key: string): string | undefined {
    const node = this.#fields.get(key);
    return node === undefined ? undefined : this.reader.text(node, key);
  }

  requiredText(key: string, hint?: string): string | undefined {
    return this.require(key, hint) === undefined ? undefined : this.text(key);
  }

  flag(key: string): boolean | undefined {
    const node = this.#fields.get(key);
    if (node === undefined) return undefined;
    const value = this.reader.scalar(node);
    return typeof value === 'boolean' ? value : this.reader.fail(node, `${key} must be true or false`);
  }

  number(key: string, least: number, most: number): number | undefined {
    const node = this.#fields.get(key);
    if (node === undefined) return undefined;
    const value = this.reader.scalar(node);
    if (typeof value === 'number' && value >= least && value <= most) return value;
    return this.reader.fail(node, `${key} must be a number from ${least} to ${most}`);
  }

  choice<T extends string>(key: string, choices: readonly T[]): T | undefined {
    const node = this.#fields.get(key);
    return node === undefined ? undefined : readChoice(this.reader, node, key, choices);
  }

  /** A list, or one item alone. */
  choices<T extends string>(key: string, choices: readonly T[]): T[] | undefined {
    return this.#items(key, (item) => readChoice(this.reader, item, key, choices));
  }

  texts(key: string): string[] | undefined {
    return this.#items(key, (item) => this.reader.text(item, `an item of ${key}`));
  }

  #items<T>(key: string, read: (item: unknown) => T | undefined): T[] | undefined {
    const node = this.#fields.get(key);
    if (node === undefined) return undefined;
    if (this.reader.scalar(node) !== undefined) {
      const value = read(node);
      return value === undefined ? undefined : [value];
    }
    const items = this.reader.list(node, key, read);
    if (items?.length === 0 && this.reader.issues.length === 0) this.reader.fail(node, `${key} is an empty list`);
    return items;
  }
}

function readChoice<T extends string>(
  reader: YamlReader,
  node: unknown,
  what: string,
  choices: readonly T[],
): T | undefined {
  const value = reader.scalar(node);
  const found = choices.find((choice) => choice === value);
  return (
    found ??
    reader.fail(
      node,
      `${what} must be one of ${choices.join(', ')}`,
      value === undefined ? undefined : `it is ${quote(String(value))}`,
    )
  );
}
