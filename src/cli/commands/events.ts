import { Option } from 'commander';
import type { EventsFlags } from '../capture/print-events.ts';
import { CliError, type CommandModule } from '../command.ts';

export const command: CommandModule = {
  configure(command, context, done) {
    command
      .argument('<capture>', 'capture file (.scap, also gzip or zstd); - is standard input')
      .argument('[filter...]', 'only events for which this condition is true, in the language of rules')
      .option('-p, --print <FORMAT>', 'what a line shows: text with %field, %20field, %transformer(field)')
      .option('--fields <LIST>', 'fields of a line, separated by commas; with --format jsonl they are its keys')
      .option('--json', 'the same as --format jsonl')
      .addOption(new Option('-f, --format <FORMAT>', 'output format').choices(['text', 'jsonl']))
      .option('-n, --count <N>', 'stop after this many events', wholeNumber)
      .option('--skip <N>', 'leave out this many events first', wholeNumber)
      .option('--from <N>', 'begin with the event of this number (evt.num)', eventNumber)
      .option('--to <N>', 'end with the event of this number', eventNumber)
      .option(
        '-w, --write <FILE>',
        'print nothing: write the events to a capture file, compressed where its name ends in .gz',
      )
      .option('-z, --gzip', 'compress what --write writes')
      .addHelpText(
        'after',
        `
Without a filter every event is shown. Times are UTC. In text a value that is missing shows as <NA> where the format begins
with *, and else leaves the line out; in JSON its key is left out.

--write makes a capture that Holdfast, Falco and sysdig read as they would have read the whole one from there on: it begins
with the state of the host before its first event. What the filter leaves out is written for the state only, as far as it
changes it. How many events were written is said on standard error.

Exit code: 0 printed or written, 2 wrong usage or a wrong filter, 3 the capture could not be read or written.

Examples:
  holdfast events trace.scap
  holdfast events trace.scap 'evt.type in (execve, execveat) and container.id != host' -p '%evt.time %proc.name %proc.cmdline'
  holdfast events trace.scap 'fd.sip = 169.254.169.254' --fields evt.num,proc.name,fd.name --format jsonl
  holdfast events trace.scap --from 5000 --to 9000 --write incident.scap.gz`,
      )
      .action(async (capture: string, filter: readonly string[], flags: EventsFlags) => {
        if (flags.print !== undefined && flags.fields !== undefined)
          throw new CliError(2, '--print and --fields both say what a line shows: give one of them');
        if (flags.json === true && flags.format === 'text')
          throw new CliError(2, '--json and --format text contradict each other');
        if ((flags.to ?? Number.POSITIVE_INFINITY) < (flags.from ?? 1))
          throw new CliError(2, '--to is less than --from: no event is in between');
        if (flags.write !== undefined) {
          const other = (['print', 'fields', 'json', 'format', 'skip'] as const).find(
            (name) => flags[name] !== undefined,
          );
          if (other !== undefined)
            throw new CliError(2, `--write and --${other} contradict each other`, 'use --from to leave out events');
          const { writeEvents } = await import('../capture/write-events.ts');
          done(await writeEvents(capture, filter.join(' '), flags.write, flags, context));
          return;
        }
        if (flags.gzip === true) throw new CliError(2, '--gzip is for --write');
        const { printEvents } = await import('../capture/print-events.ts');
        done(await printEvents(capture, filter.join(' '), flags, context));
      });
  },
};

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new CliError(2, `takes a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}

function eventNumber(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new CliError(2, 'events are counted from 1');
  return number;
}
