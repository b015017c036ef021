import './hot-detect.ts';
import { fstatSync, type Stats, statSync } from 'node:fs';
import { CaptureFile } from '#runtime/events/capture/capture-file.ts';
import { writePart } from '#runtime/events/capture/capture-part.ts';
import { CaptureWriter } from '#runtime/events/capture/capture-writer.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import { createHostState } from '#runtime/events/state/create-host-state.ts';
import { type CliContext, CliError, type ExitCode } from '../command.ts';
import { issueText } from '../issue-text.ts';
import { captureProgress } from './capture-progress.ts';
import { captureIssueText, captureTrouble } from './capture-trouble.ts';
import { commandSource, stoppableSource } from './command-source.ts';
import { compileCommandFilter } from './compile-command-filter.ts';
import type { EventsFlags } from './print-events.ts';

/** What `holdfast events --write` does. */
export async function writeEvents(
  capture: string,
  filterText: string,
  path: string,
  { from = 1, to = Number.POSITIVE_INFINITY, count = Number.POSITIVE_INFINITY, gzip }: EventsFlags,
  context: CliContext,
): Promise<ExitCode> {
  const filter = filterText.trim() === '' ? undefined : compileCommandFilter(filterText);
  for (const warning of filter?.warnings ?? []) context.stderr(`holdfast: filter: ${warning}\n`);
  if (path === '-') throw new CliError(2, '--write needs the name of a file');
  if (isSameFile(capture, path))
    throw new CliError(2, `--write ${path} is the capture that is read`, 'write to another file');

  let left = count;
  let last = 0;
  const select = (event: CaptureEvent): boolean => {
    last = event.number;
    if (left <= 0 || (filter !== undefined && !filter.matches(event))) return false;
    left -= 1;
    return true;
  };
  const enough = (): boolean => left <= 0 || last >= to;
  const isPart = count !== Number.POSITIVE_INFINITY || to !== Number.POSITIVE_INFINITY;
  const file = new CaptureFile(path, gzip === true || path.endsWith('.gz') ? 'gzip' : 'none');
  const writer = new CaptureWriter((bytes) => file.write(bytes));
  const progress = captureProgress(`writing ${path}`, context);
  const outcome = await writePart(
    isPart ? stoppableSource(capture, enough) : commandSource(capture),
    createHostState(),
    writer,
    {
      from,
      to,
      enough,
      // Without either, blocks need not wait for what is said of them.
      ...(filter || isPart ? { select } : {}),
      ...(filter ? { interest: filter.eventTypes } : {}),
      onProgress: progress.onProgress,
    },
  );
  const issue = file.close();
  progress.done();
  if (!outcome.ok) throw new CliError(3, captureIssueText(capture, outcome.issue), outcome.issue.hint);
  if (issue) throw new CliError(3, issueText(issue), issue.hint);
  if (!enough()) for (const text of captureTrouble(capture, outcome.value)) context.stderr(`holdfast: ${text}\n`);
  const state = writer.stateEvents === 0 ? '' : ` (and ${writer.stateEvents} for the state only)`;
  const events = `${writer.events} event${writer.events === 1 ? '' : 's'}`;
  context.stderr(`holdfast: wrote ${events}${state}, ${file.bytes} bytes, to ${path}\n`);
  return 0;
}

function isSameFile(capture: string, path: string): boolean {
  const written = statOf(() => statSync(path));
  const read = statOf(() => (capture === '-' ? fstatSync(0) : statSync(capture)));
  return written?.isFile() === true && read !== undefined && written.ino === read.ino && written.dev === read.dev;
}

function statOf(ask: () => Stats): Stats | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
