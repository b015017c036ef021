import { closeSync, writeSync } from 'node:fs';
import { type ByteSource, memorySource } from '#core/byte-source.ts';
import { limits, MiB } from '#core/limits.ts';
import { errorIssue, type Issue } from '#core/outcome.ts';
import { expandSparse } from '../tar/sparse.ts';
import type { ContentSink, TarEntry } from '../tar/walk.ts';

/** Bytes that the map of a sparse file may take at the front of its content (PAX 1.0). */
const maxInlineMapBytes = 4 * MiB;

import { fileSource, openSpool } from './file-source.ts';

export interface ContentOptions {
  /** Folder for content over limits.fileInMemoryBytes; a file there is unlinked as soon as it is open. */
  readonly spoolDir: string;
  readonly issue: (issue: Issue) => void;
}

/**
 * Gathers one file's content at a time and hands it on as a ByteSource that lives until the callback returns. Small files share one
 * growing buffer, so that thousands of them cost no allocation; large ones go to a spool file.
 */
export class ContentCollector {
  readonly #options: ContentOptions;
  #scratch: Buffer = Buffer.alloc(0);

  constructor(options: ContentOptions) {
    this.#options = options;
  }

  /** A sink for this entry's stored bytes; `deliver` is called when they are complete. */
  collect(entry: TarEntry, deliver: (source: ByteSource) => void): ContentSink | undefined {
    if (entry.size > limits.fileBytes || (entry.sparse && entry.size > limits.fileInMemoryBytes)) {
      this.#options.issue(
        errorIssue(
          'layer/file-too-large',
          `file of ${entry.size} bytes not read; the limit is ${entry.sparse ? limits.fileInMemoryBytes : limits.fileBytes}`,
          {
            where: entry.path,
          },
        ),
      );
      return undefined;
    }
    if (entry.sparse) return this.#sparse(entry, deliver);
    return entry.size <= limits.fileInMemoryBytes ? this.#memory(entry.size, deliver) : this.#spool(entry, deliver);
  }

  #memory(size: number, deliver: (source: ByteSource) => void): ContentSink {
    let filled = 0;
    let whole: Buffer | undefined;
    return {
      write: (bytes) => {
        if (filled === 0 && bytes.length === size) {
          whole = bytes;
          return;
        }
        this.#grow(filled, filled + bytes.length);
        bytes.copy(this.#scratch, filled);
        filled += bytes.length;
      },
      end: () => deliver(memorySource(whole ?? this.#scratch.subarray(0, filled))),
    };
  }

  /** By what has come, not by what a header claims; the first `used` bytes stay. */
  #grow(used: number, needed: number): void {
    if (this.#scratch.length >= needed) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#scratch.length, 256 * 1024));
    this.#scratch.copy(larger, 0, 0, used);
    this.#scratch = larger;
  }

  #sparse(entry: TarEntry, deliver: (source: ByteSource) => void): ContentSink {
    let chunks: Buffer[] = [];
    let stored = 0;
    return {
      write: (bytes) => {
        stored += bytes.length;
        // What is stored of a sparse file is less than the file; more is no content of it.
        if (stored <= limits.fileInMemoryBytes + maxInlineMapBytes) chunks.push(Buffer.from(bytes));
        else chunks = [];
      },
      end: () => {
        const expanded = entry.sparse && expandSparse(Buffer.concat(chunks), entry.sparse);
        if (expanded) deliver(memorySource(expanded));
        else
          this.#options.issue(
            errorIssue('layer/bad-sparse-map', 'sparse file with a map that does not fit its content', {
              where: entry.path,
            }),
          );
      },
    };
  }

  #spool(entry: TarEntry, deliver: (source: ByteSource) => void): ContentSink | undefined {
    let fd: number;
    try {
      fd = openSpool(this.#options.spoolDir);
    } catch (cause) {
      this.#options.issue(
        errorIssue('layer/spool', 'large file not read: no room to spool it', { where: entry.path, cause }),
      );
      return undefined;
    }
    let failure: unknown;
    return {
      write: (bytes) => {
        try {
          if (failure === undefined) for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
        } catch (cause) {
          failure = cause;
        }
      },
      end: () => {
        try {
          if (failure === undefined) deliver(fileSource(fd, 0, entry.size));
          else
            this.#options.issue(
              errorIssue('layer/spool', 'large file not read: could not spool it', {
                where: entry.path,
                cause: failure,
              }),
            );
        } finally {
          closeSync(fd);
        }
      },
    };
  }
}
