import { Option } from 'commander';
import type { CommandModule } from '../../command.ts';

interface TestFlags {
  readonly format: 'text' | 'json';
  readonly filter?: string;
  readonly keep?: string;
}

/** `holdfast rules test` */
export const testRules: CommandModule = {
  configure(command, context, done) {
    command
      .argument('<path...>', 'test files, or folders in which every *.test.yaml is run')
      .option('--filter <TEXT>', 'only tests with this in their name')
      .option('--keep <DIR>', 'write the captures that scripts are made into')
      .addOption(new Option('-f, --format <FORMAT>', 'output format').choices(['text', 'json']).default('text'))
      .addHelpText(
        'after',
        `
A test file names rule files, and for each test a capture, or a script of processes and events that is made into one; then the
alerts that must come, and the rules that must stay silent. docs/replay.md describes the form.

Exit code: 0 all pass, 1 a test fails, 2 wrong usage, 3 a file could not be read.

Examples:
  holdfast rules test content/rules
  holdfast rules test my-rules.test.yaml --filter shell
  holdfast rules test my-rules.test.yaml --keep captures`,
      )
      .action(async (paths: readonly string[], flags: TestFlags) => {
        const { tryRules } = await import('../../capture/try-rules.ts');
        done(await tryRules(paths, flags, context));
      });
  },
};
