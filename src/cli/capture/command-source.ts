import { closeSync, openSync, readSync } from 'node:fs';
import type { CaptureSource } from '#runtime/events/capture/capture-source.ts';
import './tune-compiler.ts';

/** Bytes read at once. */
const chunkBytes = 1024 * 1024;
/** For looking at the beginning of a file, fewer do. */
const firstBytes = 128 * 1024;
/** Pause before an empty pipe that does not block is asked again, milliseconds. */
const retryAfter = 5;

/** A capture of the command line. Standard input is read into one buffer, as files are: a stream makes a new one every 64 KiB, and memory grows. */
export function commandSource(path: string): CaptureSource {
  return path === '-' ? chunksOf(0, chunkBytes, () => false) : path;
}

/** A capture's bytes up to the moment when `enough` says so; a path that cannot be opened is passed on, for its error. */
export function stoppableSource(path: string, enough: () => boolean): CaptureSource {
  if (path === '-') return chunksOf(0, chunkBytes, enough);
  try {
    return fileChunks(openSync(path, 'r'), enough);
  } catch {
    return path;
  }
}

async function* fileChunks(fd: number, enough: () => boolean): AsyncGenerator<Buffer> {
  try {
    yield* chunksOf(fd, firstBytes, enough);
  } finally {
    closeSync(fd);
  }
}

/** One buffer, used again for each chunk. */
async function* chunksOf(fd: number, size: number, enough: () => boolean): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(size);
  while (!enough()) {
    const read = readSome(fd, buffer);
    if (read === 0) return;
    yield buffer.subarray(0, read);
  }
}

/** 0 at the end. */
function readSome(fd: number, buffer: Buffer): number {
  for (;;) {
    try {
      return readSync(fd, buffer, 0, buffer.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryAfter);
    }
  }
}
