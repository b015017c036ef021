import type { CliContext } from '../command.ts';
import { makeProgress } from '../progress.ts';

export interface CaptureProgress {
  readonly onProgress: (read: number, total: number | undefined) => void;
  done(): void;
}

/** A bar on stderr while a capture is read; nothing where stderr is no terminal. */
export function captureProgress(label: string, context: CliContext): CaptureProgress {
  const progress = makeProgress(context.terminal, context.stderr);
  let begun = false;
  let last = 0;
  return {
    onProgress: (read, total) => {
      if (!begun) {
        begun = true;
        progress.step(label);
        progress.total(total);
      }
      progress.add(read - last);
      last = read;
    },
    done: () => progress.done(),
  };
}
