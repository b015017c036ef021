import { rmSync } from 'node:fs';
import { MiB } from '#core/limits.ts';
import { LineWriter, readLines } from './line-file.ts';

/**
 * Sorts more lines than memory holds: runs of `memoryChars` are sorted and written to files beside `scratch`, then merged.
 * Lines hold no line feed. Order is that of JavaScript strings (UTF-16 code units).
 */
export class LineSorter {
  #scratch: string;
  #memoryChars: number;
  #lines: string[] = [];
  #chars = 0;
  #runs: string[] = [];

  constructor(scratch: string, memoryChars = 12 * MiB) {
    this.#scratch = scratch;
    this.#memoryChars = memoryChars;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#chars += line.length;
    if (this.#chars >= this.#memoryChars) this.#spill();
  }

  /** Once. Removes its files when the last line was taken. */
  *sorted(): Generator<string> {
    this.#lines.sort();
    if (this.#runs.length === 0) {
      yield* this.#lines;
      this.#lines = [];
      return;
    }
    try {
      yield* mergeLines([...this.#runs.map((run) => readLines(run)), this.#lines[Symbol.iterator]()]);
    } finally {
      this.discard();
    }
  }

  discard(): void {
    for (const run of this.#runs) rmSync(run, { force: true });
    this.#runs = [];
    this.#lines = [];
  }

  #spill(): void {
    this.#lines.sort();
    const run = `${this.#scratch}.run${this.#runs.length}`;
    this.#runs.push(run);
    const writer = new LineWriter(run);
    for (const line of this.#lines) writer.add(line);
    writer.close();
    this.#lines = [];
    this.#chars = 0;
  }
}

/** Merges sorted inputs; equal lines come in the order of the inputs. */
export function* mergeLines(inputs: readonly Iterator<string>[]): Generator<string> {
  const heads: { line: string; input: Iterator<string> }[] = [];
  for (const input of inputs) {
    const next = input.next();
    if (next.done !== true) heads.push({ line: next.value, input });
  }
  while (heads.length > 0) {
    let least = 0;
    for (let index = 1; index < heads.length; index++) {
      if ((heads[index]?.line as string) < (heads[least]?.line as string)) least = index;
    }
    const head = heads[least] as { line: string; input: Iterator<string> };
    yield head.line;
    const next = head.input.next();
    if (next.done === true) heads.splice(least, 1);
    else head.line = next.value;
  }
}
