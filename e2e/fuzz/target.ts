import { mutate, mutateText } from '#testing/fuzz.ts';

/** Where a run may write; everything else is watched. */
export interface Place {
  /** Exists; emptied before each target. */
  readonly directory: string;
}

/** A number from 0 to below 1, the next of a seeded row. */
export type Random = () => number;

/** Something that reads foreign bytes. A plain object in the sorted table targets/index.ts. */
export interface FuzzTarget {
  /** `<part>/<what>`; `--only` takes a beginning of it. */
  readonly id: string;
  /** Share of the campaign, 1 where absent. */
  readonly weight?: number;
  /** Valid inputs; made once. */
  readonly seeds: () => readonly Buffer[] | Promise<readonly Buffer[]>;
  /** One input from one seed; default: `mutateBytesOrText`. */
  readonly make?: (seed: Buffer, random: Random) => Buffer;
  /**
   * Reads it and gives back all that came out, which must be plain data. Throws only where a promise of the product is broken. `random` goes
   * on where `make` stopped.
   */
  readonly run: (input: Buffer, random: Random, place: Place) => unknown;
  /** Bytes of result that an input of this many bytes may give; default 256 KiB and 400 for each. */
  readonly maxResult?: (inputBytes: number) => number;
}

/** Half of them damaged as bytes, half as text. */
export function mutateBytesOrText(seed: Buffer, random: Random): Buffer {
  return random() < 0.5 ? mutate(seed, random) : mutateText(seed, random);
}

export function pick<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() * list.length)]!;
}

export function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}

/** A broken promise of the product. */
export class Broken extends Error {}

export function promise(kept: boolean, what: string): void {
  if (!kept) throw new Broken(what);
}
