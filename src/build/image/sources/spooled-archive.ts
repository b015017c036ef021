import { closeSync, writeSync } from 'node:fs';
import type { ByteSource } from '#core/byte-source.ts';
import { GiB, MiB } from '#core/limits.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import type { Compression } from '../layer/blob.ts';
import { openSpool } from '../layer/file-source.ts';
import { Inflater } from '../layer/inflate.ts';

/** Bytes that one compressed archive may unpack to. */
const maxUnpackedBytes = 64 * GiB;

/** An archive that is compressed as a whole cannot be read by offset: unpacks it into a file that has no name. */
export async function decompressToSpool(
  source: ByteSource,
  compression: Compression,
  where: string,
  spoolDir: string,
): Promise<Outcome<{ fd: number; size: number }>> {
  if (compression === 'none' || compression === 'unsupported') {
    return failed(
      errorIssue('archive/unsupported-compression', 'the archive is compressed with bzip2 or xz', {
        where,
        hint: 'decompress it first',
      }),
    );
  }
  let fd: number | undefined;
  let size = 0;
  try {
    const spool = openSpool(spoolDir);
    fd = spool;
    const inflater = new Inflater(compression, (chunk) => {
      size += chunk.length;
      if (size > maxUnpackedBytes) throw new Error(`more than ${maxUnpackedBytes} bytes unpacked`);
      for (let at = 0; at < chunk.length; ) at += writeSync(spool, chunk, at);
    });
    for (let at = 0; at < source.size; at += MiB) await inflater.feed(source.read(at, MiB));
    await inflater.end();
    inflater.destroy();
    return ok({ fd, size });
  } catch (cause) {
    if (fd !== undefined) closeSync(fd);
    return failed(errorIssue('archive/bad-compression', 'the compressed archive cannot be unpacked', { where, cause }));
  }
}
