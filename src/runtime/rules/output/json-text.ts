import { printableText } from '#runtime/events/text.ts';

/** JSON whose integers may lie beyond 2^53. */
export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** As JSON.stringify, but a bigint is written as the integer it is, and text that was not UTF-8 shows as U+FFFD. Keys without a value are left out. */
export function jsonText(value: JsonValue): string {
  if (typeof value === 'string') return JSON.stringify(printableText(value));
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  const object = value as { readonly [key: string]: JsonValue | undefined };
  let text = '{';
  for (const key in object) {
    const item = object[key];
    if (item === undefined) continue;
    if (text.length > 1) text += ',';
    text += keyText(key);
    text += jsonText(item);
  }
  return `${text}}`;
}

/** Keys with their colon: documents repeat a few, alerts the names of fields. */
const keyTexts = new Map<string, string>();
const maxKeyTexts = 2_000;

function keyText(key: string): string {
  const known = keyTexts.get(key);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(printableText(key))}:`;
  if (keyTexts.size < maxKeyTexts) keyTexts.set(key, text);
  return text;
}

/** The same over several lines, two spaces a level. */
export function indentedJsonText(value: JsonValue, indent = ''): string {
  if (value === null || typeof value !== 'object') return jsonText(value);
  const inner = `${indent}  `;
  const [open, close, items] = Array.isArray(value)
    ? ['[', ']', value.map((item) => indentedJsonText(item, inner))]
    : [
        '{',
        '}',
        Object.entries(value)
          .filter(([, item]) => item !== undefined)
          .map(([key, item]) => `${jsonText(key)}: ${indentedJsonText(item as JsonValue, inner)}`),
      ];
  return items.length === 0 ? open + close : `${open}\n${inner}${items.join(`,\n${inner}`)}\n${indent}${close}`;
}
