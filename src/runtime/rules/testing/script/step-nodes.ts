import { mappingNode, scalarNode, sequenceNode, type YamlNode } from '../../loader/yaml/yaml-node.ts';

/** A command line as execve takes it: `curl -s "http://x/a b"` is `{exe: curl, args: [-s, "http://x/a b"]}`. */
export function commandNode(node: YamlNode): YamlNode {
  const text = (value: string) => scalarNode(value, 'quoted', node.start, node.end);
  const [exe = '', ...args] = commandWords(node.text);
  const items = [text(exe), sequenceNode(args.map(text), node.start, node.end)];
  return mappingNode([text('exe'), text('args')], items, node.start, node.end);
}

/** The node with each `{n}` in its texts replaced: what repeated steps count with. */
export function numberedNode(node: YamlNode, number: number): YamlNode {
  if (node.kind === 'scalar')
    return node.text.includes('{n}') ? { ...node, text: node.text.replaceAll('{n}', String(number)) } : node;
  return { ...node, items: node.items.map((item) => numberedNode(item, number)) };
}

/** Words between blanks; quotes hold blanks together. */
function commandWords(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g))
    words.push(word.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ''));
  return words;
}
