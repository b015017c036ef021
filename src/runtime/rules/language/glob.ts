import { encodeText } from '#runtime/events/text.ts';
import { asciiLower, isAscii } from './ascii.ts';

/**
 * fnmatch of glibc in the C locale without flags (FNM_CASEFOLD where case is ignored): `*` matches `/` and leading dots too, a backslash quotes,
 * `[..]` knows ranges, `!` and `^`, and classes such as `[:alpha:]`; `?` is one byte. Linear in the text for each `*` (no backtracking beyond the last one).
 */
export function compileGlob(pattern: string, ignoreCase = false): (text: string) => boolean {
  const folded = ignoreCase ? asciiLower(pattern) : pattern;
  const steps = parseGlob(bytesOf(folded));
  const quick = quickMatcher(steps);
  const match = quick ?? ((text: string) => matchSteps(steps, text));
  return ignoreCase ? (text) => match(asciiLower(bytesOf(text))) : (text) => match(bytesOf(text));
}

/** One character, `?`, a set of characters, or `*`. */
type Step = string | typeof anyOne | typeof anyMany | CharacterSet;
const anyOne = 1;
const anyMany = 2;

class CharacterSet {
  readonly bits = new Uint8Array(256);

  add(from: number, to: number): void {
    for (let code = from; code <= to && code < 256; code += 1) this.bits[code] = 1;
  }
}

/** Text with one character for each byte: `?` and sets are about bytes. */
function bytesOf(text: string): string {
  return isAscii(text) ? text : encodeText(text).toString('latin1');
}

function parseGlob(pattern: string): Step[] {
  const steps: Step[] = [];
  let at = 0;
  while (at < pattern.length) {
    const character = pattern[at]!;
    at += 1;
    if (character === '*') {
      if (steps.at(-1) !== anyMany) steps.push(anyMany);
    } else if (character === '?') {
      steps.push(anyOne);
    } else if (character === '\\') {
      // A backslash at the end matches nothing at all.
      if (at >= pattern.length) return [new CharacterSet()];
      steps.push(pattern[at]!);
      at += 1;
    } else if (character === '[') {
      const set = parseSet(pattern, at);
      steps.push(set ? set.set : '[');
      if (set) at = set.end;
    } else {
      steps.push(character);
    }
  }
  return steps;
}

/** The set after `[`; undefined where no `]` ends it: then the bracket stands for itself. */
function parseSet(pattern: string, start: number): { set: CharacterSet; end: number } | undefined {
  const set = new CharacterSet();
  let at = start;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at += 1;
  for (let first = true; ; first = false) {
    if (at >= pattern.length) return undefined;
    if (pattern[at] === ']' && !first) break;
    const named = /^\[:([a-z]+):\]/.exec(pattern.slice(at, at + 12));
    const ranges = named ? classes[named[1]!] : undefined;
    if (named && ranges) {
      for (const [from, to] of ranges) set.add(from, to);
      at += named[0].length;
      continue;
    }
    const from = setCharacter(pattern, at);
    if (!from) return undefined;
    at = from.end;
    if (pattern[at] === '-' && at + 1 < pattern.length && pattern[at + 1] !== ']') {
      const to = setCharacter(pattern, at + 1);
      if (!to) return undefined;
      set.add(from.code, to.code);
      at = to.end;
    } else {
      set.add(from.code, from.code);
    }
  }
  if (negated) for (let code = 0; code < 256; code += 1) set.bits[code] = 1 - set.bits[code]!;
  return { set, end: at + 1 };
}

function setCharacter(pattern: string, at: number): { code: number; end: number } | undefined {
  const quoted = pattern[at] === '\\';
  const code = pattern.charCodeAt(quoted ? at + 1 : at);
  return Number.isNaN(code) ? undefined : { code, end: at + (quoted ? 2 : 1) };
}

const classes: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  alpha: [
    [65, 90],
    [97, 122],
  ],
  digit: [[48, 57]],
  alnum: [
    [48, 57],
    [65, 90],
    [97, 122],
  ],
  upper: [[65, 90]],
  lower: [[97, 122]],
  space: [
    [9, 13],
    [32, 32],
  ],
  blank: [
    [9, 9],
    [32, 32],
  ],
  cntrl: [
    [0, 31],
    [127, 127],
  ],
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ],
  print: [[32, 126]],
  graph: [[33, 126]],
  xdigit: [
    [48, 57],
    [65, 70],
    [97, 102],
  ],
};

/** Patterns of plain text with stars at the ends only, as most are. */
function quickMatcher(steps: readonly Step[]): ((text: string) => boolean) | undefined {
  const first = steps[0] === anyMany;
  const last = steps.at(-1) === anyMany;
  const middle = steps.slice(first ? 1 : 0, last && steps.length > 1 ? -1 : undefined);
  if (!middle.every((step) => typeof step === 'string')) return undefined;
  const text = middle.join('');
  if (first && (last || steps.length === 1)) return (value) => value.includes(text);
  if (first) return (value) => value.endsWith(text);
  return last ? (value) => value.startsWith(text) : (value) => value === text;
}

function matchSteps(steps: readonly Step[], text: string): boolean {
  let step = 0;
  let at = 0;
  let afterStar = -1;
  let starAt = 0;
  while (at < text.length) {
    const wanted = steps[step];
    if (wanted === anyMany) {
      step += 1;
      afterStar = step;
      starAt = at;
    } else if (wanted !== undefined && stepMatches(wanted, text, at)) {
      step += 1;
      at += 1;
    } else if (afterStar >= 0) {
      starAt += 1;
      at = starAt;
      step = afterStar;
    } else {
      return false;
    }
  }
  while (steps[step] === anyMany) step += 1;
  return step === steps.length;
}

function stepMatches(step: Exclude<Step, typeof anyMany>, text: string, at: number): boolean {
  if (step === anyOne) return true;
  if (typeof step === 'string') return text[at] === step;
  return step.bits[text.charCodeAt(at)] === 1;
}
