import { Command, CommanderError } from 'commander';
import { type CliContext, CliError, type ExitCode } from './command.ts';
import { commands } from './commands/index.ts';
import { version } from './version.ts';
import { isTerminal, writeOut } from './write-out.ts';

/** Runs one command line and gives the exit code of the contract: 0 fine, 1 violated, 2 wrong usage, 3 could not. */
export async function run(args: readonly string[], context: CliContext = processContext()): Promise<ExitCode> {
  const program = new Command('holdfast')
    .description('Container security from build to grave.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .configureOutput({ writeOut: context.stdout, writeErr: context.stderr })
    .exitOverride()
    .addHelpText(
      'after',
      '\nExample:\n  holdfast scan alpine:3.20\n\nholdfast COMMAND --help shows the options and an example of a command.',
    );
  const name = args.find((arg) => !arg.startsWith('-'));
  let code: ExitCode = 0;
  for (const entry of commands) {
    const command = program.command(entry.name).description(entry.summary).exitOverride();
    command.configureOutput({ writeOut: context.stdout, writeErr: context.stderr });
    if (entry.name !== name) continue;
    const { command: module } = await entry.load();
    module.configure(command, context, (exit) => {
      code = exit;
    });
  }
  if (args.length === 0) {
    context.stdout(program.helpInformation());
    return 0;
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return report(error, context);
  }
}

function report(error: unknown, context: CliContext): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
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
