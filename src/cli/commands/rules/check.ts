import { Option } from 'commander';
import type { CommandModule } from '../../command.ts';
import { readRuleFiles } from './rule-files.ts';

interface CheckFlags {
  readonly format: 'text' | 'json';
  readonly brief?: boolean;
  readonly strict?: boolean;
}

/** `holdfast rules check` */
export const checkRules: CommandModule = {
  configure(command, context, done) {
    command
      .argument(
        '<file...>',
        'rule files, loaded in this order into one set; a folder stands for its .yaml and .yml files by name',
      )
      .addOption(new Option('-f, --format <FORMAT>', 'output format').choices(['text', 'json']).default('text'))
      .option('--brief', 'only errors, warnings and a summary, not what the rules compile to')
      .option('--strict', 'exit with 1 where there are warnings, too')
      .addHelpText(
        'after',
        `
Errors and warnings have the codes of the ecosystem (LOAD_…), their place, and mostly a hint.
Of each rule are shown the condition with lists, macros and exceptions put in, the fields that
it asks for, and the types of events that it is run on.

Exit code: 0 all rules load, 1 errors (with --strict also warnings), 2 wrong usage, 3 a file could not be read.

Examples:
  holdfast rules check falco_rules.yaml my_rules.yaml
  holdfast rules check --brief --strict rules.d
  holdfast rules check --format json falco_rules.yaml | jq '.rules[] | {name, event_types}'`,
      )
      .action(async (paths: readonly string[], flags: CheckFlags) => {
        const files = await readRuleFiles(paths, context);
        const { loadRules } = await import('../../capture/hot-detect.ts');
        const { checkJson, checkText } = await import('./check-report.ts');
        const set = await loadRules(files, { allErrors: true });
        if (flags.format === 'json') {
          context.stdout(`${JSON.stringify(checkJson(set, files, flags.brief === true), null, 2)}\n`);
        } else {
          const { colour, width } = context;
          context.stdout(checkText(set, files, { brief: flags.brief === true, colour, width }));
        }
        done(set.ok && !(flags.strict === true && set.warnings.length > 0) ? 0 : 1);
      });
  },
};
