import { Command, CommanderError } from 'commander';
import { type CliContext, CliError, type ExitCode } from './command.ts';
import { commands } from './commands/index.ts';
import { version } from './version.ts';
import { isTerminal, writeOut } from './write-out.ts';

/** Runs one command line and gives the exit code of the contract: 0 fine, 1 violated, 2 wrong usage, 3 could not. */
export async function run(given: readonly string[], context: CliContext = processContext()): Promise<ExitCode> {
  const args = asHelpOption(given);
  const output = {
    writeOut: context.stdout,
    writeErr: context.stderr,
    outputError: (text: string, write: (text: string) => void) => write(text.replace(/^error: /, 'holdfast: ')),
  };
  const program = new Command('holdfast')
    .description('Container security from build to grave.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .configureOutput(output)
    .exitOverride()
    .addHelpText(
      'after',
      '\nExample:\n  holdfast scan alpine:3.20\n\nholdfast COMMAND --help shows the options and an example of a command.',
    );
  const name = args.find((arg) => !arg.startsWith('-'));
  let code: ExitCode = 0;
  for (const entry of commands) {
    const command = program.command(entry.name).description(entry.summary).exitOverride();
    command.configureOutput(output);
    if (entry.name !== name) continue;
    const { command: module } = await entry.load();
    module.configure(command, context, (exit) => {
      code = exit;
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    const known = commands.some((entry) => entry.name === name);
    return report(error, context, ['holdfast', ...(known ? [name] : []), '--help'].join(' '));
  }
}

/** `help`, `help scan` and nothing at all are other words for `--help`: only the command that is asked about is loaded. */
function asHelpOption(args: readonly string[]): string[] {
  if (args.length === 0) return ['--help'];
  return args[0] === 'help' ? [...args.slice(1).filter((arg) => !arg.startsWith('-')), '--help'] : [...args];
}

function report(error: unknown, context: CliContext, help: string): ExitCode {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // commander.help: the help itself was the answer to a missing subcommand.
    if (error.code !== 'commander.help') context.stderr(`  hint: ${help}\n`);
    return 2;
  }
  if (error instanceof CliError) {
    context.stderr(`holdfast: ${error.message}\n`);
    if (error.hint) context.stderr(`  hint: ${error.hint}\n`);
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  context.stderr(`holdfast: this is a bug in Holdfast, please report it\n${text}\n`);
  return 3;
}

function processContext(): CliContext {
  const colourWanted = process.env.NO_COLOR === undefined && process.env.TERM !== 'dumb';
  return {
    stdout: (text) => writeOut(1, text),
    stderr: (text) => writeOut(2, text),
    env: process.env,
    cwd: process.cwd(),
    now: () => new Date(),
    // Only a terminal has a width, and asking for it loads the stream.
    width: isTerminal(1) ? (process.stdout.columns ?? 100) : 100,
    terminal: isTerminal(2),
    colour: colourWanted && (isTerminal(1) || process.env.FORCE_COLOR !== undefined),
  };
}
