import { type Issue, quote, warningIssue } from '#core/outcome.ts';

/** Counts what a reader passed over, so that it is said once with an example, not once a component. */
export class Tally {
  readonly #seen = new Map<string, { count: number; example: string; sentence: string }>();

  add(code: string, sentence: string, example: string): void {
    const entry = this.#seen.get(code);
    if (entry) entry.count++;
    else this.#seen.set(code, { count: 1, example, sentence });
  }

  issues(where: string): Issue[] {
    return [...this.#seen].map(([code, { count, example, sentence }]) =>
      warningIssue(code, `${count} ${sentence}, for example ${quote(example)}`, { where }),
    );
  }
}
