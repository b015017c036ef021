import { CelError } from './cel-error.ts';

/** What one evaluation carries: variables, macro variables by slot, and its budget. */
export class Frame {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly locals: unknown[] = [];
  readonly #limit: number;
  #cost = 0;

  constructor(variables: Readonly<Record<string, unknown>>, limit: number) {
    this.variables = variables;
    this.#limit = limit;
  }

  get cost(): number {
    return this.#cost;
  }

  spend(units: number): void {
    this.#cost += units;
    if (this.#cost > this.#limit) throw new CelError(`the expression costs more than ${this.#limit} units`, -1, true);
  }
}

export type Code = (frame: Frame) => unknown;
