import type { CliContext } from '../command.ts';

/** Characters that are gathered before they are written: a write is a system call. */
const flushAt = 64 * 1024;

/** Writes to stdout in large pieces; where a progress bar may stand on the terminal's line, it is wiped first. */
export function outputBuffer({
  stdout,
  stderr,
  terminal,
}: Pick<CliContext, 'stdout' | 'stderr' | 'terminal'>): TextBuffer {
  return new TextBuffer((text) => {
    if (terminal) stderr('\r\u001b[2K');
    stdout(text);
  });
}

/** Gathers small texts into large writes. */
export class TextBuffer {
  readonly #write: (text: string) => void;
  #text = '';

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  add(text: string): void {
    this.#text += text;
    if (this.#text.length >= flushAt) this.flush();
  }

  flush(): void {
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    this.#write(text);
  }
}
