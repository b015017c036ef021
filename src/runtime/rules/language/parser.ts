import type {
  CheckNode,
  Condition,
  FieldNode,
  ListNode,
  Operand,
  Operator,
  OperatorModifier,
  Place,
  TransformerName,
  TransformerNode,
  ValueNode,
} from './ast.ts';
import {
  listOperators,
  modifiers,
  numberOperators,
  symbolOperators,
  transformerOpenings,
  wordOperators,
} from './grammar-words.ts';
import { hintAtEnd, operatorHint, quotedNames, shownOperators, shownTransformers } from './parse-hints.ts';
import { type PlacedIssue, placedError } from './placed-issue.ts';
import { placesOf } from './places.ts';
import { Scanner } from './scanner.ts';

/** Productions of the grammar inside each other: a filter on the command line, and a rule's condition. Five make one pair of brackets. */
export const conditionDepth = { filter: 100, rule: 1000 } as const;

/** Characters of one condition, lists put in. */
const maxConditionLength = 4 * 1024 * 1024;

export interface ParseOptions {
  /** Productions inside each other, exclusive; conditionDepth.filter unless told. */
  readonly maxDepth?: number;
  /** The place of an offset of `text`, where the text was put together from several (lists inside a condition). Plain lines and columns unless told. */
  readonly place?: (offset: number) => Place;
}

export type ParseOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issue: PlacedIssue };

/** A condition of the rule language. Grammar: libs, userspace/libsinsp/filter/parser.h; docs/rules-language.md. Never throws. */
export function parseCondition(text: string, options: ParseOptions = {}): ParseOutcome<Condition> {
  return run(text, options, (parser) => parser.whole());
}

/** A field, or a transformer around one: what output formats and values of exceptions hold. The text must end after it. */
export function parseFieldOrTransformer(
  text: string,
  options: ParseOptions = {},
): ParseOutcome<FieldNode | TransformerNode> {
  return run(text, options, (parser) => parser.wholeField());
}

function run<T>(text: string, options: ParseOptions, parse: (parser: Parser) => T): ParseOutcome<T> {
  if (text.length > maxConditionLength) {
    const at = (options.place ?? placesOf(''))(0);
    return {
      ok: false,
      issue: placedError('language/too-long', `the condition is longer than ${maxConditionLength} characters`, at),
    };
  }
  const parser = new Parser(text, options);
  try {
    return { ok: true, value: parse(parser) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, issue: error.issue };
    throw error;
  }
}

/** Leaves the descent; never leaves this file. */
class Refused extends Error {
  readonly issue: PlacedIssue;

  constructor(issue: PlacedIssue) {
    super(issue.message);
    this.issue = issue;
  }
}

class Parser {
  readonly #scanner: Scanner;
  readonly #place: (offset: number) => Place;
  readonly #maxDepth: number;
  #depth = 0;

  constructor(text: string, options: ParseOptions) {
    this.#scanner = new Scanner(text);
    this.#place = options.place ?? placesOf(text);
    this.#maxDepth = options.maxDepth ?? conditionDepth.filter;
  }

