import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { errorIssue, failed, type Outcome, ok, quote } from '#core/outcome.ts';

/** Where a capture comes from: a path (`-` is standard input), or its bytes as they come (a Readable is one). */
export type CaptureSource = string | AsyncIterable<Buffer | Uint8Array | string>;

/** Bytes read at once. */
const chunkBytes = 1024 * 1024;
const standardInput = 0;
/** Until a standard input that does not wait is asked again, milliseconds. */
const waitMs = 5;

/**
 * Feeds a source's bytes, in order; a chunk is valid until what `feed` returned is done. Stops early where `feed` says false. What `feed` throws is a
 * fault of the program and no unreadable source: it is thrown on.
 */
export async function readSource(
  source: CaptureSource,
  feed: (chunk: Buffer, total: number | undefined) => boolean | Promise<boolean>,
): Promise<Outcome<undefined>> {
  if (typeof source === 'string') return readFile(source, feed);
  let feeding = false;
  try {
    for await (const chunk of source) {
      feeding = true;
      const more = feed(bufferOf(chunk), undefined);
      if (!(typeof more === 'boolean' ? more : await more)) break;
      feeding = false;
    }
  } catch (cause) {
    if (feeding) throw cause;
    return failed(errorIssue('capture/unreadable', 'Could not read the stream.', { cause }));
  }
  return ok(undefined);
}

/**
 * By system calls into one buffer: a capture is read from start to end once, and nothing else waits meanwhile. Streams would make a buffer for
 * each chunk, and memory would grow until the next collection.
 */
async function readFile(
  path: string,
  feed: (chunk: Buffer, total: number | undefined) => boolean | Promise<boolean>,
): Promise<Outcome<undefined>> {
  const isInput = path === '-';
  const name = isInput ? 'standard input' : quote(path);
  let fd: number | undefined;
  let feeding = false;
  try {
    fd = isInput ? standardInput : openSync(path, 'r');
    const stat = fstatSync(fd);
    const total = stat.isFile() && stat.size > 0 ? stat.size : undefined;
    const buffer = Buffer.allocUnsafeSlow(chunkBytes);
    for (;;) {
      const read = readSome(fd, buffer);
      if (read === 0) return ok(undefined);
      if (read < 0) {
        await setTimeout(waitMs);
        continue;
      }
      feeding = true;
      const more = feed(read === buffer.length ? buffer : buffer.subarray(0, read), total);
      if (!(typeof more === 'boolean' ? more : await more)) return ok(undefined);
      feeding = false;
    }
  } catch (cause) {
    if (feeding) throw cause;
    return failed(errorIssue('capture/unreadable', `Could not read ${name}.`, { where: path, cause }));
  } finally {
    if (fd !== undefined && !isInput) closeSync(fd);
  }
}

/** -1 where nothing has come yet: whoever has the other end of standard input may have made it so that it does not wait. */
function readSome(fd: number, buffer: Buffer): number {
  try {
    return readSync(fd, buffer, 0, buffer.length, null);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EAGAIN') return -1;
    throw cause;
  }
}

function bufferOf(chunk: Buffer | Uint8Array | string): Buffer {
  if (typeof chunk === 'string') return Buffer.from(chunk, 'latin1');
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
