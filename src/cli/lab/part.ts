/** What a question may need beside itself. */
export interface LabOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Advisory database, for parts that match. */
  readonly db?: string;
}

/** One part of the workbench: a module of this folder with these exports, and a line in index.ts. */
export interface LabPart {
  /** One line for help. */
  readonly describes: string;
  /** A line of input, as JSON. */
  readonly example: string;
  /** Where the part needs an argument: what can stand there. `accepts` says whether one can, aliases included. */
  readonly argument?: { readonly name: string; readonly choices: readonly string[]; accepts(text: string): boolean };
  /**
   * The answer to one question (parsed JSON of one line), to be written as one line of JSON. A question that makes no
   * sense is answered with `{error}`. What is thrown becomes `{error}` too.
   */
  answer(question: unknown, argument: string | undefined, options: LabOptions): unknown;
}
