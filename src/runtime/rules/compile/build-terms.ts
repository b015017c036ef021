import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import type { Field } from '../field.ts';
import type { CheckNode, Condition, Operand } from '../language/ast.ts';
import { constantMatcher } from './constant-matcher.ts';
import { isContradiction } from './contradiction.ts';
import { fieldComparison } from './field-comparison.ts';
import type { Matcher } from './matcher.ts';
import { SourceTable } from './source.ts';
import { always, type BooleanTerm, impossible, type Term } from './term.ts';

/** Conditions to terms; equal parts of all conditions given to one builder are one object. Macros must have been put in. */
export class TermBuilder {
  readonly #sources: SourceTable;
  readonly #terms = new Map<string, Term>();

  constructor(fields: ReadonlyMap<string, Field>) {
    this.#sources = new SourceTable(fields);
  }

  term(condition: Condition): Outcome<Term> {
    switch (condition.kind) {
      case 'check':
        return this.#check(condition);
      case 'not': {
        const child = this.term(condition.child);
        return child.ok ? ok(this.not(child.value)) : child;
      }
      case 'macro':
        return failed(errorIssue('filter/unknown-macro', `filter error: unexpected identifier '${condition.name}'`));
      default: {
        const children: Term[] = [];
        for (const node of condition.children) {
          const child = this.term(node);
          if (!child.ok) return child;
          children.push(child.value);
        }
        return ok(this.combine(condition.kind, children));
      }
    }
  }

  not(child: Term): Term {
    if (child.kind === 'constant') return child.value ? impossible : always;
    if (child.kind === 'not') return child.child;
    return this.#share({ kind: 'not', key: `!${this.#id(child)}`, child, cost: child.cost });
  }

  /** Flat, without constants, without repeated parts, in the order of the first use. */
  combine(kind: BooleanTerm['kind'], parts: readonly Term[]): Term {
    const children = new Set<Term>();
    for (const part of parts) {
      if (part.kind === 'constant') {
        if (part.value === (kind === 'or')) return part;
      } else if (part.kind === kind) {
        for (const child of part.children) children.add(child);
      } else {
        children.add(part);
      }
    }
    if (children.size === 0) return kind === 'and' ? always : impossible;
    if (children.size === 1) return [...children][0]!;
    const list = [...children];
    if (kind === 'and' && isContradiction(list)) return impossible;
    const key = `${kind}(${list.map((child) => this.#id(child)).join(',')})`;
    return this.#share({ kind, key, children: list, cost: list.reduce((sum, child) => sum + child.cost, 0) });
  }

  #check(node: CheckNode): Outcome<Term> {
    const left = this.#sources.of(node.left);
    if (!left.ok) return left;
    const { operator, modifier, right } = node;
    const source = left.value;
    const texts = right === undefined ? undefined : constantTexts(right);
    const other = right === undefined || texts ? undefined : this.#sources.of(right);
    if (other && !other.ok) return other;
    const rightKey = texts ? JSON.stringify(texts) : (other?.value.key ?? '');
    const key = `${source.key} ${operator === '==' ? '=' : operator} ${modifier ?? ''} ${rightKey}`;
    const known = this.#terms.get(key);
    if (known) return ok(known);
    const base = { kind: 'check' as const, key, left: source, node };
    if (other)
      return ok(
        this.#share({
          ...base,
          exists: false,
          right: other.value,
          compare: fieldComparison(source.type, operator),
          cost: source.cost + other.value.cost + 3,
        }),
      );
    if (!texts) return ok(this.#share({ ...base, exists: true, cost: source.cost }));
    const matcher =
      source.fieldName === 'evt.around'
        ? ok(aroundMatcher(texts[0] ?? ''))
        : constantMatcher(source.type, operator, modifier, texts);
    if (!matcher.ok) return matcher;
    return ok(this.#share({ ...base, exists: false, matcher: matcher.value, cost: source.cost + matcher.value.cost }));
  }

  readonly #ids = new Map<string, number>();

  /** Short name of a part in the keys of what holds it. */
  #id(term: Term): number {
    let id = this.#ids.get(term.key);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(term.key, id);
    }
    return id;
  }

  #share(term: Term): Term {
    const known = this.#terms.get(term.key);
    if (known) return known;
    this.#terms.set(term.key, term);
    return term;
  }
}

/** Undefined where the right side is, or holds, a field. */
function constantTexts(right: Operand): string[] | undefined {
  if (right.kind === 'value') return [right.text];
  if (right.kind !== 'list') return undefined;
  const texts: string[] = [];
  for (const item of right.items) {
    if (item.kind !== 'value') return undefined;
    texts.push(item.text);
  }
  return texts;
}

/** `evt.around[T] = D`: the reader gives the distance from T in nanoseconds, D is in milliseconds; any operator means "at most". */
function aroundMatcher(text: string): Matcher {
  const limit = BigInt(Math.trunc(Number(text)) || 0) * 1_000_000n;
  return {
    test: (value) => (value as number | bigint) <= limit,
    code: (value) => `${value} <= ${limit}n`,
    cost: 1,
  };
}
