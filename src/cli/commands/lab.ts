import { CliError, type CommandModule } from '../command.ts';
import { ask } from '../lab/ask.ts';
import { labParts } from '../lab/index.ts';
import type { LabPart } from '../lab/part.ts';

/** Reads questions from `input`; the command itself reads stdin. */
export function labCommand(input: AsyncIterable<Buffer | string>): CommandModule {
  return {
    configure(command, context, done) {
      command
        .argument('[part]', `what to ask: ${labParts.map((part) => part.name).join(', ')}`)
        .argument('[argument]', 'which one, for example the version scheme')
        .option('--db <PATH>', 'advisory database, for parts that match')
        .addHelpText(
          'after',
          `
Questions come in on stdin, one JSON document a line; answers go out in the same order.

Example:
  echo '{"a":"1.0~rc1","b":"1.0"}' | holdfast lab versions deb`,
        )
        .action(async (name: string | undefined, argument: string | undefined, flags: { db?: string }) => {
          if (name === undefined) {
            context.stdout(await overview());
            done(0);
            return;
          }
          const part = await findPart(name);
          checkArgument(name, part, argument);
          await ask(part, argument, input, context.stdout, { env: context.env, ...flags });
          done(0);
        });
    },
  };
}

export const command: CommandModule = labCommand(process.stdin);

async function findPart(name: string): Promise<LabPart> {
  const entry = labParts.find((part) => part.name === name.toLowerCase());
  if (entry === undefined) {
    throw new CliError(
      2,
      `lab has no part ${JSON.stringify(name)}`,
      `parts: ${labParts.map((part) => part.name).join(', ')}`,
    );
  }
  return entry.load();
}

function checkArgument(name: string, { argument: wanted }: LabPart, argument: string | undefined): void {
  if (wanted === undefined || (argument !== undefined && wanted.accepts(argument))) return;
  const problem =
    argument === undefined ? `needs a ${wanted.name}` : `knows no ${wanted.name} ${JSON.stringify(argument)}`;
  throw new CliError(2, `lab ${name} ${problem}`, `choose one of: ${wanted.choices.join(', ')}`);
}

async function overview(): Promise<string> {
  let text = 'Parts:\n';
  for (const { name, load } of labParts) {
    const part = await load();
    const usage = [name, part.argument?.name].filter(Boolean).join(' ');
    text += `  ${usage.padEnd(18)} ${part.describes}\n  ${''.padEnd(18)} ${part.example}\n`;
    if (part.argument) text += `  ${''.padEnd(18)} ${part.argument.name}: ${part.argument.choices.join(', ')}\n`;
  }
  return text;
}
