import { decodeText, encodeText } from '#runtime/events/text.ts';
import type { FieldScalar, FieldType, FieldValue } from '../field.ts';
import { asciiLower, asciiUpper, isAscii } from '../language/ascii.ts';
import type { TransformerName } from '../language/ast.ts';
import { decodeBase64 } from './base64.ts';
import { listOptions, type OptionTable, parseOptions, selectOption } from './getopt.ts';

/** A value; undefined is "no value", which makes the comparison false. */
type Value = FieldValue | undefined;

/** Of one operand: applied to each value of a list, except `len`, which counts them. */
export function transformOne(name: TransformerName, type: FieldType, list: boolean): (value: Value) => Value {
  if (name === 'len') return list ? countOf : lengthOf;
  const scalar = scalarTransformer(name, type);
  return (value) => {
    if (value === undefined) return undefined;
    if (!isList(value)) return scalar(value);
    const results: FieldScalar[] = [];
    for (const item of value) {
      const result = scalar(item);
      if (result === undefined) return undefined;
      results.push(result);
    }
    return results;
  };
}

function scalarTransformer(name: TransformerName, type: FieldType): (value: FieldScalar) => FieldScalar | undefined {
  switch (name) {
    case 'tolower':
      return (value) => asciiLower(String(value));
    case 'toupper':
      return (value) => asciiUpper(String(value));
    case 'basename':
      return (value) => {
        const text = String(value);
        return text.slice(text.lastIndexOf('/') + 1);
      };
    case 'b64':
      return type === 'bytebuf' ? (value) => decodeBase64(bytesOf(value)) : decodeBase64Text;
    default:
      return (value) => value;
  }
}

function decodeBase64Text(value: FieldScalar): string | undefined {
  const bytes = decodeBase64(bytesOf(value));
  if (!bytes) return undefined;
  const nul = bytes.indexOf(0);
  return decodeText(bytes, 0, nul < 0 ? bytes.length : nul);
}

function bytesOf(value: FieldScalar): Uint8Array {
  return value instanceof Uint8Array ? value : encodeText(String(value));
}

function countOf(value: Value): Value {
  if (value === undefined) return undefined;
  return isList(value) ? value.length : 1;
}

function lengthOf(value: Value): Value {
  if (value === undefined) return undefined;
  if (value instanceof Uint8Array) return value.length;
  const text = String(value);
  return isAscii(text) ? text.length : encodeText(text).length;
}

/** join(separator, list) */
export function join(separator: Value, list: Value): Value {
  if (separator === undefined || list === undefined) return undefined;
  return isList(list) ? list.map(String).join(String(separator)) : String(list);
}

/** concat(a, b, …) */
export function concat(...parts: readonly Value[]): Value {
  let text = '';
  for (const part of parts) {
    if (part === undefined) return undefined;
    text += String(isList(part) ? part[0] : part);
  }
  return text;
}

/** Several operands as one list; numbers become text. No value at all where one has none. */
export function listOf(...parts: readonly Value[]): Value {
  const values: FieldScalar[] = [];
  for (const part of parts) {
    if (part === undefined) return undefined;
    if (isList(part)) values.push(...part);
    else values.push(typeof part === 'number' || typeof part === 'bigint' ? String(part) : part);
  }
  return values;
}

/** getopt(arguments, options) and getopt(arguments, options)[x]. */
export function getopt(option: string | undefined): (list: Value, options: Value) => Value {
  let lastText: string | undefined;
  let table: OptionTable | undefined;
  return (list, options) => {
    if (list === undefined || options === undefined) return undefined;
    const text = String(isList(options) ? options[0] : options);
    if (text !== lastText || !table) {
      table = parseOptions(text);
      lastText = text;
    }
    const words = isList(list) ? list.map(String) : [String(list)];
    return option === undefined ? listOptions(words, table) : selectOption(words, table, option);
  };
}

export function isList(value: FieldValue): value is readonly FieldScalar[] {
  return Array.isArray(value);
}
