import { maxCodePoint, negate, normalise, type Range, type RegexNode } from './regex-node.ts';

/** Largest count of `{n,m}`, those inside each other multiplied: RE2's. */
const maxRepeat = 1000;
/** Brackets inside each other. */
const maxNesting = 250;
/** Repetition operators directly after each other. */
const maxChain = 50;

/** Says what is wrong, as RE2 does: the fault, a colon, the part of the pattern. */
export class RegexFault extends Error {}

/**
 * RE2's POSIX syntax (egrep): no `\d \w \s \b`, no `(?:…)`, no `*?`; `^` and `$` are of a line, `.` is no newline.
 * Source: RE2 doc/syntax.txt. Throws RegexFault.
 */
export function parseRegex(pattern: string): RegexNode {
  const parser = new RegexParser(pattern);
  const node = parser.alternatives(0);
  parser.expectEnd();
  if (repeatSize(node) > maxRepeat) throw new RegexFault(`invalid repetition size: ${pattern}`);
  return node;
}

class RegexParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  expectEnd(): void {
    if (this.#at < this.#text.length) throw new RegexFault(`unexpected ): ${this.#text}`);
  }

  alternatives(depth: number): RegexNode {
    if (depth > maxNesting) throw new RegexFault(`expression nests too deeply: ${this.#text.slice(0, 40)}`);
    const branches = [this.#sequence(depth)];
    while (this.#text[this.#at] === '|') {
      this.#at += 1;
      branches.push(this.#sequence(depth));
    }
    return branches.length === 1 ? branches[0]! : { kind: 'either', parts: branches };
  }

  #sequence(depth: number): RegexNode {
    const parts: RegexNode[] = [];
    let chain = 0;
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || character === '|' || character === ')') break;
      const start = this.#at;
      const repeat = this.#repeat();
      if (repeat === undefined) {
        parts.push(this.#atom(depth));
        chain = 0;
      } else {
        const part = parts.pop();
        chain += 1;
        if (part === undefined || chain > maxChain)
          throw new RegexFault(`no argument for repetition operator: ${this.#text.slice(start, this.#at)}`);
        parts.push(repeated(part, repeat));
      }
    }
    return parts.length === 1 ? parts[0]! : parts.length === 0 ? { kind: 'empty' } : { kind: 'all', parts };
  }

  #repeat(): readonly [least: number, most: number] | undefined {
    const character = this.#text[this.#at];
    if (character === '*' || character === '+' || character === '?') {
      this.#at += 1;
      return character === '*' ? [0, Infinity] : character === '+' ? [1, Infinity] : [0, 1];
    }
    if (character !== '{') return undefined;
    const match = /^\{(\d{1,9})(?:(,)(\d{0,9}))?\}/.exec(this.#text.slice(this.#at, this.#at + 24));
    if (match === null) return undefined;
    this.#at += match[0].length;
    const least = Number(match[1]);
    const most = match[2] === undefined ? least : match[3] === '' ? Infinity : Number(match[3]);
    if (least > maxRepeat || (most !== Infinity && most > maxRepeat) || most < least)
      throw new RegexFault(`invalid repetition size: ${match[0]}`);
    return [least, most];
  }

