import { decodeText } from '../text.ts';
import { joinPath } from './join-path.ts';

/** Paths that are kept to be found again; a power of two. */
const keptPaths = 2_048;
/** Bytes of the longest of them, and characters of the longest directory that they are kept with. */
const maxKeptBytes = 128;
const maxKeptDirectory = 256;

/**
 * A path as a program gave it, and what it came to against the directory it was last asked for. Programs open the same few files again and
 * again, so the texts are kept and found by the bytes: a path that was seen before costs neither decoding nor memory.
 */
export class PathText {
  static readonly empty: PathText = new PathText('');
  static readonly notAvailable: PathText = new PathText('<NA>');
  static readonly #kept: (PathText | undefined)[] = new Array(keptPaths).fill(undefined);

  readonly text: string;
  #directory = '';
  #joined: string | undefined = undefined;

  private constructor(text: string) {
    this.text = text;
  }

  /** Of bytes[start, end), up to the first NUL. */
  static of(bytes: Buffer, start: number, end: number): PathText {
    let at = start;
    let hash = 0;
    let seen = 0;
    for (; at < end; at += 1) {
      const byte = bytes[at]!;
      if (byte === 0) break;
      hash = (Math.imul(hash, 31) + byte) | 0;
      seen |= byte;
    }
    const length = at - start;
    // Bytes and characters are the same in ASCII only.
    if (seen > 0x7f || length > maxKeptBytes) return new PathText(decodeText(bytes, start, at));
    const slot = (hash ^ (hash >>> 15)) & (keptPaths - 1);
    const kept = PathText.#kept[slot];
    if (kept !== undefined && isText(kept.text, bytes, start, length)) return kept;
    const path = new PathText(bytes.latin1Slice(start, at));
    PathText.#kept[slot] = path;
    return path;
  }

  /** See joinPath. */
  against(directory: string): string {
    if (this.#joined === undefined || this.#directory !== directory) {
      if (directory.length > maxKeptDirectory) return joinPath(directory, this.text);
      this.#joined = joinPath(directory, this.text);
      this.#directory = directory;
    }
    return this.#joined;
  }
}

function isText(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let index = 0; index < length; index += 1) if (text.charCodeAt(index) !== bytes[start + index]) return false;
  return true;
}
