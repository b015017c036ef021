import { fstatSync, writeSync } from 'node:fs';

/** Descriptors whose reader went away. */
const closed = new Set<number>();

/** Pause before a full pipe is tried again, milliseconds. */
const retryAfter = 5;

/**
 * Writes to stdout or stderr, whole and at once: no stream has to be loaded, and nothing is lost when the process ends. A reader that went
 * away (`| head`) is no error, and does not change the exit code: under `set -o pipefail` a denied image must stay denied.
 */
export function writeOut(fd: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length && !closed.has(fd); ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') {
        closed.add(fd);
        return;
      }
      if (code !== 'EAGAIN') throw error;
      // A pipe that somebody made non-blocking is full: wait for its reader.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryAfter);
    }
  }
}

/** As tty.isatty; but what is no character device is no terminal, and then the module, which brings sockets and streams, is not loaded. */
export function isTerminal(fd: 1 | 2): boolean {
  try {
    return fstatSync(fd).isCharacterDevice() && (fd === 1 ? process.stdout : process.stderr).isTTY === true;
  } catch {
    return false; // closed
  }
}
