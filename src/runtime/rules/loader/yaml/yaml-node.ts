export type YamlStyle = 'plain' | 'quoted' | 'block';

/**
 * A node of a YAML document as rule files use it: scalars are texts (what they mean is decided where they are read, as rule files
 * have always been read), mappings keep their order and repeated keys. Offsets are characters of the file, from 0.
 */
export interface YamlNode {
  readonly kind: 'scalar' | 'sequence' | 'mapping';
  readonly style: YamlStyle;
  /** Of a scalar. */
  readonly text: string;
  /** Of a sequence, or the values of a mapping. */
  readonly items: readonly YamlNode[];
  /** Of a mapping, as many as items. */
  readonly keys: readonly YamlNode[];
  readonly start: number;
  readonly end: number;
}

const none: readonly YamlNode[] = [];

export function scalarNode(text: string, style: YamlStyle, start: number, end: number): YamlNode {
  return { kind: 'scalar', style, text, items: none, keys: none, start, end };
}

export function sequenceNode(items: readonly YamlNode[], start: number, end: number): YamlNode {
  return { kind: 'sequence', style: 'plain', text: '', items, keys: none, start, end };
}

export function mappingNode(
  keys: readonly YamlNode[],
  items: readonly YamlNode[],
  start: number,
  end: number,
): YamlNode {
  return { kind: 'mapping', style: 'plain', text: '', items, keys, start, end };
}

/** No value: nothing at all, `~` or `null` without quotes. */
export function isNull(node: YamlNode): boolean {
  if (node.kind !== 'scalar' || node.style !== 'plain') return false;
  const { text } = node;
  return text === '' || text === '~' || text === 'null' || text === 'Null' || text === 'NULL';
}

/** The value of the first entry with that key; undefined where there is none. */
export function entry(node: YamlNode, key: string): YamlNode | undefined {
  const { keys } = node;
  for (let index = 0; index < keys.length; index++) {
    const candidate = keys[index] as YamlNode;
    if (candidate.text === key && candidate.kind === 'scalar') return node.items[index];
  }
  return undefined;
}
