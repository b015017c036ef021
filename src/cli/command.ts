import type { Command } from 'commander';

/** What a command may touch of the world; tests pass their own. */
export interface CliContext {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly now: () => Date;
  /** True where stderr is a terminal: progress is shown. */
  readonly terminal: boolean;
  /** Columns of the terminal; 100 where stdout is none. */
  readonly width: number;
  /** True where colour is wanted on stdout. */
  readonly colour: boolean;
}

/** 0 fine, 1 policy violated or detection found where asked to fail, 2 wrong usage, 3 could not do the job. */
export type ExitCode = 0 | 1 | 2 | 3;

/** One file in commands/, loaded only when it runs. */
export interface CommandModule {
  /** Adds arguments, options, help with an example, and the action; the action reports its exit code through `done`. */
  configure(command: Command, context: CliContext, done: (code: ExitCode) => void): void;
}

/** Ends a command with a message on stderr and an exit code. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(exitCode: ExitCode, message: string, hint?: string) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }
}
