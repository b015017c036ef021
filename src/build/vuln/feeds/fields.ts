/** Readers of unknown JSON beside those of core: the value where it has the wanted shape and size, else nothing. */
export function list(value: unknown, limit: number): readonly unknown[] {
  return Array.isArray(value) ? (value.length > limit ? value.slice(0, limit) : value) : [];
}

/** Non-empty, without control characters, at most `limit` long. */
export function text(value: unknown, limit: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const trimmed = value.trim();
  return trimmed !== '' && trimmed.length <= limit && !control.test(trimmed) ? trimmed : undefined;
}

export function texts(value: unknown, limit: number, length: number): string[] {
  const found: string[] = [];
  for (const item of list(value, limit)) {
    const one = text(item, length);
    if (one !== undefined) found.push(one);
  }
  return found;
}

/** For people: control characters and line ends become blanks, cut at `limit`. */
export function prose(value: unknown, limit: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const flat = value
    .slice(0, limit * 4)
    .replace(controls, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (flat === '') return undefined;
  return flat.length > limit ? `${flat.slice(0, limit - 1).trimEnd()}…` : flat;
}

const control = /[\u0000-\u001f\u007f]/;
const controls = /[\u0000-\u001f\u007f]+/g;
