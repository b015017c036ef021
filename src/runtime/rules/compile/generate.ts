import type { CaptureEvent } from '#runtime/events/event.ts';
import type { FieldValue } from '../field.ts';
import { listTest } from './evaluate-check.ts';
import type { Environment } from './matcher.ts';
import type { CheckTerm, Source, Term } from './term.ts';
import { TermOrder } from './term-order.ts';

/** Called for each condition that holds; true ends the event. */
export type Hit = (condition: number, event: CaptureEvent) => boolean;
export type Evaluate = (event: CaptureEvent, hit: Hit) => void;

export interface NumberedTerm {
  readonly number: number;
  readonly term: Term;
}

/**
 * One JavaScript function for several conditions, asked in their order. What more than one of them needs (a value, a part of a condition) is a
 * function with memory: `c5g === g` says that the answer is of this event. A condition is a function of its own, so that none grows beyond what
 * the JavaScript engine optimises.
 */
export function generate(conditions: readonly NumberedTerm[]): Evaluate {
  const source = new Generator().run(conditions);
  const make = new Function(...source.names, source.text) as (...values: unknown[]) => Evaluate;
  return make(...source.values);
}

/** Stands for the value in a matcher's code. No string literal holds it: JSON escapes it. */
const placeholder = '\u0001';

/** Parts cheaper than this are asked again rather than remembered. */
const rememberedCost = 2.5;
/** Comparisons cheaper than this are made again for a value that is the same as the last one. */
const rememberedMatch = 4;

class Generator implements Environment {
  readonly #names: string[] = [];
  readonly #values: unknown[] = [];
  readonly #named = new Map<unknown, string>();
  readonly #uses = new Map<Term | Source, number>();
  readonly #functions = new Map<Term | Source, string>();
  readonly #text: string[] = [];
  #matches = 0;
  // What is shared is often known already.
  readonly #order = new TermOrder((term) => this.#uses.get(term) ?? 1);

  run(conditions: readonly NumberedTerm[]): { names: string[]; values: unknown[]; text: string } {
    for (const { term } of conditions) this.#count(term);
    const body = conditions.map(({ number, term }) => {
      if (term.kind === 'constant') return term.value ? `if (hit(${number}, e)) return;` : '';
      const name = `R${number}`;
      this.#text.push(`function ${name}(e) { let t, u; return ${this.#expression(term)}; }`);
      return `if (${name}(e) && hit(${number}, e)) return;`;
    });
    const text = `"use strict"; let g = 0;\n${this.#text.join('\n')}\nreturn function evaluate(e, hit) { g += 1;\n${body.join('\n')}\n};`;
    return { names: this.#names, values: this.#values, text };
  }

  name(value: unknown): string {
    let name = this.#named.get(value);
    if (name === undefined) {
      name = `k${this.#names.length}`;
      this.#named.set(value, name);
      this.#names.push(name);
      this.#values.push(value);
    }
    return name;
  }

  /** Counts who asks for each part: it is asked by several conditions where that is more than one. */
  #count(part: Term | Source): void {
    const uses = this.#uses.get(part) ?? 0;
    this.#uses.set(part, uses + 1);
    if (uses > 0) return;
    if (!('kind' in part)) for (const input of part.inputs) this.#count(input);
    else if (part.kind === 'not') this.#count(part.child);
    else if (part.kind === 'and' || part.kind === 'or') for (const child of part.children) this.#count(child);
    else if (part.kind === 'check') {
      if (!part.left.some) this.#count(part.left);
      if (part.right) this.#count(part.right);
    }
  }

  #shared(part: Term | Source): boolean {
    return (this.#uses.get(part) ?? 0) > 1;
  }

  /** An expression that is true or false. */
  #expression(term: Term): string {
    if (!this.#shared(term) || term.cost < rememberedCost || term.kind === 'constant') return this.#inline(term);
    return `${this.#remembered(term, 'C', () => this.#inline(term))}(e)`;
  }

  #inline(term: Term): string {
    switch (term.kind) {
      case 'constant':
        return String(term.value);
      case 'not':
        return `!${this.#expression(term.child)}`;
      case 'check':
        return this.#check(term);
      default: {
        const parts = this.#order.sorted(term.kind, term.children).map((child) => this.#expression(child));
        return `(${parts.join(term.kind === 'and' ? ' && ' : ' || ')})`;
      }
    }
  }

  #check(check: CheckTerm): string {
    const { left } = check;
    if (left.some && left.several) {
      const test = check.exists ? anyValue : check.matcher!.test.bind(check.matcher);
      return `${this.name(left.some)}(e, ${this.name(test)})`;
    }
    const value = this.#source(left);
    if (check.exists) return `(${value} !== undefined)`;
    if (check.compare)
      return `((t = ${value}) !== undefined && (u = ${this.#source(check.right!)}) !== undefined && ${this.name(check.compare)}(t, u))`;
    if (left.list || left.several) return `((t = ${value}) !== undefined && ${this.name(severalTest(check))}(t))`;
    const code = check.matcher!.code(placeholder, this);
    const pieces = code.split(placeholder);
    if (check.matcher!.cost >= rememberedMatch) return this.#rememberedMatch(value, pieces.join('t'));
    return pieces.length === 2 ? `(${pieces.join(value)})` : `(t = ${value}, ${pieces.join('t')})`;
  }

  /** What came out for a value is remembered until another value comes: events that follow each other often are about the same file or process. */
  #rememberedMatch(value: string, code: string): string {
    const number = this.#matches;
    this.#matches += 1;
    this.#text.push(`let v${number} = null, w${number} = false;`);
    return `((t = ${value}) === v${number} ? w${number} : (v${number} = t, w${number} = ${code}))`;
  }

  #source(source: Source): string {
    if (!source.read && !source.apply) return JSON.stringify(source.constant);
    const plain = (): string => {
      if (source.read) return `${this.name(source.read)}(e)`;
      return `${this.name(source.apply)}(${source.inputs.map((input) => this.#source(input)).join(', ')})`;
    };
    return this.#shared(source) ? `${this.#remembered(source, 'F', plain)}(e)` : plain();
  }

  #remembered(part: Term | Source, prefix: string, code: () => string): string {
    let name = this.#functions.get(part);
    if (name === undefined) {
      const number = this.#functions.size;
      name = `${prefix}${number}`;
      this.#functions.set(part, name);
      const body = code();
      this.#text.push(
        `let m${number}, n${number} = 0; function ${name}(e) { if (n${number} === g) return m${number}; n${number} = g; let t, u; return m${number} = ${body}; }`,
      );
    }
    return name;
  }
}

function anyValue(): boolean {
  return true;
}

function severalTest(check: CheckTerm): (value: FieldValue) => boolean {
  const several = listTest(check);
  return (value) => (Array.isArray(value) ? several(value) : check.matcher!.test(value as never));
}
