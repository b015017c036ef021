import { Option } from 'commander';
import { type FixOptions, planFixes } from '#guard/policy/fix/plan-fixes.ts';
import { renderFixPlan } from '#guard/policy/fix/render-fix-plan.ts';
import type { CommandModule } from '../command.ts';
import { issueText } from '../issue-text.ts';
import { runScan } from '../run-scan.ts';
import { addTargetOptions, type ScanFlags, targetHelp } from './scan-options.ts';

interface FixFlags extends Omit<ScanFlags, 'format'> {
  readonly format: 'text' | 'json';
  readonly scope: NonNullable<FixOptions['scope']>;
}

export const command: CommandModule = {
  configure(command, context, done) {
    addTargetOptions(command.argument('<target>', 'what to fix'))
      .addOption(
        new Option('--scope <SCOPE>', 'findings to remove: what the policy denies, also what it warns about, or all')
          .choices(['denied', 'reasons', 'all'])
          .default('denied'),
      )
      .addOption(new Option('-f, --format <FORMAT>', 'output format').choices(['text', 'json']).default('text'))
      .addHelpText(
        'after',
        `${targetHelp}

Exit code: 0 the plan removes everything in scope, 1 something stays, 2 wrong usage, 3 could not scan.

Example:
  holdfast fix docker-archive:image.tar`,
      )
      .action(async (target: string, flags: FixFlags) => {
        const report = await runScan(target, { ...flags, format: 'json' }, context);
        const plan = planFixes(report, { scope: flags.scope });
        context.stdout(flags.format === 'json' ? `${JSON.stringify(plan, null, 2)}\n` : renderFixPlan(plan));
        for (const issue of report.issues.filter((item) => item.level === 'error').slice(0, 5))
          context.stderr(`holdfast: not read: ${issueText(issue)}\n`);
        done(plan.summary.stay > 0 ? 1 : 0);
      });
  },
};