  whole(): Condition {
    const scanner = this.#scanner;
    if (scanner.text === '') this.#refuse('empty', 'filter input string is empty');
    const condition = this.#or();
    if (!scanner.atEnd())
      this.#refuse(
        'unexpected-text',
        `unexpected token after '${scanner.token}', expecting 'or', 'and'`,
        hintAtEnd(condition, scanner.text.slice(scanner.offset)),
      );
    return condition;
  }

  wholeField(): FieldNode | TransformerNode {
    const scanner = this.#scanner;
    const node = this.#tryFieldOrTransformer();
    if (node === undefined) this.#refuse('no-field', 'expected a field or a field transformer');
    if (!scanner.atEnd()) this.#refuse('unexpected-text', `unexpected token after '${scanner.token}'`);
    return node;
  }

  #or(): Condition {
    this.#enter();
    const scanner = this.#scanner;
    scanner.blank();
    const start = scanner.offset;
    const children = [this.#and()];
    scanner.blank();
    while (scanner.literal('or')) {
      if (scanner.blank()) children.push(this.#and());
      else if (scanner.literal('(')) children.push(this.#bracketed());
      else this.#refuse('no-blank', "expected blank or '(' after 'or'");
      scanner.blank();
    }
    this.#depth -= 1;
    return children.length === 1 ? children[0]! : { kind: 'or', children, at: this.#place(start) };
  }

  #and(): Condition {
    this.#enter();
    const scanner = this.#scanner;
    scanner.blank();
    const start = scanner.offset;
    const children = [this.#not()];
    scanner.blank();
    while (scanner.literal('and')) {
      if (scanner.blank()) children.push(this.#not());
      else if (scanner.literal('(')) children.push(this.#bracketed());
      else this.#refuse('no-blank', "expected blank or '(' after 'and'");
      scanner.blank();
    }
    this.#depth -= 1;
    return children.length === 1 ? children[0]! : { kind: 'and', children, at: this.#place(start) };
  }

  #not(): Condition {
    this.#enter();
    const scanner = this.#scanner;
    scanner.blank();
    const start = scanner.offset;
    let negated = false;
    while (scanner.pattern('notBlank')) negated = !negated;
    let child: Condition;
    if (scanner.literal('not(')) {
      negated = !negated;
      child = this.#bracketed();
    } else child = this.#check();
    this.#depth -= 1;
    return negated ? { kind: 'not', child, at: this.#place(start) } : child;
  }

  /** After `(`. */
  #bracketed(): Condition {
    this.#enter();
    const scanner = this.#scanner;
    scanner.blank();
    const condition = this.#or();
    scanner.blank();
    if (!scanner.literal(')')) this.#refuse('no-bracket', "expected a ')' token", hintAtEnd(condition, ''));
    this.#depth -= 1;
    return condition;
  }

  #check(): Condition {
    this.#enter();
    const scanner = this.#scanner;
    scanner.blank();
    const start = scanner.offset;
    let condition: Condition;
    if (scanner.literal('(')) condition = this.#bracketed();
    else {
      const left = this.#tryFieldOrTransformer();
      if (left !== undefined) condition = this.#comparison(left, start);
      else if (scanner.pattern('identifier'))
        condition = { kind: 'macro', name: scanner.token, at: this.#place(start) };
      else
        this.#refuse(
          'no-check',
          "expected a '(' token, a field check, or an identifier",
          'a check is a field, an operator and a value: proc.name = sh',
        );
    }
    this.#depth -= 1;
    return condition;
  }

  #tryFieldOrTransformer(): FieldNode | TransformerNode | undefined {
    const scanner = this.#scanner;
    const start = scanner.offset;
    if (scanner.pattern('fieldName')) return this.#field(start);
    if (scanner.oneOf(transformerOpenings)) return this.#transformer(start);
    return undefined;
  }

  /** After a field's name. */
  #field(start: number): FieldNode {
    this.#enter();
    const name = this.#scanner.token;
    const argument = this.#argument();
    this.#depth -= 1;
    return { kind: 'field', name, ...argument, at: this.#place(start) };
  }

  #argument(): { readonly argument?: string } {
    const scanner = this.#scanner;
    if (!scanner.literal('[')) return {};
    if (!this.#quoted() && !scanner.pattern('fieldArgument'))
      this.#refuse(
        'bad-argument',
        'expected a valid field argument: a quoted string or a bare string',
        'write the argument right after the bracket, without blanks; put quotes around one with blanks or brackets',
      );
    const argument = scanner.token;
    if (!scanner.literal(']')) this.#refuse('bad-argument', "expected a ']' token");
    return { argument };
  }

  /** After a transformer's name and `(`. */
  #transformer(start: number): TransformerNode {
    this.#enter();
    const scanner = this.#scanner;
    const name = scanner.token.slice(0, -1) as TransformerName;
    const operands: Operand[] = [];
    do {
      operands.push(this.#operand());
      scanner.blank();
    } while (scanner.literal(','));
    if (!scanner.literal(')')) this.#refuse('no-bracket', "expected a ')' token closing the transformer");
    const argument = this.#argument();
    this.#depth -= 1;
    return { kind: 'transformer', name, operands, ...argument, at: this.#place(start) };
  }

  #operand(): Operand {
    this.#enter();
    const scanner = this.#scanner;
    scanner.blank();
    const start = scanner.offset;
    const operand = scanner.literal('(') ? this.#operandList(start) : this.#tryScalarOperand();
    if (operand === undefined)
      this.#refuse(
        'no-operand',
        'expected field transformer argument: field, transformer, quoted string, number, or transformer list',
        'put quotes around a text',
      );
    this.#depth -= 1;
    return operand;
  }

  #operandList(start: number): ListNode {
    const scanner = this.#scanner;
    const items: Operand[] = [];
    scanner.blank();
    if (!scanner.literal(')')) {
      do {
        scanner.blank();
        const item = this.#tryScalarOperand();
        if (item === undefined)
          this.#refuse(
            'no-operand',
            'expected transformer list argument: field, transformer, quoted string, or number',
            'put quotes around a text',
          );
        items.push(item);
        scanner.blank();
      } while (scanner.literal(','));
      if (!scanner.literal(')')) this.#refuse('no-bracket', "expected ')'");
    }
    return { kind: 'list', items, at: this.#place(start) };
  }

  #tryScalarOperand(): Operand | undefined {
    return this.#tryNumber() ?? this.#tryQuoted() ?? this.#tryFieldOrTransformer();
  }

  #tryNumber(): ValueNode | undefined {
    const start = this.#scanner.offset;
    if (!this.#scanner.pattern('hexNumber') && !this.#scanner.pattern('number')) return undefined;
    return { kind: 'value', text: this.#scanner.token, quoted: false, at: this.#place(start) };
  }

  #tryQuoted(): ValueNode | undefined {
    const start = this.#scanner.offset;
    if (!this.#quoted()) return undefined;
    return { kind: 'value', text: this.#scanner.token, quoted: true, at: this.#place(start) };
  }

  #tryText(): ValueNode | undefined {
    const start = this.#scanner.offset;
    const quoted = this.#tryQuoted();
    if (quoted !== undefined) return quoted;
    if (!this.#scanner.pattern('bareText')) return undefined;
    return { kind: 'value', text: this.#scanner.token, quoted: false, at: this.#place(start) };
  }

  /** After a field or a transformer. */
  #comparison(left: FieldNode | TransformerNode, start: number): CheckNode {
    this.#enter();
    const scanner = this.#scanner;
    const at = this.#place(start);
    scanner.blank();
    let check: CheckNode;
    if (scanner.literal('exists')) check = { kind: 'check', left, operator: 'exists', at };
    else if (scanner.oneOf(numberOperators)) {
      const operator = scanner.token as Operator;
      check = { kind: 'check', left, operator, right: this.#numberValue(), at };
    } else if (scanner.oneOf(symbolOperators) || scanner.wordOf(wordOperators)) {
      const operator = scanner.token as Operator;
      const modifier = this.#modifier(operator);
      check =
        modifier === undefined
          ? { kind: 'check', left, operator, right: this.#textValue(), at }
          : { kind: 'check', left, operator, modifier, right: this.#listValue(false), at };
    } else if (scanner.oneOf(listOperators)) {
      const operator = scanner.token as Operator;
      check = { kind: 'check', left, operator, right: this.#listValue(true), at };
    } else
      this.#refuse(
        'no-operator',
        `expected a valid check operator: one of ${quotedNames(shownOperators)}`,
        operatorHint(scanner.text.slice(scanner.offset, scanner.offset + 20)),
      );
    this.#depth -= 1;
    return check;
  }

  /** `oneof`, `anyof` or `allof`: only where blanks are around it and a list or its name follows; else the word is a value. */
  #modifier(operator: Operator): OperatorModifier | undefined {
    const scanner = this.#scanner;
    // The blank after a word operator has been read with it.
    const blank = scanner.blank() || /^[a-z]/.test(operator);
    const start = scanner.offset;
    if (!blank || !scanner.wordOf(modifiers)) return undefined;
    const modifier = scanner.token as OperatorModifier;
    const rest = scanner.text.slice(scanner.offset, scanner.offset + 4);
    if (/^[(a-zA-Z]/.test(rest) && !/^(?:and|or|not)(?![a-zA-Z0-9])/.test(rest)) return modifier;
    scanner.offset = start;
    scanner.token = operator;
    return undefined;
  }

  #numberValue(): Operand {
    this.#enter();
    this.#scanner.blank();
    const value = this.#tryTransformed() ?? this.#tryNumber();
    if (value === undefined)
      this.#refuse(
        'no-value',
        `expected a number value or a field with a valid transformer: ${shownTransformers}`,
        'operators < <= > >= take a number; to compare with another field write val(field)',
      );
    this.#depth -= 1;
    return value;
  }

  #textValue(): Operand {
    this.#enter();
    this.#scanner.blank();
    const value = this.#tryTransformed() ?? this.#tryText();
    if (value === undefined)
      this.#refuse(
        'no-value',
        `expected a string value or a field with a valid transformer: ${shownTransformers}`,
        this.#valueHint(),
      );
    this.#depth -= 1;
    return value;
  }

  #listValue(transformed: boolean): Operand {
    this.#enter();
    const scanner = this.#scanner;
    scanner.blank();
    const start = scanner.offset;
    let value: Operand | undefined;
    if (scanner.literal('(')) value = this.#list(start);
    else {
      if (transformed) value = this.#tryTransformed();
      if (value === undefined && scanner.pattern('identifier'))
        value = { kind: 'value', text: scanner.token, quoted: false, at: this.#place(start) };
    }
    if (value === undefined)
      this.#refuse(
        'no-value',
        transformed
          ? `expected a list, an identifier, or a field with a valid transformer: ${shownTransformers}`
          : 'expected a list or an identifier',
        'write the values in brackets: (a, b)',
      );
    this.#depth -= 1;
    return value;
  }

  /** After `(`. */
  #list(start: number): ListNode {
    const scanner = this.#scanner;
    const items: ValueNode[] = [];
    scanner.blank();
    // The grammar's depth counts a value of a list, too.
    this.#enter();
    let item = this.#tryText();
    while (item !== undefined) {
      items.push(item);
      scanner.blank();
      if (!scanner.literal(',')) break;
      scanner.blank();
      item = this.#tryText();
      if (item === undefined) this.#refuse('no-value', 'expected a string value', this.#valueHint());
    }
    this.#depth -= 1;
    if (!scanner.literal(')')) this.#refuse('no-bracket', "expected a ')' token", this.#valueHint());
    return { kind: 'list', items, at: this.#place(start) };
  }

  /** `val(field)`, or another transformer. */
  #tryTransformed(): TransformerNode | undefined {
    this.#enter();
    const scanner = this.#scanner;
    const start = scanner.offset;
    let node: TransformerNode | undefined;
    if (scanner.literal('val(')) {
      scanner.blank();
      const fieldStart = scanner.offset;
      if (!scanner.pattern('fieldName')) this.#refuse('no-field', "expected a field within 'val' transformer");
      const field = this.#field(fieldStart);
      scanner.blank();
      if (!scanner.literal(')')) this.#refuse('no-bracket', "expected a ')' token closing the transformer");
      node = { kind: 'transformer', name: 'val', operands: [field], ...this.#argument(), at: this.#place(start) };
    } else if (scanner.oneOf(transformerOpenings)) node = this.#transformer(start);
    this.#depth -= 1;
    return node;
  }

  #quoted(): boolean {
    const read = this.#scanner.quoted();
    if (typeof read === 'boolean') return read;
    return this.#refuse('bad-escape', read.message, read.hint);
  }

  #valueHint(): string | undefined {
    const next = this.#scanner.text[this.#scanner.offset];
    if (next === '"' || next === "'")
      return `the text in quotes does not end: close it with ${next}; \\${next} stands for the quote itself, \\x5c for a backslash right before the end`;
    if (next === '(') return 'a list goes with in, intersects, pmatch, or with a modifier: = anyof (a, b)';
    return undefined;
  }

  #enter(): void {
    this.#depth += 1;
    if (this.#depth >= this.#maxDepth)
      this.#refuse('too-deep', `exceeded max depth limit of ${this.#maxDepth}`, 'use fewer brackets inside each other');
  }

  #refuse(code: string, message: string, hint?: string): never {
    throw new Refused(placedError(`language/${code}`, message, this.#place(this.#scanner.offset), hint));
  }
}
