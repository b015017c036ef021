/** A progress bar on stderr; silent where stderr is no terminal. */
export interface Progress {
  /** What is being done now. */
  step(text: string): void;
  /** Adds to the bytes done. */
  add(bytes: number): void;
  /** Total bytes of the current step, if known; undefined shows the count only. */
  total(bytes: number | undefined): void;
  done(): void;
}

/** Redraws at most this often, milliseconds. */
const interval = 80;
/** A step without bytes to count says for how long it has been going on, after this, milliseconds. */
const patience = 1000;
const barWidth = 24;

export function makeProgress(terminal: boolean, write: (text: string) => void): Progress {
  if (!terminal) return { step: () => {}, add: () => {}, total: () => {}, done: () => {} };
  let label = '';
  let bytes = 0;
  let all: number | undefined;
  let drawn = 0;
  let begun = 0;
  const draw = (force = false) => {
    const now = Date.now();
    if (!force && now - drawn < interval) return;
    drawn = now;
    const waited = now - begun >= patience ? ` ${Math.floor((now - begun) / 1000)} s` : '';
    write(`\r\u001b[2K${label}${bytes > 0 ? ` ${bar(bytes, all)}` : waited}`);
  };
  const clock = setInterval(() => draw(true), patience);
  clock.unref();
  return {
    step(text) {
      label = text;
      bytes = 0;
      all = undefined;
      begun = Date.now();
      draw(true);
    },
    add(count) {
      bytes += count;
      draw();
    },
    total(count) {
      all = count;
    },
    done() {
      clearInterval(clock);
      write('\r\u001b[2K');
    },
  };
}

function bar(bytes: number, all: number | undefined): string {
  const megabytes = (count: number) => `${(count / 1e6).toFixed(1)} MB`;
  if (all === undefined || all <= 0) return megabytes(bytes);
  const part = Math.min(1, bytes / all);
  const full = Math.round(part * barWidth);
  return `[${'='.repeat(full)}${' '.repeat(barWidth - full)}] ${megabytes(bytes)} of ${megabytes(all)}`;
}
