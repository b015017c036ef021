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
      .addHelpText(
        'after',
        `
Without a filter every event is shown. Times are UTC. In text a value that is missing shows as <NA> where the format begins
with *, and else leaves the line out; in JSON its key is left out.

Exit code: 0 printed, 2 wrong usage or a wrong filter, 3 the capture could not be read.

Examples:
  holdfast events trace.scap
  holdfast events trace.scap 'evt.type in (execve, execveat) and container.id != host' -p '%evt.time %proc.name %proc.cmdline'
  holdfast events trace.scap 'fd.sip = 169.254.169.254' --fields evt.num,proc.name,fd.name --format jsonl`,
      )
      .action(async (capture: string, filter: readonly string[], flags: EventsFlags) => {
        if (flags.print !== undefined && flags.fields !== undefined)
          throw new CliError(2, '--print and --fields both say what a line shows: give one of them');
        if (flags.json === true && flags.format === 'text')
          throw new CliError(2, '--json and --format text contradict each other');
        const { printEvents } = await import('../capture/print-events.ts');
        done(await printEvents(capture, filter.join(' '), flags, context));
      });
  },
};

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new CliError(2, `takes a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}
