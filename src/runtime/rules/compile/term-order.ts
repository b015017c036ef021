import type { CheckTerm, Term } from './term.ts';

/**
 * The order in which parts of a condition are asked: what is cheap and likely to decide comes first. How often a check holds is not known before
 * the events come, but what rules ask for is rare as a rule: one name out of many, a path that contains something; and what they except is, too.
 */
export class TermOrder {
  readonly #usesOf: (term: Term) => number;
  readonly #known = new Map<Term, Estimate>();

  /** `usesOf`: how many ask for a part; its answer is remembered, so that its cost is shared among them. */
  constructor(usesOf: (term: Term) => number) {
    this.#usesOf = usesOf;
  }

  /** Parts of an `and` or an `or`, first to last. */
  sorted(kind: 'and' | 'or', parts: readonly Term[]): Term[] {
    const rank = (term: Term): number => {
      const { cost, odds } = this.#estimate(term);
      return cost / (kind === 'and' ? 1 - odds : odds);
    };
    return parts
      .map((term) => ({ term, rank: rank(term) }))
      .sort((left, right) => left.rank - right.rank)
      .map(({ term }) => term);
  }

  #estimate(term: Term): Estimate {
    let estimate = this.#known.get(term);
    if (estimate === undefined) {
      const { cost, odds } = this.#guess(term);
      estimate = { cost: cost / Math.max(1, this.#usesOf(term)), odds: Math.min(0.98, Math.max(0.02, odds)) };
      this.#known.set(term, estimate);
    }
    return estimate;
  }

  #guess(term: Term): Estimate {
    switch (term.kind) {
      case 'constant':
        return { cost: 0, odds: term.value ? 1 : 0 };
      case 'check':
        return { cost: term.cost, odds: oddsOfCheck(term) };
      case 'not': {
        const { cost, odds } = this.#estimate(term.child);
        return { cost, odds: 1 - odds };
      }
      default: {
        // One is asked as long as those before it have not decided.
        let cost = 0;
        let open = 1;
        for (const part of this.sorted(term.kind, term.children)) {
          const { cost: own, odds } = this.#estimate(part);
          cost += open * own;
          open *= term.kind === 'and' ? odds : 1 - odds;
        }
        return { cost, odds: term.kind === 'and' ? open : 1 - open };
      }
    }
  }
}

interface Estimate {
  /** In the time of one string comparison. */
  readonly cost: number;
  /** That it is true. */
  readonly odds: number;
}

function oddsOfCheck({ exists, left, node }: CheckTerm): number {
  if (exists) return 0.95;
  switch (node.operator) {
    case '!=':
      return 0.9;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return 0.5;
    default:
      return left.type === 'bool' ? 0.4 : 0.1;
  }
}
