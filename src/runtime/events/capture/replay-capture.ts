import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import type { CaptureEvent } from '../event.ts';
import { eventTable } from '../table/event-table.ts';
import { CaptureDecompressor, compressionOf, magicBytes } from './capture-decompressor.ts';
import type { CaptureHandler, CaptureHost } from './capture-handler.ts';
import { CaptureReader } from './capture-reader.ts';
import { type CaptureSource, readSource } from './capture-source.ts';
import type { CaptureCompression, CaptureSummary } from './capture-summary.ts';
import { hiddenEvent, stateOnlyFlag } from './event-layout.ts';

export interface ReplayOptions {
  /** By event type: 1 where `onEvent` wants the events. Default: all. What becomes 0 on the way is shown no more. */
  readonly interest?: Uint8Array;
  /** The block of each event as it came, before it is applied: see CaptureHandler.block. */
  readonly onBlock?: NonNullable<CaptureHandler['block']>;
  /** Bytes of the source that were read (compressed, where it is), and all of them where that is known. About once a MiB. */
  readonly onProgress?: (read: number, total: number | undefined) => void;
}

/**
 * Reads a capture from start to end: what it says of the host goes to `host`, every event of a type that changes state is applied to it, and
 * every event of interest is shown, with the state after it. Fails only where the source is no capture or cannot be read at all; what is
 * missing otherwise is in the summary.
 */
export async function replayCapture(
  source: CaptureSource,
  host: CaptureHost,
  onEvent: (event: CaptureEvent) => void,
  { interest, onBlock, onProgress }: ReplayOptions = {},
): Promise<Outcome<CaptureSummary>> {
  const show = new Uint8Array(eventTable.length).fill(1);
  if (interest) show.set(interest.subarray(0, show.length));
  for (const [type, hidden] of hiddenEvent.entries()) if (hidden !== 0) show[type] = 0;
  const { stateMask } = host;
  const wanted = show.map((wantedType, type) => (wantedType !== 0 || stateMask[type] ? 1 : 0));
  const handler: CaptureHandler = {
    restart: () => host.restart(),
    setMachine: (machine) => host.setMachine(machine),
    addInterface: (item) => host.addInterface(item),
    addUser: (user) => host.addUser(user),
    addGroup: (group) => host.addGroup(group),
    addThread: (entry) => host.addThread(entry),
    addFds: (tid, list) => host.addFds(tid, list),
    event: (event) => {
      host.apply(event);
      const { type } = event;
      if (show[type] === 0 || (event.flags & stateOnlyFlag) !== 0 || reader.opening) return;
      onEvent(event);
      if (interest !== undefined && interest[type] === 0) drop(type);
    },
  };
  if (onBlock) handler.block = onBlock;
  const { glances } = host;
  const isGlance = (type: number): boolean => glances?.[type] === 1 && show[type] === 0;
  const drop = (type: number): void => {
    show[type] = 0;
    if (!stateMask[type] || isGlance(type)) reader.ignore(type, isGlance(type));
  };
  const reader = new CaptureReader(handler, {
    wanted,
    glances: stateMask.map((_, type) => (isGlance(type) ? 1 : 0)),
    ...(host.glance ? { glance: host.glance.bind(host) } : {}),
  });
  return feedReader(reader, source, onProgress);
}

/** Reads a source to its end into a reader, decompressing as its first bytes say. */
export async function feedReader(
  reader: CaptureReader,
  source: CaptureSource,
  onProgress?: (read: number, total: number | undefined) => void,
): Promise<Outcome<CaptureSummary>> {
  let compression: CaptureCompression | undefined;
  let decompressor: CaptureDecompressor | undefined;
  let start: Buffer | undefined;
  let read = 0;
  const outcome = await readSource(source, (chunk, total) => {
    read += chunk.length;
    onProgress?.(read, total);
    if (compression === undefined) {
      if (start) chunk = Buffer.concat([start, chunk]);
      if (chunk.length < magicBytes) {
        start = Buffer.from(chunk);
        return true;
      }
      start = undefined;
      compression = compressionOf(chunk);
      if (compression !== 'none') decompressor = new CaptureDecompressor(compression, (bytes) => reader.push(bytes));
    }
    if (decompressor) {
      const current = decompressor;
      return current.feed(chunk).then(() => !current.error && !reader.failure);
    }
    reader.push(chunk);
    return !reader.failure;
  });
  if (start) reader.push(start);
  // What cannot be read, no rest of it would mend: its end is not waited for, and no fault of the compression.
  const refused = reader.failure !== undefined;
  if (!refused) await decompressor?.end();
  decompressor?.destroy();
  if (!outcome.ok && read === 0) return outcome;
  const summary = reader.end(compression ?? 'none');
  if (reader.failure && summary.sections === 0) {
    const { error } = decompressor ?? {};
    if (error && !refused)
      return failed(
        errorIssue('capture/damaged-compression', 'The capture could not be decompressed.', { cause: error }),
      );
    return failed(reader.failure);
  }
  const issues = [...summary.issues];
  if (!outcome.ok) issues.push(outcome.issue);
  if (reader.failure) issues.push(reader.failure);
  if (decompressor?.error) {
    const where = `byte ${summary.bytes} of what was decompressed`;
    issues.push(
      errorIssue(
        'capture/damaged-compression',
        'The compressed data is damaged or ends too early; what follows is missing.',
        { where, cause: decompressor.error },
      ),
    );
  }
  const complete = summary.complete && issues.every((issue) => issue.level !== 'error');
  return ok({ ...summary, complete, issues }, issues);
}
