import './hot-detect.ts';
import { fields } from '#runtime/rules/fields/index.ts';
import { idleSteps, selectRules } from '#runtime/rules/loader/select-rules.ts';
import { type Alert, alertJson } from '#runtime/rules/output/alert.ts';
import { parseOutput } from '#runtime/rules/output/parse-output.ts';
import { atLeast } from '#runtime/rules/output/priority.ts';
import { Detector } from '#runtime/rules/replay/detector.ts';
import { type CliContext, CliError, type ExitCode } from '../command.ts';
import { issueText } from '../issue-text.ts';
import { captureProgress } from './capture-progress.ts';
import { captureIssueText, captureTrouble } from './capture-trouble.ts';
import { commandSource } from './command-source.ts';
import { escapeControls } from './escape-controls.ts';
import { openRules } from './open-rules.ts';
import { type CaptureRun, evictions, replayDocumentEnd, replayDocumentStart, replaySummary } from './replay-report.ts';
import { appendOptions, priorityOf, type RuleFlags, selectOptions } from './rule-options.ts';
import { outputBuffer } from './text-buffer.ts';

export interface ReplayFlags extends RuleFlags {
  readonly format: 'text' | 'json' | 'jsonl';
  readonly failOn?: string;
}

/** What `holdfast replay` does. */
export async function replayCaptures(
  captures: readonly string[],
  flags: ReplayFlags,
  context: CliContext,
): Promise<ExitCode> {
  const failOn = flags.failOn === undefined ? undefined : priorityOf('--fail-on', flags.failOn);
  const detector = await openDetector(flags, context);
  const out = outputBuffer(context);
  const { format } = flags;
  let first = true;
  let failing = false;
  const onAlert = (alert: Alert): void => {
    if (failOn !== undefined && atLeast(alert.priority, failOn)) failing = true;
    if (format === 'text') out.add(`${escapeControls(alert.output)}\n`);
    else if (format === 'jsonl') out.add(`${alertJson(alert)}\n`);
    else {
      out.add(`${first ? '' : ','}\n${alertJson(alert)}`);
      first = false;
    }
  };
  if (format === 'json') out.add(replayDocumentStart());
  const runs: CaptureRun[] = [];
  for (const capture of captures) {
    const before = Float64Array.from(detector.engine.matches);
    const progress = captureProgress(`replaying ${capture}`, context);
    const outcome = await detector.run(commandSource(capture), capture, onAlert, progress.onProgress);
    progress.done();
    const alerts = detector.engine.matches.reduce((sum, count, index) => sum + count - before[index]!, 0);
    runs.push({ file: capture, alerts, outcome });
    if (!outcome.ok) context.stderr(`holdfast: ${escapeControls(captureIssueText(capture, outcome.issue))}\n`);
    else if (format !== 'text')
      for (const text of [...captureTrouble(capture, outcome.value), ...evictions(capture, outcome.value)])
        context.stderr(`holdfast: ${escapeControls(text)}\n`);
  }
  if (format === 'json') out.add(replayDocumentEnd(runs, detector, failing));
  if (format === 'text' && runs.some((run) => run.outcome.ok)) out.add(replaySummary(runs, detector, context));
  out.flush();
  return runs.some((run) => !run.outcome.ok) ? 3 : failing ? 1 : 0;
}

/** Rules as the flags choose them, ready to run. */
export async function openDetector(flags: RuleFlags, context: CliContext): Promise<Detector> {
  const select = selectOptions(flags);
  const appendOutput = appendOptions(flags);
  checkAppended(flags);
  const set = await openRules(flags.rules, context, appendOutput);
  for (const step of idleSteps(set.rules, select.steps ?? []))
    if (step.rule !== '*')
      context.stderr(
        `holdfast: no rule ${step.tag === undefined ? `is named ${JSON.stringify(step.rule)}` : `has the tag ${JSON.stringify(step.tag)}`}\n`,
      );
  const detector = Detector.of(selectRules(set.rules, select), { match: flags.match, appendOutput });
  if (!detector.ok) throw new CliError(2, issueText(detector.issue), detector.issue.hint);
  for (const issue of detector.issues ?? []) context.stderr(`holdfast: ${issueText(issue)}\n`);
  return detector.value;
}

/** A wrong option is named as such, before a rule is blamed for it. */
function checkAppended(flags: RuleFlags): void {
  const texts = [
    ...(flags.extraField ?? []).map((name) => ['--extra-field', `%${name}`] as const),
    ...(flags.appendOutput ?? []).map((text) => ['--append-output', text] as const),
  ];
  for (const [option, text] of texts) {
    const parsed = parseOutput(text, fields);
    if (!parsed.ok) throw new CliError(2, `${option}: ${parsed.issue.message}`, parsed.issue.hint);
    if (option === '--extra-field' && parsed.value.fieldNames.length === 0)
      throw new CliError(2, `${option}: ${JSON.stringify(text.slice(1))} is no field`);
  }
}
