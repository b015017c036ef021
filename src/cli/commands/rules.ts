import type { CommandModule } from '../command.ts';
import { checkRules } from './rules/check.ts';
import { diffRules } from './rules/diff.ts';
import { explainRule } from './rules/explain.ts';
import { testRules } from './rules/test.ts';

/** Subcommands are small: what is heavy they load when they run. */
const subcommands: readonly { readonly name: string; readonly summary: string; readonly command: CommandModule }[] = [
  { name: 'check', summary: 'validate rule files, and show what they compile to', command: checkRules },
  {
    name: 'test',
    summary: 'run rules over captures or scripts, and compare with what is expected',
    command: testRules,
  },
  { name: 'explain', summary: 'why a rule matches an event of a capture, or not', command: explainRule },
  { name: 'diff', summary: 'what a change of rules would have caught or lost', command: diffRules },
];

export const command: CommandModule = {
  configure(command, context, done) {
    for (const { name, summary, command: subcommand } of subcommands) {
      const child = command
        .command(name)
        .description(summary)
        .exitOverride()
        .configureOutput({ writeOut: context.stdout, writeErr: context.stderr });
      subcommand.configure(child, context, done);
    }
    command.addHelpText('after', '\nExample:\n  holdfast rules check falco_rules.yaml my_rules.yaml');
  },
};
