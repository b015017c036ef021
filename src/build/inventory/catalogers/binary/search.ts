import type { ByteSource } from '#core/byte-source.ts';
import { KiB, MiB } from '#core/limits.ts';

/** How a version is found in a program's bytes: a fixed text that stands beside it, and the whole pattern around that text. */
export interface VersionClue {
  /** Found by plain search first: a pattern alone over a hundred megabytes would cost seconds. Bytes as Latin-1. */
  readonly near: string;
  /** First group = version. Matched against at most `windowBytes` around `near`. */
  readonly match: RegExp;
}

export const searchLimits = {
  chunkBytes: 1 * MiB,
  /** Read again at the seam of two chunks, so that nothing is cut in two. */
  overlapBytes: 1 * KiB,
  /** Before and after the fixed text. */
  beforeBytes: 64,
  afterBytes: 256,
  /** Places that are tried for one clue. */
  places: 5_000,
  /** Of a file; the largest known program with a version of its own is some 200 MB. */
  fileBytes: 512 * MiB,
} as const;

/** Part of a file, in bytes. */
export interface Range {
  readonly offset: number;
  readonly size: number;
}

/** The version by the best clue that matches anywhere in the ranges (default: everything); one pass over the content for all clues. */
export function findVersion(
  source: ByteSource,
  clues: readonly VersionClue[],
  ranges: readonly Range[] = [{ offset: 0, size: source.size }],
): string | undefined {
  const hunts = clues.map(({ near, match }) => ({ needle: Buffer.from(near, 'latin1'), match, tried: 0 }));
  let best: { rank: number; version: string } | undefined;
  for (const chunk of chunksOf(source, ranges)) {
    for (const [rank, hunt] of hunts.entries()) {
      if (best && rank >= best.rank) break;
      const version = tryChunk(chunk, hunt);
      if (version !== undefined) best = { rank, version };
    }
    if (best?.rank === 0) break;
  }
  return best?.version;
}

interface Chunk {
  readonly bytes: Buffer;
  /** Where a fixed text has all its surroundings in this chunk; one at the seam is left to the neighbour that has them. */
  readonly from: number;
  readonly to: number;
}

function* chunksOf(source: ByteSource, ranges: readonly Range[]): Generator<Chunk> {
  const { chunkBytes, overlapBytes, beforeBytes, afterBytes, fileBytes } = searchLimits;
  let budget: number = fileBytes;
  for (const { offset, size } of ranges) {
    const end = Math.min(offset + size, source.size, offset + budget);
    for (let start = offset; start < end; start += chunkBytes - overlapBytes) {
      const bytes = source.read(start, Math.min(chunkBytes, end - start));
      const isLast = start + chunkBytes >= end;
      budget -= bytes.length;
      yield { bytes, from: start === offset ? 0 : beforeBytes, to: isLast ? bytes.length : bytes.length - afterBytes };
      if (isLast) break;
    }
    if (budget <= 0) return;
  }
}

interface Hunt {
  readonly needle: Buffer;
  readonly match: RegExp;
  tried: number;
}

function tryChunk({ bytes, from, to }: Chunk, hunt: Hunt): string | undefined {
  const { beforeBytes, afterBytes, places } = searchLimits;
  const { needle, match } = hunt;
  for (let at = bytes.indexOf(needle, from); at >= 0 && at < to; at = bytes.indexOf(needle, at + 1)) {
    if (++hunt.tried > places) return undefined;
    const end = Math.min(bytes.length, at + afterBytes);
    const version = match.exec(bytes.toString('latin1', Math.max(0, at - beforeBytes), end))?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}
