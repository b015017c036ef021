import './hot-detect.ts';
import { selectRules } from '#runtime/rules/loader/select-rules.ts';
import type { Alert } from '#runtime/rules/output/alert.ts';
import { indentedJsonText, type JsonValue } from '#runtime/rules/output/json-text.ts';
import { Detector } from '#runtime/rules/replay/detector.ts';
import { type CliContext, CliError, type ExitCode } from '../command.ts';
import { issueText } from '../issue-text.ts';
import { captureProgress } from './capture-progress.ts';
import { captureIssueText } from './capture-trouble.ts';
import { escapeControls } from './escape-controls.ts';
import { openRules } from './open-rules.ts';
import { TextBuffer } from './text-buffer.ts';

export interface DiffFlags {
  readonly match: 'first' | 'all';
  readonly allRules?: boolean;
  readonly failOn?: 'lost' | 'new' | 'any';
  readonly format: 'text' | 'json';
}

interface Difference {
  readonly kind: 'new' | 'lost' | 'changed';
  readonly capture: string;
  readonly before?: Alert;
  readonly after?: Alert;
}

const marks = { new: '+', lost: '-', changed: '~' } as const;

/** What `holdfast rules diff` does. */
export async function diffRuleFiles(
  before: string,
  after: string,
  captures: readonly string[],
  flags: DiffFlags,
  context: CliContext,
): Promise<ExitCode> {
  if (captures.includes('-')) throw new CliError(2, 'standard input cannot be read twice: name a capture file');
  const old = await detectorOf(before, flags, context);
  const changed = await detectorOf(after, flags, context);
  const differences: Difference[] = [];
  let unchanged = 0;
  for (const capture of captures) {
    const [left, right] = [await alertsOf(old, capture, context), await alertsOf(changed, capture, context)];
    for (const [key, alert] of left) {
      const other = right.get(key);
      if (other === undefined) differences.push({ kind: 'lost', capture, before: alert });
      else if (isChanged(alert, other)) differences.push({ kind: 'changed', capture, before: alert, after: other });
      else unchanged += 1;
    }
    for (const [key, alert] of right) if (!left.has(key)) differences.push({ kind: 'new', capture, after: alert });
  }
  const out = new TextBuffer(context.stdout);
  out.add(flags.format === 'json' ? diffDocument(differences, unchanged) : diffText(differences, unchanged));
  out.flush();
  const fails = flags.failOn === 'any' ? differences.length > 0 : differences.some(({ kind }) => kind === flags.failOn);
  return fails ? 1 : 0;
}

async function detectorOf(files: string, flags: DiffFlags, context: CliContext): Promise<Detector> {
  const set = await openRules(
    files.split(',').filter((file) => file !== ''),
    context,
  );
  const steps = flags.allRules === true ? [{ action: 'enable' as const, rule: '*' }] : [];
  const detector = Detector.of(selectRules(set.rules, { steps }), { match: flags.match });
  if (!detector.ok) throw new CliError(3, issueText(detector.issue), detector.issue.hint);
  return detector.value;
}

/** Alerts by event and rule, in the order of events. */
async function alertsOf(detector: Detector, capture: string, context: CliContext): Promise<Map<string, Alert>> {
  const alerts = new Map<string, Alert>();
  const progress = captureProgress(`replaying ${capture}`, context);
  const outcome = await detector.run(
    capture,
    capture,
    (alert, _, event) => alerts.set(`${event.number} ${alert.rule}`, alert),
    progress.onProgress,
  );
  progress.done();
  if (!outcome.ok) throw new CliError(3, captureIssueText(capture, outcome.issue), outcome.issue.hint);
  return alerts;
}

function isChanged(before: Alert, after: Alert): boolean {
  return (
    before.output !== after.output ||
    before.priority !== after.priority ||
    before.tags.join('\n') !== after.tags.join('\n')
  );
}

function diffText(differences: readonly Difference[], unchanged: number): string {
  const lines: string[] = [];
  let capture = '';
  for (const difference of differences) {
    if (difference.capture !== capture) {
      ({ capture } = difference);
      lines.push(`${lines.length === 0 ? '' : '\n'}${capture}`);
    }
    const { kind, before, after } = difference;
    const alert = after ?? before!;
    lines.push(escapeControls(`${marks[kind]} event ${alert.capture?.event} ${alert.rule}: ${alert.output}`));
    if (kind === 'changed') lines.push(escapeControls(`    was: ${before!.output}`));
  }
  const number = (kind: Difference['kind']) => differences.filter((difference) => difference.kind === kind).length;
  const total = `${number('new')} new, ${number('lost')} lost, ${number('changed')} changed, ${unchanged} as before`;
  return `${lines.join('\n')}${lines.length === 0 ? '' : '\n\n'}${total}\n`;
}

function diffDocument(differences: readonly Difference[], unchanged: number): string {
  const number = (kind: Difference['kind']) => differences.filter((difference) => difference.kind === kind).length;
  const document = {
    schema: 'holdfast.rules-diff/1',
    summary: { new: number('new'), lost: number('lost'), changed: number('changed'), unchanged },
    differences: differences.map(({ kind, capture, before, after }) => ({ kind, capture, before, after })),
  };
  return `${indentedJsonText(document as unknown as JsonValue)}\n`;
}
