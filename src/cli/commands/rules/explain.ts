import { Option } from 'commander';
import type { ExplainRuleFlags } from '../../capture/explain-rule.ts';
import { CliError, type CommandModule } from '../../command.ts';

/** `holdfast rules explain` */
export const explainRule: CommandModule = {
  configure(command, context, done) {
    command
      .argument('<rule>', 'name of the rule; a part that only one rule has in its name is enough')
      .argument('<capture>', 'capture file; - is standard input')
      .option('-r, --rules <FILE...>', 'rule files, in order; default: those that ship with Holdfast')
      .option(
        '--event <N>',
        'explain it for this event (evt.num); default: the first that matches, or the one that comes closest',
        eventNumber,
      )
      .addOption(new Option('-f, --format <FORMAT>', 'output format').choices(['text', 'json']).default('text'))
      .addHelpText(
        'after',
        `
Every part of the condition is shown with its answer and the values that it saw; a * marks the checks that decided. Disabled rules
can be explained too.

Exit code: 0 explained, 2 wrong usage, 3 no such rule or event, or a file could not be read.

Examples:
  holdfast rules explain 'Terminal shell' trace.scap
  holdfast rules explain 'Read sensitive file' trace.scap --event 1204 --rules falco_rules.yaml`,
      )
      .action(async (rule: string, capture: string, flags: ExplainRuleFlags) => {
        const { explainRuleOn } = await import('../../capture/explain-rule.ts');
        done(await explainRuleOn(rule, capture, flags, context));
      });
  },
};

function eventNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new CliError(2, `--event takes the number of an event, not ${JSON.stringify(text)}`);
  return Number(text);
}