  #atom(depth: number): RegexNode {
    const code = this.#text.codePointAt(this.#at)!;
    this.#at += code > 0xffff ? 2 : 1;
    switch (String.fromCodePoint(code)) {
      case '(': {
        const node = this.alternatives(depth + 1);
        if (this.#text[this.#at] !== ')') throw new RegexFault(`missing ): ${this.#text}`);
        this.#at += 1;
        return node;
      }
      case '.':
        return { kind: 'set', ranges: negate([[10, 10]]) };
      case '^':
        return { kind: 'line-start' };
      case '$':
        return { kind: 'line-end' };
      case '[':
        return { kind: 'set', ranges: this.#set() };
      case '\\':
        return single(this.#escape());
      default:
        return single(code);
    }
  }

  /** After `[`. */
  #set(): Range[] {
    const start = this.#at - 1;
    const ranges: Range[] = [];
    const negated = this.#text[this.#at] === '^';
    if (negated) this.#at += 1;
    for (let first = true; first || this.#text[this.#at] !== ']'; first = false) {
      if (this.#at >= this.#text.length) throw new RegexFault(`missing ]: ${this.#text.slice(start)}`);
      if (this.#text[this.#at] === '-' && !first && this.#text[this.#at + 1] !== ']')
        throw new RegexFault(`invalid character class range: ${this.#text.slice(this.#at, this.#at + 2)}`);
      const named = /^\[:(\^?)(\w*):\]/.exec(this.#text.slice(this.#at, this.#at + 16));
      if (named === null) ranges.push(this.#range(start));
      else {
        const known = Object.hasOwn(namedSets, named[2]!) ? namedSets[named[2]!] : undefined;
        if (known === undefined) throw new RegexFault(`invalid character class range: ${named[0]}`);
        ranges.push(...(named[1] === '^' ? negate(known) : known));
        this.#at += named[0].length;
      }
    }
    this.#at += 1;
    const sorted = normalise(ranges);
    return negated ? negate(sorted) : sorted;
  }

  #range(setStart: number): Range {
    const start = this.#at;
    const from = this.#member(setStart);
    if (this.#text[this.#at] !== '-' || this.#text[this.#at + 1] === ']' || this.#at + 1 >= this.#text.length)
      return [from, from];
    this.#at += 1;
    const to = this.#member(setStart);
    if (to < from) throw new RegexFault(`invalid character class range: ${this.#text.slice(start, this.#at)}`);
    return [from, to];
  }

  #member(setStart: number): number {
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) throw new RegexFault(`missing ]: ${this.#text.slice(setStart)}`);
    this.#at += code > 0xffff ? 2 : 1;
    return code === 92 ? this.#escape() : code;
  }

  /** After a backslash. */
  #escape(): number {
    const rest = this.#text.slice(this.#at, this.#at + 12);
    if (rest === '') throw new RegexFault('trailing \\');
    const octal = /^(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(rest);
    const hex = /^x(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,8})\})/.exec(rest);
    const match = octal ?? hex;
    if (match !== null) {
      const code = octal === null ? Number.parseInt(match[1] ?? match[2]!, 16) : Number.parseInt(match[0], 8);
      if (code > maxCodePoint) throw new RegexFault(`invalid escape sequence: \\${match[0]}`);
      this.#at += match[0].length;
      return code;
    }
    const character = rest[0]!;
    this.#at += 1;
    const control = controls[character];
    if (control !== undefined) return control;
    const code = character.charCodeAt(0);
    // RE2 takes any ASCII punctuation as itself.
    if (code < 0x80 && !/[0-9A-Za-z]/.test(character)) return code;
    throw new RegexFault(`invalid escape sequence: \\${String.fromCodePoint(rest.codePointAt(0)!)}`);
  }
}

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

const namedSets: Readonly<Record<string, readonly Range[]>> = {
  alnum: [
    [48, 57],
    [65, 90],
    [97, 122],
  ],
  alpha: [
    [65, 90],
    [97, 122],
  ],
  ascii: [[0, 127]],
  blank: [
    [9, 9],
    [32, 32],
  ],
  cntrl: [
    [0, 31],
    [127, 127],
  ],
  digit: [[48, 57]],
  graph: [[33, 126]],
  lower: [[97, 122]],
  print: [[32, 126]],
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ],
  space: [
    [9, 13],
    [32, 32],
  ],
  upper: [[65, 90]],
  word: [
    [48, 57],
    [65, 90],
    [95, 95],
    [97, 122],
  ],
  xdigit: [
    [48, 57],
    [65, 70],
    [97, 102],
  ],
};

function single(code: number): RegexNode {
  return { kind: 'set', ranges: [[code, code]] };
}

/** `a**` is `a*`: a star over a star adds nothing, and a chain of thousands must not nest. */
function repeated(part: RegexNode, [least, most]: readonly [number, number]): RegexNode {
  if (
    part.kind === 'repeat' &&
    most >= 1 &&
    least <= 1 &&
    part.least <= 1 &&
    (most === Infinity || most === 1) &&
    (part.most === Infinity || part.most === 1)
  )
    return { kind: 'repeat', part: part.part, least: Math.min(least, part.least), most: Math.max(most, part.most) };
  return { kind: 'repeat', part, least, most };
}

function repeatSize(node: RegexNode): number {
  switch (node.kind) {
    case 'all':
    case 'either':
      return node.parts.reduce((most, part) => Math.max(most, repeatSize(part)), 1);
    case 'repeat': {
      const count = node.most === Infinity ? node.least : node.most;
      return repeatSize(node.part) * Math.max(1, count);
    }
    default:
      return 1;
  }
}
