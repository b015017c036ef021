import { type Expr, qualifiedName } from './ast.ts';
import { CelSyntaxError } from './cel-error.ts';
import { type Token, tokenise } from './lexer.ts';
import { expandMacro } from './macros.ts';
import { int64Max, int64Min, makeDouble, makeInt, makeUint } from './values.ts';

/** Limits on an expression's text. cel-go has the same two (its recursion limit is 250). */
export const parseLimits = {
  /** UTF-16 units. */
  sourceLength: 100_000,
  /** Levels of the syntax tree, and of nested brackets. */
  depth: 250,
} as const;

const reserved = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);
const relations = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);

export interface ParseOptions {
  /** Fields in backticks: a.`b-c`. */
  readonly escapedFields: boolean;
  /** `cel.bind` */
  readonly bindings: boolean;
  /** Reserved words that may be names all the same. */
  readonly names: ReadonlySet<string>;
}

/** Syntax tree of an expression, macros expanded. Throws `CelSyntaxError`. */
export function parse(source: string, options: ParseOptions): Expr {
  if (source.length > parseLimits.sourceLength)
    throw new CelSyntaxError('cel/limit', `the expression is longer than ${parseLimits.sourceLength} characters`, 0);
  return new Parser(tokenise(source, options), options).parseAll();
}

type WithoutDepth<T> = T extends Expr ? Omit<T, 'depth'> : never;

class Parser {
  readonly #tokens: readonly Token[];
  readonly #options: ParseOptions;
  #next = 0;
  #nesting = 0;

  constructor(tokens: readonly Token[], options: ParseOptions) {
    this.#tokens = tokens;
    this.#options = options;
  }

  parseAll(): Expr {
    const expr = this.#expression();
    if (this.#token.kind !== 'end') throw this.#unexpected();
    return expr;
  }

  get #token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #is(text: string): boolean {
    const { kind, text: found } = this.#token;
    return found === text && (kind === 'punctuation' || kind === 'identifier');
  }

  #take(text: string): Token | undefined {
    if (!this.#is(text)) return undefined;
    this.#next += 1;
    return this.#tokens[this.#next - 1];
  }

