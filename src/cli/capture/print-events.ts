import './hot-detect.ts';
import { replayCapture } from '#runtime/events/capture/replay-capture.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import { createHostState } from '#runtime/events/state/create-host-state.ts';
import { type CliContext, CliError, type ExitCode } from '../command.ts';
import { captureProgress } from './capture-progress.ts';
import { captureIssueText, captureTrouble } from './capture-trouble.ts';
import { commandSource, stoppableSource } from './command-source.ts';
import { compileCommandFilter } from './compile-command-filter.ts';
import { defaultFormat, type EventPrinter, formatFields, jsonPrinter, textPrinter } from './event-printer.ts';
import { splitFields } from './split-fields.ts';
import { outputBuffer } from './text-buffer.ts';

export interface EventsFlags {
  readonly print?: string;
  readonly fields?: string;
  readonly json?: boolean;
  readonly format?: 'text' | 'jsonl';
  readonly count?: number;
  readonly skip?: number;
  /** Numbers of the first and the last event. */
  readonly from?: number;
  readonly to?: number;
  /** A file, to write the events to as a capture. */
  readonly write?: string;
  readonly gzip?: boolean;
}

/** What `holdfast events` does. */
export async function printEvents(
  capture: string,
  filterText: string,
  flags: EventsFlags,
  context: CliContext,
): Promise<ExitCode> {
  const filter = filterText.trim() === '' ? undefined : compileCommandFilter(filterText);
  for (const warning of filter?.warnings ?? []) context.stderr(`holdfast: filter: ${warning}\n`);
  const print = printerOf(flags);
  const out = outputBuffer(context);
  const most = flags.count ?? Number.POSITIVE_INFINITY;
  let skip = flags.skip ?? 0;
  const { from = 1, to = Number.POSITIVE_INFINITY } = flags;
  let left = most;
  const onEvent = (event: CaptureEvent): void => {
    if (event.number > to) left = 0;
    if (left <= 0 || event.number < from || (filter !== undefined && !filter.matches(event))) return;
    if (skip > 0) {
      skip -= 1;
      return;
    }
    const line = print(event);
    if (line === undefined) return;
    left -= 1;
    out.add(line);
  };
  const progress = captureProgress(`reading ${capture}`, context);
  const isPart = most !== Number.POSITIVE_INFINITY || to !== Number.POSITIVE_INFINITY;
  const source = !isPart ? commandSource(capture) : stoppableSource(capture, () => left <= 0);
  const outcome = await replayCapture(source, createHostState(), onEvent, {
    ...(filter === undefined ? {} : { interest: filter.eventTypes }),
    onProgress: progress.onProgress,
  });
  progress.done();
  out.flush();
  if (!outcome.ok) throw new CliError(3, captureIssueText(capture, outcome.issue), outcome.issue.hint);
  // What was not read on purpose is not missing.
  if (left > 0) for (const text of captureTrouble(capture, outcome.value)) context.stderr(`holdfast: ${text}\n`);
  return 0;
}

function printerOf({ print, fields, json, format }: EventsFlags): EventPrinter {
  const asJson = json === true || format === 'jsonl';
  if (fields !== undefined) {
    const names = splitFields(fields);
    if (names.length === 0) throw new CliError(2, '--fields names no field');
    return asJson ? jsonPrinter(names) : textPrinter(`*${names.map((name) => `%${name}`).join('\t')}`);
  }
  const shown = print ?? defaultFormat;
  return asJson ? jsonPrinter(formatFields(shown)) : textPrinter(shown);
}
