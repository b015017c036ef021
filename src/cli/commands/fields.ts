import { Option } from 'commander';
import type { Field } from '#runtime/rules/field.ts';
import { CliError, type CommandModule } from '../command.ts';

interface FieldsFlags {
  readonly format: 'text' | 'json';
  readonly events?: boolean;
}

export const command: CommandModule = {
  configure(command, context, done) {
    command
      .argument('[name]', 'only what has this in its name; a whole name shows everything about it')
      .option('--events', 'list events and their parameters instead of fields')
      .addOption(new Option('-f, --format <FORMAT>', 'output format').choices(['text', 'json']).default('text'))
      .addHelpText(
        'after',
        `
Fields are what conditions, filters and outputs of rules can ask an event for.

Exit code: 0 listed, 2 wrong usage or nothing goes by that name.

Examples:
  holdfast fields proc.
  holdfast fields evt.arg
  holdfast fields --events openat
  holdfast fields --format json`,
      )
      .action(async (name: string | undefined, flags: FieldsFlags) => {
        const { width } = context;
        context.stdout(
          flags.events === true
            ? await eventsText(name, flags.format, width)
            : await fieldsText(name, flags.format, width),
        );
        done(0);
      });
  },
};

async function fieldsText(name: string | undefined, format: FieldsFlags['format'], width: number): Promise<string> {
  const { fields } = await import('../capture/hot-detect.ts');
  const { fieldDetails, fieldDocument, fieldList } = await import('../field-list.ts');
  const exact = name === undefined ? undefined : fields.get(name);
  const found = exact ? [exact] : [...fields.values()].filter((field) => field.name.includes(name ?? ''));
  if (found.length === 0) throw await unknown('field', name ?? '', [...fields.keys()]);
  if (format === 'json')
    return `${JSON.stringify({ schema: 'holdfast.fields/1', fields: found.map(fieldDocument) }, null, 2)}\n`;
  return exact ? fieldDetails(exact, width) : fieldList(found as readonly Field[], width);
}

async function eventsText(name: string | undefined, format: FieldsFlags['format'], width: number): Promise<string> {
  const { eventTable } = await import('../capture/hot-detect.ts');
  const { eventDocument, eventList } = await import('../event-list.ts');
  // What a syscall has at its beginning stands in the event of its end.
  const current = eventTable.filter(
    (row) =>
      !row.flags.has('old') &&
      !row.flags.has('unused') &&
      !(row.enter && eventTable[row.number + 1]?.name === row.name),
  );
  const exact = current.filter((row) => row.name === name);
  const found = exact.length > 0 ? exact : current.filter((row) => row.name.includes(name ?? ''));
  if (found.length === 0)
    throw await unknown(
      'event',
      name ?? '',
      current.map((row) => row.name),
    );
  if (format === 'json')
    return `${JSON.stringify({ schema: 'holdfast.event-table/1', events: found.map(eventDocument) }, null, 2)}\n`;
  return eventList(found, width);
}

async function unknown(kind: string, name: string, known: readonly string[]): Promise<CliError> {
  const { didYouMean } = await import('../capture/hot-detect.ts');
  return new CliError(2, `no ${kind} has ${JSON.stringify(name)} in its name`, didYouMean(name, known));
}
