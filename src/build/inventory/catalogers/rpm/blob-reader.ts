import type { ByteSource } from '#core/byte-source.ts';
import { MiB } from '#core/limits.ts';
import type { Issue } from '#core/outcome.ts';

/** Calls `onBlob` for each header blob of a database; returns what could not be read. Never throws for foreign bytes. */
export type RpmBlobReader = (source: ByteSource, onBlob: (blob: Buffer) => void, where: string) => readonly Issue[];

/** One package's header. rpm allows 256 MiB; the largest packages of the large distributions (texlive, kernel sources) stay below 20. */
export const maxBlobBytes = 64 * MiB;

/**
 * Bytes that all blobs of one database may have together: no more than the file itself, since no page serves two of them. Holds against
 * databases that point at the same pages again and again.
 */
export class ByteBudget {
  #left: number;

  /** Bytes. */
  constructor(size: number) {
    this.#left = size;
  }

  /** False where that would be more than the file has. */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }
}
