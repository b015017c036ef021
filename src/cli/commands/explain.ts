import { Option } from 'commander';
import { openChosenDb } from '#build/scan/match-advisories.ts';
import { CliError, type CommandModule } from '../command.ts';
import { explainFinding, renderExplained } from '../explain-finding.ts';
import { issueText } from '../issue-text.ts';
import { dbChoice, runScan } from '../run-scan.ts';
import { addTargetOptions, type ScanFlags, targetHelp } from './scan-options.ts';

interface ExplainFlags extends Omit<ScanFlags, 'format'> {
  readonly format: 'text' | 'json';
  readonly package?: string;
}

export const command: CommandModule = {
  configure(command, context, done) {
    addTargetOptions(
      command
        .argument('<target>', 'what was scanned')
        .argument('<finding>', 'CVE or other id, fingerprint, check or secret rule'),
    )
      .option('--package <NAME>', 'only this package: also says why an advisory did not match it')
      .addOption(new Option('-f, --format <FORMAT>', 'output format').choices(['text', 'json']).default('text'))
      .addHelpText(
        'after',
        `${targetHelp}

Exit code: 0 explained, 2 wrong usage, 3 could not scan or nothing goes by that name.

Examples:
  holdfast explain alpine:3.16 CVE-2022-37434
  holdfast explain docker-archive:image.tar CVE-2021-44228 --package log4j-core`,
      )
      .action(async (target: string, wanted: string, flags: ExplainFlags) => {
        const report = await runScan(target, { ...flags, format: 'json' }, context);
        const db = openChosenDb(dbChoice(flags.db, context.env));
        if (!db.ok) throw new CliError(3, issueText(db.issue), db.issue.hint);
        const explained = explainFinding(report, db.value, wanted, flags.package);
        db.value.close();
        context.stdout(
          flags.format === 'json'
            ? `${JSON.stringify({ schema: 'holdfast.explain/1', ...explained }, null, 2)}\n`
            : renderExplained(explained, report),
        );
        done(explained.nothing ? 3 : 0);
      });
  },
};
