import { spend } from './decode.ts';
import type { ExtensionPart } from './definitions.ts';
import type { FaultContext } from './faults.ts';
import { isNull, type YamlNode } from './yaml/yaml-node.ts';

/** What stands under the key `holdfast` as plain values: texts in quotes stay texts, others become numbers and booleans where they are. */
export function extensionValue(part: ExtensionPart | undefined): unknown {
  return part === undefined ? undefined : plainValue(part.node, { file: part.file, offset: part.node.start });
}

function plainValue(node: YamlNode, context: FaultContext): unknown {
  spend(1, context);
  if (node.kind === 'sequence') return node.items.map((item) => plainValue(item, context));
  if (node.kind === 'mapping') {
    const value: Record<string, unknown> = Object.create(null);
    node.keys.forEach((key, index) => {
      if (!(key.text in value)) value[key.text] = plainValue(node.items[index] as YamlNode, context);
    });
    return value;
  }
  if (isNull(node)) return null;
  if (node.style !== 'plain') return node.text;
  if (/^(?:true|True|TRUE)$/.test(node.text)) return true;
  if (/^(?:false|False|FALSE)$/.test(node.text)) return false;
  return /^[-+]?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(node.text) ? Number(node.text) : node.text;
}
