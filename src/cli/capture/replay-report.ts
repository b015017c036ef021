import type { Outcome } from '#core/outcome.ts';
import type { Rule } from '#runtime/rules/loader/rule-set.ts';
import { timeText } from '#runtime/rules/output/event-time.ts';
import { indentedJsonText, type JsonValue } from '#runtime/rules/output/json-text.ts';
import { priorities } from '#runtime/rules/output/priority.ts';
import type { DetectedCapture, Detector } from '#runtime/rules/replay/detector.ts';
import type { CliContext } from '../command.ts';
import { version } from '../version.ts';
import { captureIssueText, captureTrouble } from './capture-trouble.ts';
import { escapeControls } from './escape-controls.ts';

/** What came of one capture. */
export interface CaptureRun {
  readonly file: string;
  readonly alerts: number;
  readonly outcome: Outcome<DetectedCapture>;
}

interface RuleCount {
  readonly rule: Rule;
  readonly alerts: number;
}

/** Schema `holdfast.replay/1`, schema/replay-1.json, up to its alerts: they are written as they come. */
export function replayDocumentStart(): string {
  return `{\n"schema": "holdfast.replay/1",\n"holdfast": {"version": ${JSON.stringify(version)}},\n"alerts": [`;
}

/** The rest of the document. */
export function replayDocumentEnd(runs: readonly CaptureRun[], detector: Detector, failing: boolean): string {
  const counts = ruleCounts(detector);
  const summary = {
    alerts: counts.reduce((sum, { alerts }) => sum + alerts, 0),
    rules: detector.engine.rules.length,
    failed: failing,
    byRule: counts.map(({ rule, alerts }) => ({ rule: rule.name, priority: rule.priority, alerts })),
  };
  const keys = {
    complete: runs.every((run) => run.outcome.ok && run.outcome.value.complete),
    captures: runs.map(captureDocument),
    summary,
  };
  const text = Object.entries(keys).map(([key, value]) => `"${key}": ${indentedJsonText(value as JsonValue)}`);
  return `\n],\n${text.join(',\n')}\n}\n`;
}

/** What follows the alerts as text. */
export function replaySummary(
  runs: readonly CaptureRun[],
  detector: Detector,
  { width }: Pick<CliContext, 'width'>,
): string {
  const counts = ruleCounts(detector);
  const alerts = counts.reduce((sum, count) => sum + count.alerts, 0);
  const events = runs.reduce((sum, { outcome }) => sum + (outcome.ok ? outcome.value.events : 0), 0);
  const lines: string[] = [];
  if (alerts > 0) {
    lines.push('', 'priority       alerts  rule');
    for (const { rule, alerts: number } of counts)
      lines.push(
        `${rule.priority.padEnd(13)} ${String(number).padStart(7)}  ${escapeControls(rule.name).slice(0, Math.max(40, width - 23))}`,
      );
    lines.push('');
  }
  const of = runs.length === 1 ? '' : ` of ${runs.length} captures`;
  lines.push(
    `${count(alerts, 'alert')} by ${count(counts.length, 'rule')} (of ${detector.engine.rules.length} that ran) in ${count(events, 'event')}${of}`,
  );
  for (const { file, outcome } of runs) {
    if (!outcome.ok) lines.push(escapeControls(`not read: ${captureIssueText(file, outcome.issue)}`));
    else
      for (const text of [...captureTrouble(file, outcome.value), ...evictions(file, outcome.value)])
        lines.push(escapeControls(text));
  }
  return `${lines.join('\n')}\n`;
}

function captureDocument({ file, alerts, outcome }: CaptureRun) {
  if (!outcome.ok) return { file, read: false, complete: false, alerts, issues: [outcome.issue] };
  const { value } = outcome;
  return {
    file,
    read: true,
    complete: value.complete,
    alerts,
    events: value.events,
    bytes: value.bytes,
    compression: value.compression,
    sections: value.sections,
    ...(value.events > 0
      ? { firstTime: `${timeText(value.firstTime)}Z`, lastTime: `${timeText(value.lastTime)}Z` }
      : {}),
    ...(value.machine ? { hostname: value.machine.hostname } : {}),
    lost: {
      notedDrops: value.notedDrops,
      withoutEnter: value.withoutEnter,
      damagedEvents: value.damagedEvents,
      newerTypes: value.newerTypes,
      unknownBlocks: value.unknownBlocks,
      skippedBytes: value.skippedBytes,
      evicted: { ...value.evicted },
    },
    issues: value.issues,
  };
}

/** Rules that raised alerts: the most severe first, then the loudest, then by name. */
function ruleCounts({ engine }: Detector): RuleCount[] {
  return engine.rules
    .map((rule, index) => ({ rule, alerts: engine.matches[index]! }))
    .filter(({ alerts }) => alerts > 0)
    .sort(
      (a, b) =>
        priorities.indexOf(a.rule.priority) - priorities.indexOf(b.rule.priority) ||
        b.alerts - a.alerts ||
        (a.rule.name < b.rule.name ? -1 : 1),
    );
}

/** What the host's bounded tables threw away, in words. */
export function evictions(file: string, { evicted }: DetectedCapture): string[] {
  return Object.entries(evicted)
    .filter(([, number]) => number > 0)
    .map(([table, number]) => `${file}: ${number} ${table} were forgotten, as there were too many`);
}

function count(number: number, what: string): string {
  return `${number === 0 ? 'no' : number} ${what}${number === 1 ? '' : 's'}`;
}
