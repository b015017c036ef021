/** What the next bytes of a zstd stream are. */
export interface FramePiece {
  /** Bytes of a frame; skippable frames are left out. */
  readonly bytes: Buffer;
  /** These are the first bytes of a frame. */
  readonly starts: boolean;
  /** These are the last bytes of a frame. */
  readonly ends: boolean;
}

type Step = 'magic' | 'skip-size' | 'skip' | 'descriptor' | 'header' | 'block-header' | 'block' | 'checksum';

const maxHeaderBytes = 18;

/**
 * Cuts a zstd stream into its frames by walking frame and block headers (RFC 8878 §3.1), without decompressing: Node's decompressor ends
 * after the first frame, but pzstd, zstd:chunked and concatenated files have many, with skippable frames between them.
 */
export class ZstdFrames {
  #step: Step = 'magic';
  /** Header bytes of the current step that came in an earlier chunk. */
  readonly #held = Buffer.alloc(maxHeaderBytes);
  #heldLength = 0;
  #needed = 4;
  #remaining = 0;
  #lastBlock = false;
  #hasChecksum = false;
  #started = false;

  /** True between frames: a stream may end here. */
  get complete(): boolean {
    return this.#step === 'magic' && this.#heldLength === 0;
  }

  /** Cuts one chunk; throws where the bytes are no zstd. Each piece is a slice of the chunk, or a copy of a header cut across chunks. */
  *cut(chunk: Buffer): Generator<FramePiece> {
    let from = 0;
    let at = 0;
    const flush = (end: number, ends: boolean): FramePiece => {
      const piece = { bytes: chunk.subarray(from, end), starts: !this.#started, ends };
      this.#started = !ends;
      from = end;
      return piece;
    };
    while (at < chunk.length) {
      if (this.#step === 'block' || this.#step === 'skip') {
        const count = Math.min(this.#remaining, chunk.length - at);
        this.#remaining -= count;
        at += count;
        if (this.#step === 'skip') from = at;
        if (this.#remaining > 0) break;
        if (this.#step === 'skip') this.#expect('magic', 4);
        else if (!this.#lastBlock) this.#expect('block-header', 3);
        else if (this.#hasChecksum) this.#expect('checksum', 4);
        else {
          yield flush(at, true);
          this.#expect('magic', 4);
        }
        continue;
      }
      const count = Math.min(this.#needed - this.#heldLength, chunk.length - at);
      chunk.copy(this.#held, this.#heldLength, at, at + count);
      this.#heldLength += count;
      at += count;
      if (this.#heldLength < this.#needed) {
        // A magic number cut across chunks is not yet known to begin a frame: give it out when it is.
        if (this.#step === 'magic') from = at;
        break;
      }
      const heldBefore = this.#heldLength - count;
      const next = this.#header();
      if (next === 'skippable') from = at;
      else if (next === 'frame' && heldBefore > 0) {
        yield { bytes: Buffer.from(this.#held.subarray(0, 4)), starts: true, ends: false };
        this.#started = true;
        from = at;
      } else if (next === 'end') yield flush(at, true);
    }
    if (from < chunk.length && this.#step !== 'skip' && this.#step !== 'skip-size') yield flush(chunk.length, false);
  }

  #expect(step: Step, needed: number): void {
    this.#step = step;
    this.#needed = needed;
    this.#heldLength = 0;
  }

  /** Reads the complete header in #held and goes to the next step. */
  #header(): 'frame' | 'skippable' | 'end' | 'inside' {
    const held = this.#held;
    switch (this.#step) {
      case 'magic': {
        const magic = held.readUInt32LE(0);
        if ((magic & 0xfffffff0) >>> 0 === 0x184d2a50) {
          this.#expect('skip-size', 4);
          return 'skippable';
        }
        if (magic !== 0xfd2fb528) throw new Error('no zstd frame where one should begin');
        this.#expect('descriptor', 1);
        return 'frame';
      }
      case 'skip-size':
        this.#remaining = held.readUInt32LE(0);
        if (this.#remaining === 0) this.#expect('magic', 4);
        else this.#step = 'skip';
        this.#heldLength = 0;
        return 'skippable';
      case 'descriptor': {
        const descriptor = held[0]!;
        const singleSegment = (descriptor & 0x20) !== 0;
        const dictionary = [0, 1, 2, 4][descriptor & 3]!;
        const contentSize = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]!;
        this.#hasChecksum = (descriptor & 4) !== 0;
        const rest = (singleSegment ? 0 : 1) + dictionary + contentSize;
        this.#expect(rest > 0 ? 'header' : 'block-header', rest > 0 ? rest : 3);
        return 'inside';
      }
      case 'header':
        this.#expect('block-header', 3);
        return 'inside';
      case 'block-header': {
        const value = held.readUIntLE(0, 3);
        this.#lastBlock = (value & 1) !== 0;
        const type = (value >> 1) & 3;
        // An RLE block stores one byte whatever its size says.
        this.#remaining = type === 1 ? 1 : value >> 3;
        if (this.#remaining > 0) {
          this.#step = 'block';
          return 'inside';
        }
        if (!this.#lastBlock) this.#expect('block-header', 3);
        else if (this.#hasChecksum) this.#expect('checksum', 4);
        else {
          this.#expect('magic', 4);
          return 'end';
        }
        return 'inside';
      }
      default:
        this.#expect('magic', 4);
        return 'end';
    }
  }
}
