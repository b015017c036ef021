import { errorIssue, type Issue, quote } from '#core/outcome.ts';
import { RuleFile } from '../loader/rule-file.ts';
import { isNull, type YamlNode } from '../loader/yaml/yaml-node.ts';

/** Issues kept of one file; one wrong file can make very many. */
const maxIssues = 50;

/** Takes values out of YAML; what is wrong is collected with `file:line:column`, and the reader goes on. */
export class NodeReader {
  readonly issues: Issue[] = [];
  readonly #file: RuleFile;

  constructor(file: string, content: string) {
    this.#file = new RuleFile(file, content);
  }

  /** `file:line:column` of a node, columns in characters. */
  where(node: YamlNode): string {
    return this.place(node.start);
  }

  /** The same of an offset. */
  place(offset: number): string {
    const { line, column } = this.#file.placeAt(offset);
    return `${this.#file.name}:${line}:${column}`;
  }

  fail(node: YamlNode, message: string, hint?: string): undefined {
    if (this.issues.length < maxIssues)
      this.issues.push(errorIssue('rule-test/invalid', message, { where: this.where(node), hint }));
    return undefined;
  }

  /** The values of a mapping by key. Keys that are not `known` are reported; undefined lets every key pass. */
  mapping(node: YamlNode, what: string, known?: readonly string[]): ReadonlyMap<string, YamlNode> | undefined {
    if (node.kind !== 'mapping') return isNull(node) ? new Map() : this.fail(node, `${what} must be a mapping`);
    const values = new Map<string, YamlNode>();
    node.keys.forEach((key, index) => {
      if (known !== undefined && !known.includes(key.text))
        this.fail(key, `${what} has no field ${quote(key.text)}`, `it has: ${known.join(', ')}`);
      else if (values.has(key.text)) this.fail(key, `${what} has ${quote(key.text)} twice`);
      else values.set(key.text, node.items[index]!);
    });
    return values;
  }

  /** The items of a list; one item alone is a list too. */
  list(node: YamlNode | undefined): readonly YamlNode[] {
    if (node === undefined || isNull(node)) return [];
    return node.kind === 'sequence' ? node.items : [node];
  }

  text(node: YamlNode | undefined, what: string): string | undefined {
    if (node === undefined) return undefined;
    return node.kind === 'scalar' ? node.text : this.fail(node, `${what} must be text`);
  }

  texts(node: YamlNode | undefined, what: string): string[] | undefined {
    if (node === undefined) return undefined;
    return this.list(node).flatMap((item) => this.text(item, `an item of ${what}`) ?? []);
  }

  /** A whole number from `least` to `most`, decimal, 0x or 0o. */
  integer(node: YamlNode | undefined, what: string, least: number, most: number): number | undefined {
    if (node === undefined) return undefined;
    const value = node.kind === 'scalar' ? toInteger(node.text) : undefined;
    if (value !== undefined && value >= least && value <= most) return Number(value);
    return this.fail(node, `${what} must be a whole number from ${least} to ${most}`);
  }

  flag(node: YamlNode | undefined, what: string): boolean | undefined {
    if (node === undefined) return undefined;
    const text = node.kind === 'scalar' ? node.text.toLowerCase() : '';
    return text === 'true' ? true : text === 'false' ? false : this.fail(node, `${what} must be true or false`);
  }
}

/** A whole number as texts have it: decimal, 0x or 0o, perhaps with a minus. */
export function toInteger(text: string): bigint | undefined {
  const match = /^(-?)(0x[0-9a-fA-F]{1,16}|0o[0-7]{1,22}|\d{1,20})$/.exec(text.trim());
  if (match === null) return undefined;
  const value = BigInt(match[2]!);
  return match[1] === '-' ? -value : value;
}
