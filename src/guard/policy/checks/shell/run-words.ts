import type { ShellCommand } from './parse-shell.ts';

/** First argument that is no option: `install` of `apt-get -y install curl`. */
export function subcommand(command: ShellCommand, optionsWithValue: ReadonlySet<string> = none): string {
  return operands(command, optionsWithValue)[0] ?? '';
}

/** Arguments that are no options. */
export function operands({ args }: ShellCommand, optionsWithValue: ReadonlySet<string> = none): string[] {
  const found: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (optionsWithValue.has(arg)) i++;
    else if (!arg.startsWith('-') || arg === '-') found.push(arg);
  }
  return found;
}

/** `-y`, also inside `-qy`, or a long form. */
export function hasFlag({ args }: ShellCommand, short: string, ...long: string[]): boolean {
  return args.some(
    (arg) =>
      long.includes(arg) || (short !== '' && /^-[A-Za-z]+$/.test(arg) && !arg.startsWith('--') && arg.includes(short)),
  );
}

const none: ReadonlySet<string> = new Set();
