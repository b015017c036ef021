/** CEL counts strings in Unicode code points; JavaScript in UTF-16 units. They differ only where there are surrogates. */
const surrogate = /[\ud800-\udfff]/;

export function codePointCount(text: string): number {
  if (!surrogate.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The UTF-16 index of a code point index. */
export function unitIndex(text: string, index: number): number {
  if (!surrogate.test(text)) return Math.min(index, text.length);
  let at = 0;
  for (let seen = 0; seen < index && at < text.length; seen += 1)
    at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
  return at;
}

/** The code point index of a UTF-16 index; -1 stays. */
export function codePointIndex(text: string, unit: number): number {
  return unit < 0 ? unit : codePointCount(text.slice(0, unit));
}
