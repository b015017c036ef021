import { maxCodePoint } from './regex-node.ts';
import type { Instruction, RegexProgram } from './regex-program.ts';

/** Numbers kept in the states of one automaton (8 bytes each); where there would be more, all are forgotten and built again as they are needed. */
const maxKept = 250_000;

interface State {
  /** Instructions that wait for a character, for the end of a line, or that match; sorted. */
  readonly waiting: readonly number[];
  /** The character before was a newline, or there was none. */
  readonly atLineStart: boolean;
  readonly next: (State | undefined)[];
  /** The text may end here; undefined while nobody asked. */
  accepts: boolean | undefined;
}

/** A deterministic automaton whose states come to be while texts run through it. */
export class LazyAutomaton {
  readonly #instructions: readonly Instruction[];
  readonly #start: number;
  /** First code points of the classes of characters that the pattern does not tell apart, ascending from 0. */
  readonly #classStarts: readonly number[];
  readonly #asciiClass = new Uint16Array(128);
  readonly #newlineClass: number;
  #states = new Map<string, State>();
  #kept = 0;
  #first: State | undefined;
  readonly #dead: State = { waiting: [], atLineStart: false, next: [], accepts: false };

  constructor(program: RegexProgram) {
    this.#instructions = program.instructions;
    this.#start = program.start;
    this.#classStarts = classStarts(program.instructions);
    for (let code = 0; code < 128; code += 1) this.#asciiClass[code] = this.#findClass(code);
    this.#newlineClass = this.#asciiClass[10]!;
  }

  matches(text: string): boolean {
    this.#first ??= this.#state([this.#start], true);
    let state = this.#first;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      let characterClass: number;
      if (unit < 128) characterClass = this.#asciiClass[unit]!;
      else {
        const code = text.codePointAt(at)!;
        if (code > 0xffff) at += 1;
        // Half of a pair stands for a byte that is no UTF-8.
        characterClass = this.#findClass(code >= 0xd800 && code <= 0xdfff ? 0xfffd : code);
      }
      const next: State = state.next[characterClass] ?? this.#step(state, characterClass);
      if (next === this.#dead) return false;
      state = next;
    }
    state.accepts ??= this.#close(state.waiting, state.atLineStart, true).includes(0);
    return state.accepts;
  }

  #step(state: State, characterClass: number): State {
    const newline = characterClass === this.#newlineClass;
    const character = this.#classStarts[characterClass]!;
    const waiting = newline ? this.#close(state.waiting, state.atLineStart, true) : state.waiting;
    const after: number[] = [];
    for (const index of waiting) {
      const instruction = this.#instructions[index]!;
      if (instruction.kind === 'set' && instruction.ranges.some(([from, to]) => character >= from && character <= to))
        after.push(instruction.next);
    }
    const next = after.length === 0 ? this.#dead : this.#state(after, newline);
    state.next[characterClass] = next;
    return next;
  }

  #state(from: readonly number[], atLineStart: boolean): State {
    const waiting = this.#close(from, atLineStart, false);
    const key = `${atLineStart ? '^' : ''}${waiting.join(',')}`;
    let state = this.#states.get(key);
    if (state === undefined) {
      this.#kept += waiting.length + this.#classStarts.length;
      if (this.#kept > maxKept) {
        this.#states = new Map();
        this.#kept = 0;
        this.#first = undefined;
      }
      state = { waiting, atLineStart, next: new Array(this.#classStarts.length).fill(undefined), accepts: undefined };
      this.#states.set(key, state);
    }
    return state;
  }

  /** What can be reached without a character. */
  #close(from: readonly number[], atLineStart: boolean, atLineEnd: boolean): number[] {
    const seen = new Set<number>();
    const stack = [...from];
    const waiting: number[] = [];
    while (stack.length > 0) {
      const index = stack.pop()!;
      if (seen.has(index)) continue;
      seen.add(index);
      const instruction = this.#instructions[index]!;
      if (instruction.kind === 'split') stack.push(instruction.next, instruction.other);
      else if (instruction.kind === 'line-start') {
        if (atLineStart) stack.push(instruction.next);
      } else if (instruction.kind === 'line-end' && atLineEnd) stack.push(instruction.next);
      else waiting.push(index);
    }
    return waiting.sort((left, right) => left - right);
  }

  #findClass(code: number): number {
    const starts = this.#classStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (starts[middle]! <= code) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** A newline is always a class of its own: lines end there. */
function classStarts(instructions: readonly Instruction[]): number[] {
  const starts = new Set([0, 10, 11]);
  for (const instruction of instructions) {
    if (instruction.kind !== 'set') continue;
    for (const [from, to] of instruction.ranges) {
      starts.add(from);
      if (to < maxCodePoint) starts.add(to + 1);
    }
  }
  return [...starts].sort((left, right) => left - right);
}
