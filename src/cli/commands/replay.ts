import { Option } from 'commander';
import type { ReplayFlags } from '../capture/replay-captures.ts';
import { addRuleOptions } from '../capture/rule-options.ts';
import { CliError, type CommandModule } from '../command.ts';

export const command: CommandModule = {
  configure(command, context, done) {
    addRuleOptions(
      command.argument('[captures...]', 'capture files (.scap, also gzip or zstd), in order; - is standard input'),
    )
      .addOption(
        new Option('-f, --format <FORMAT>', 'output format').choices(['text', 'json', 'jsonl']).default('text'),
      )
      .option('--fail-on <PRIORITY>', 'exit code 1 where an alert is at least that severe: critical, warning, notice …')
      .addHelpText(
        'after',
        `
Without --rules the rules that ship with Holdfast run. text shows a line for each alert and a summary; json is one document with
alerts, summary and what the captures lack; jsonl is one alert a line and nothing else.

Exit code: 0 replayed, 1 an alert as severe as --fail-on, 2 wrong usage, 3 a capture or the rules could not be used.

Examples:
  holdfast replay trace.scap
  holdfast replay trace.scap --rules falco_rules.yaml local_rules.yaml --enable '*' --fail-on warning
  holdfast replay trace.scap --format jsonl --extra-field evt.num --extra-field proc.pexepath`,
      )
      .action(async (given: readonly string[], flags: ReplayFlags) => {
        const { captures, rules } = splitOperands(given, flags.rules);
        const { replayCaptures } = await import('../capture/replay-captures.ts');
        done(await replayCaptures(captures, { ...flags, rules }, context));
      });
  },
};

/** `--rules a.yaml b.scap` takes both words: where no capture is left, those that are no YAML files are captures. */
function splitOperands(captures: readonly string[], rules: readonly string[] | undefined) {
  if (captures.length > 0) return { captures, rules };
  const isRules = (file: string) => /\.ya?ml$/.test(file);
  const taken = (rules ?? []).filter((file) => !isRules(file));
  if (taken.length === 0) throw new CliError(2, 'no capture is named', 'holdfast replay CAPTURE… [--rules FILE…]');
  return { captures: taken, rules: (rules ?? []).filter(isRules) };
}
