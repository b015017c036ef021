import type { Explanation } from '#runtime/rules/engine/explain.ts';
import type { FieldValue } from '#runtime/rules/field.ts';
import { conditionText, operandText } from '#runtime/rules/language/condition-text.ts';
import { jsonText } from '#runtime/rules/output/json-text.ts';

/** An explanation with its values as text, to be kept beyond the event. */
export interface ShownExplanation {
  /** `and`, `or`, `not`, or the text of a check. */
  readonly condition: string;
  readonly result: boolean;
  /** Of a check: what the field held; null where it had no value. */
  readonly left?: { readonly name: string; readonly value: string | null };
  readonly right?: { readonly name: string; readonly value: string | null };
  /** The answer hangs on this check. */
  readonly decisive?: true;
  readonly parts?: readonly ShownExplanation[];
}

/** Characters of one value. */
const maxValue = 160;
const maxCheck = 240;

export function shownExplanation(explanation: Explanation): ShownExplanation {
  const decisive = new Set<Explanation>(explanation.decisive);
  return shown(explanation, decisive);
}

function shown(part: Explanation, decisive: ReadonlySet<Explanation>): ShownExplanation {
  const { node, result } = part;
  if (node.kind !== 'check')
    return {
      condition: node.kind === 'macro' ? node.name : node.kind,
      result,
      parts: part.parts.map((inner) => shown(inner, decisive)),
    };
  const { right } = node;
  const comparesField = right?.kind === 'transformer';
  return {
    condition: cut(conditionText(node), maxCheck),
    result,
    left: { name: operandText(node.left), value: shownValue(part.left) },
    ...(comparesField ? { right: { name: operandText(right), value: shownValue(part.right) } } : {}),
    ...(decisive.has(part) ? { decisive: true as const } : {}),
  };
}

function shownValue(value: FieldValue | undefined): string | null {
  if (value === undefined) return null;
  if (value instanceof Uint8Array) return cut(JSON.stringify(Buffer.from(value).toString('latin1')), maxValue);
  return cut(jsonText(value as Exclude<FieldValue, Uint8Array | readonly Uint8Array[]> as never), maxValue);
}

/** The tree of a condition: + true, - false, * decided. */
export function explanationText(explanation: ShownExplanation, width: number, indent = ''): string {
  const { condition, result, left, right, decisive, parts } = explanation;
  const mark = `${decisive ? '*' : ' '}${result ? '+' : '-'} ${indent}`;
  if (parts !== undefined) {
    const inner = parts.map((part) => explanationText(part, width, `${indent}  `));
    return [`${mark}${condition}`, ...inner].join('\n');
  }
  const values = [left, right].flatMap((side) =>
    side ? [`${side.name} ${side.value === null ? 'has no value' : `is ${side.value}`}`] : [],
  );
  const head = `${mark}${condition}`;
  const tail = values.join(', ');
  const oneLine = `${head}    ${tail}`;
  return oneLine.length <= width ? oneLine : `${head}\n   ${indent}    ${tail}`;
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