  #expect(text: string): Token {
    const token = this.#take(text);
    if (!token) throw this.#unexpected(`expected ${text}`);
    return token;
  }

  #unexpected(hint?: string): CelSyntaxError {
    const { kind, text, start } = this.#token;
    if (kind === 'end') return new CelSyntaxError('cel/syntax', 'the expression ends too early', start, hint);
    const shown = kind === 'string' ? JSON.stringify(text) : kind === 'bytes' ? 'bytes' : text;
    return new CelSyntaxError('cel/syntax', `unexpected ${shown}`, start, hint);
  }

  #node(node: WithoutDepth<Expr>, ...children: readonly Expr[]): Expr {
    let depth = 0;
    for (const child of children) depth = Math.max(depth, child.depth);
    if (depth >= parseLimits.depth) throw this.#tooDeep(node.offset);
    return { ...node, depth: depth + 1 } as Expr;
  }

  #tooDeep(offset: number): CelSyntaxError {
    return new CelSyntaxError('cel/limit', `the expression is nested deeper than ${parseLimits.depth} levels`, offset);
  }

  #expression(): Expr {
    this.#nesting += 1;
    if (this.#nesting > parseLimits.depth) throw this.#tooDeep(this.#token.start);
    const test = this.#logic('||');
    const mark = this.#take('?');
    let expr = test;
    if (mark) {
      const then = this.#logic('||');
      this.#expect(':');
      const otherwise = this.#expression();
      expr = this.#node({ kind: 'conditional', offset: mark.start, test, then, otherwise }, test, then, otherwise);
    }
    this.#nesting -= 1;
    return expr;
  }

  #logic(operator: '||' | '&&'): Expr {
    const first = operator === '||' ? this.#logic('&&') : this.#relation();
    const mark = this.#token;
    if (!this.#is(operator)) return first;
    const terms = [first];
    while (this.#take(operator)) terms.push(operator === '||' ? this.#logic('&&') : this.#relation());
    return this.#node({ kind: operator === '||' ? 'or' : 'and', offset: mark.start, terms }, ...terms);
  }

  #relation(): Expr {
    let left = this.#sum();
    while (relations.has(this.#token.text) && (this.#is(this.#token.text) as boolean)) {
      const operator = this.#token;
      this.#next += 1;
      const right = this.#sum();
      const name = operator.text === 'in' ? '@in' : `_${operator.text}_`;
      left = this.#node({ kind: 'call', offset: operator.start, name, args: [left, right] }, left, right);
    }
    return left;
  }

  #sum(): Expr {
    return this.#binary(['+', '-'], () => this.#binary(['*', '/', '%'], () => this.#unary()));
  }

  #binary(operators: readonly string[], operand: () => Expr): Expr {
    let left = operand();
    for (;;) {
      const operator = this.#token;
      if (operator.kind !== 'punctuation' || !operators.includes(operator.text)) return left;
      this.#next += 1;
      const right = operand();
      left = this.#node(
        { kind: 'call', offset: operator.start, name: `_${operator.text}_`, args: [left, right] },
        left,
        right,
      );
    }
  }

  #unary(): Expr {
    const first = this.#token;
    for (const operator of ['!', '-']) {
      if (!this.#is(operator)) continue;
      let count = 0;
      while (this.#take(operator)) count += 1;
      const { kind } = this.#token;
      if (operator === '-' && count % 2 === 1 && (kind === 'int' || kind === 'double'))
        return this.#member(this.#number('-'));
      const operand = this.#member(this.#primary());
      // Pairs of one operator cancel out (cel-go's parser does the same).
      if (count % 2 === 0) return operand;
      return this.#node({ kind: 'call', offset: first.start, name: `${operator}_`, args: [operand] }, operand);
    }
    return this.#member(this.#primary());
  }

  #member(start: Expr): Expr {
    let expr = start;
    for (;;) {
      const mark = this.#token;
      if (this.#take('.')) expr = this.#selection(expr, mark.start);
      else if (this.#take('[')) {
        const optional = this.#take('?') !== undefined;
        const index = this.#expression();
        this.#expect(']');
        expr = this.#node({ kind: 'index', offset: mark.start, operand: expr, index, optional }, expr, index);
      } else if (this.#is('{')) {
        const name = qualifiedName(expr);
        if (name === undefined) return expr;
        expr = this.#struct(name);
      } else return expr;
    }
  }

  #selection(operand: Expr, offset: number): Expr {
    const optional = this.#take('?') !== undefined;
    const name = this.#token;
    if (name.kind === 'escaped') {
      this.#next += 1;
      return this.#node({ kind: 'select', offset, operand, field: name.text, optional }, operand);
    }
    if (name.kind !== 'identifier' || ['in', 'true', 'false', 'null'].includes(name.text))
      throw this.#unexpected('expected the name of a field');
    this.#next += 1;
    const open = optional ? undefined : this.#take('(');
    if (!open) return this.#node({ kind: 'select', offset, operand, field: name.text, optional }, operand);
    return this.#call(name, open, operand);
  }

  #call(name: Token, open: Token, target?: Expr): Expr {
    const args = this.#list(')', () => this.#expression(), false);
    const make = (node: WithoutDepth<Expr>, ...children: readonly Expr[]) => this.#node(node, ...children);
    const macro = expandMacro({
      name: name.text,
      offset: open.start,
      target,
      args,
      make,
      bindings: this.#options.bindings,
    });
    if (macro) return macro;
    const children = target ? [target, ...args] : args;
    return this.#node(
      { kind: 'call', offset: open.start, name: name.text, args, ...(target ? { target } : {}) },
      ...children,
    );
  }

  #primary(): Expr {
    const token = this.#token;
    const offset = token.start;
    switch (token.kind) {
      case 'int':
      case 'double':
        return this.#number('');
      case 'uint': {
        this.#next += 1;
        const value = makeUint(BigInt(token.text));
        if (!value) throw new CelSyntaxError('cel/syntax', 'this number does not fit into 64 bits', offset);
        return this.#node({ kind: 'literal', offset, value });
      }
      case 'string':
        this.#next += 1;
        return this.#node({ kind: 'literal', offset, value: token.text });
      case 'bytes':
        this.#next += 1;
        return this.#node({ kind: 'literal', offset, value: token.bytes });
      case 'identifier':
        return this.#identifier('');
      case 'punctuation':
        return this.#bracketed(token);
      default:
        throw this.#unexpected();
    }
  }

  #bracketed(token: Token): Expr {
    const offset = token.start;
    if (this.#take('(')) {
      const inner = this.#expression();
      this.#expect(')');
      return inner;
    }
    if (this.#take('[')) {
      const elements = this.#list(
        ']',
        () => ({ optional: this.#take('?') !== undefined, value: this.#expression() }),
        true,
      );
      return this.#node({ kind: 'list', offset, elements }, ...elements.map((element) => element.value));
    }
    if (this.#take('{')) {
      const entries = this.#list(
        '}',
        () => {
          const optional = this.#take('?') !== undefined;
          const key = this.#expression();
          this.#expect(':');
          return { optional, key, value: this.#expression() };
        },
        true,
      );
      return this.#node({ kind: 'map', offset, entries }, ...entries.flatMap(({ key, value }) => [key, value]));
    }
    if (this.#take('.')) return this.#identifier('.');
    throw this.#unexpected();
  }

  #identifier(prefix: string): Expr {
    const token = this.#token;
    if (token.kind !== 'identifier') throw this.#unexpected('expected a name');
    const { text, start: offset } = token;
    if (prefix === '') {
      const literal = { true: true, false: false, null: null }[text];
      if (literal !== undefined) {
        this.#next += 1;
        return this.#node({ kind: 'literal', offset, value: literal });
      }
    }
    if (text === 'in') throw this.#unexpected();
    if (reserved.has(text) && !this.#options.names.has(text))
      throw new CelSyntaxError('cel/syntax', `reserved identifier: ${text}`, offset);
    this.#next += 1;
    const open = this.#take('(');
    return open ? this.#call(token, open) : this.#node({ kind: 'ident', offset, name: text });
  }

  #struct(name: string): Expr {
    const open = this.#expect('{');
    const fields = this.#list(
      '}',
      () => {
        const optional = this.#take('?') !== undefined;
        const field = this.#token;
        if (field.kind !== 'identifier' && field.kind !== 'escaped')
          throw this.#unexpected('expected the name of a field');
        this.#next += 1;
        this.#expect(':');
        return { optional, name: field.text, value: this.#expression() };
      },
      true,
    );
    return this.#node({ kind: 'struct', offset: open.start, name, fields }, ...fields.map((field) => field.value));
  }

  /** Items up to the closing bracket; `[a, b,]` where a trailing comma is allowed. */
  #list<T>(close: string, item: () => T, trailingComma: boolean): T[] {
    const items: T[] = [];
    while (!this.#take(close)) {
      items.push(item());
      if (this.#take(close)) break;
      this.#expect(',');
      if (!trailingComma && this.#is(close)) throw this.#unexpected();
      if (trailingComma && this.#is(',')) throw this.#unexpected();
    }
    return items;
  }

  #number(sign: '' | '-'): Expr {
    const { kind, text, start: offset } = this.#token;
    this.#next += 1;
    if (kind === 'double') {
      const value = Number(text);
      return this.#node({ kind: 'literal', offset, value: makeDouble(sign ? -value : value) });
    }
    const magnitude = BigInt(text);
    const value = makeInt(sign ? -magnitude : magnitude);
    if (value === undefined)
      throw new CelSyntaxError(
        'cel/syntax',
        'this number does not fit into 64 bits',
        offset,
        `the range is ${int64Min} to ${int64Max}`,
      );
    return this.#node({ kind: 'literal', offset, value });
  }
}
