import type { Flag } from '../table/event-table.ts';

/** Texts of values seen, by flag set: the same few come again and again. */
const seen = new Map<readonly Flag[], Map<number, string>>();

/** Values kept by flag set: what an attacker varies must not grow without end. */
const maxSeen = 512;

/** `O_RDWR|O_CLOEXEC`: names of a value's flags, in the set's order; '' where there are none. */
export function flagText(flags: readonly Flag[], value: number): string {
  return remembered(flags, value, flagNames);
}

/** Names of a value that is one thing and not a sum of flags (`AF_LOCAL|AF_UNIX` where it has two); '' where it has none. */
export function enumText(flags: readonly Flag[], value: number): string {
  return remembered(flags, value, enumNames);
}

/** Names of a file mode's bits. A value that has a name of its own (S_IRWXU) ends the list. */
export function modeText(flags: readonly Flag[], value: number): string {
  return remembered(flags, value, modeNames);
}

function remembered(
  flags: readonly Flag[],
  value: number,
  names: (flags: readonly Flag[], value: number) => string,
): string {
  let texts = seen.get(flags);
  if (!texts) {
    texts = new Map();
    seen.set(flags, texts);
  }
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = names(flags, value);
  if (texts.size >= maxSeen) texts.clear();
  texts.set(value, text);
  return text;
}

/** A flag of several bits (O_RDWR) takes its bits away from those after it; the flag 0 is that of an empty value. */
function flagNames(flags: readonly Flag[], value: number): string {
  let left = value;
  let text = '';
  for (const flag of flags) {
    if (!isIn(flag, left, value)) continue;
    left = (left & ~flag.value) >>> 0;
    text += text === '' ? flag.name : `|${flag.name}`;
    if (flag.value === value) break;
  }
  return text;
}

function enumNames(flags: readonly Flag[], value: number): string {
  return flags
    .filter((flag) => flag.value === value)
    .map((flag) => flag.name)
    .join('|');
}

function modeNames(flags: readonly Flag[], value: number): string {
  let left = value;
  let text = '';
  for (const flag of flags) {
    const whole = flag.value === value;
    if (!whole && !isIn(flag, left, value)) continue;
    text += text === '' ? flag.name : `|${flag.name}`;
    if (whole) break;
    left = (left & ~flag.value) >>> 0;
  }
  return text;
}

function isIn(flag: Flag, left: number, value: number): boolean {
  if (flag.value === 0) return value === 0;
  return left !== 0 && (left & flag.value) >>> 0 === flag.value;
}
