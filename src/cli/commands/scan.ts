import { writeFileSync } from 'node:fs';
import type { ScanReport } from '#core/scan-report.ts';
import { reportFormat, reportFormats } from '#output/report/index.ts';
import type { RenderOptions, ReportFormat } from '#output/report/report-format.ts';
import { CliError, type CommandModule } from '../command.ts';
import { issueText } from '../issue-text.ts';
import { readText } from '../load-policy.ts';
import { runScan } from '../run-scan.ts';
import { addReportOptions, addTargetOptions, type ScanFlags, targetHelp } from './scan-options.ts';

export const command: CommandModule = {
  configure(command, context, done) {
    addReportOptions(addTargetOptions(command.argument('<target>', 'what to scan')))
      .addHelpText(
        'after',
        `${targetHelp}

Exit code: 0 allowed, 1 denied by the policy, 2 wrong usage, 3 could not scan.

Examples:
  holdfast scan alpine:3.20
  holdfast scan docker-archive:image.tar --also sarif=holdfast.sarif --also html=holdfast.html
  holdfast scan oci:build/image --format json | jq .verdict`,
      )
      .action(async (target: string, flags: ScanFlags) => {
        const dockerfile =
          flags.dockerfile === undefined ? undefined : { path: flags.dockerfile, text: readText(flags.dockerfile) };
        const format = formatNamed(flags.format);
        const also = (flags.also ?? []).map(parseAlso);
        const report = await runScan(target, flags, context);
        const text = await rendered(report, format, {
          width: context.width,
          colour: context.colour && flags.output === undefined,
          full: flags.full === true,
          ...(dockerfile ? { dockerfile } : {}),
        });
        for (const { format: other, file } of also)
          write(
            file,
            await rendered(report, other, { full: flags.full === true, ...(dockerfile ? { dockerfile } : {}) }),
          );
        if (flags.output === undefined) context.stdout(text);
        else write(flags.output, text);
        if (flags.format !== 'table')
          warnOfIssues(report.issues.filter((issue) => issue.level === 'error').map(issueText), context.stderr);
        done(report.verdict.decision === 'deny' ? 1 : 0);
      });
  },
};

async function rendered(report: ScanReport, format: ReportFormat, options: RenderOptions): Promise<string> {
  return (await format.load())(report, options);
}

function formatNamed(id: string): ReportFormat {
  const format = reportFormat(id);
  if (format) return format;
  throw new CliError(2, `no such format: ${id}`, `formats: ${reportFormats.map((item) => item.id).join(', ')}`);
}

/** `sarif=holdfast.sarif` */
function parseAlso(text: string): { readonly format: ReportFormat; readonly file: string } {
  const equals = text.indexOf('=');
  if (equals < 1 || equals === text.length - 1)
    throw new CliError(2, `--also takes FORMAT=FILE, not ${JSON.stringify(text)}`);
  return { format: formatNamed(text.slice(0, equals)), file: text.slice(equals + 1) };
}

/** On stderr, so that a job's log says that a report is not complete although nobody reads the JSON. */
function warnOfIssues(texts: readonly string[], stderr: (text: string) => void): void {
  if (texts.length === 0) return;
  for (const text of texts.slice(0, 5)) stderr(`holdfast: not read: ${text}\n`);
  if (texts.length > 5) stderr(`holdfast: and ${texts.length - 5} more; the report has them all\n`);
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new CliError(3, `cannot write ${file}: ${(cause as Error).message}`);
  }
}
