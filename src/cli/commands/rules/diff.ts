import { Option } from 'commander';
import type { DiffFlags } from '../../capture/diff-rules.ts';
import type { CommandModule } from '../../command.ts';

/** `holdfast rules diff` */
export const diffRules: CommandModule = {
  configure(command, context, done) {
    command
      .argument('<old>', 'rule file or folder as it was; several, separated by commas, load in order')
      .argument('<new>', 'the same as it is to be')
      .argument('<captures...>', 'capture files on which both run')
      .addOption(
        new Option('--match <WHICH>', 'per event the first rule that matches, or all')
          .choices(['first', 'all'])
          .default('all'),
      )
      .option('--all-rules', 'also run rules that their files disable')
      .addOption(
        new Option('--fail-on <WHAT>', 'exit code 1 where alerts are lost, new, or different in any way').choices([
          'lost',
          'new',
          'any',
        ]),
      )
      .addOption(new Option('-f, --format <FORMAT>', 'output format').choices(['text', 'json']).default('text'))
      .addHelpText(
        'after',
        `
Shows what a change of rules would have caught or lost on recorded captures: alerts that only the new rules raise (+), that only
the old ones raise (-), and those whose priority, tags or text changed (~). Alerts are the same by rule and event.

Exit code: 0 compared, 1 a difference named by --fail-on, 2 wrong usage, 3 a capture or rules could not be used.

Examples:
  holdfast rules diff old.yaml new.yaml trace.scap
  holdfast rules diff base.yaml,local.yaml base.yaml,local-new.yaml traces/*.scap --fail-on lost`,
      )
      .action(async (before: string, after: string, captures: readonly string[], flags: DiffFlags) => {
        const { diffRuleFiles } = await import('../../capture/diff-rules.ts');
        done(await diffRuleFiles(before, after, captures, flags, context));
      });
  },
};
