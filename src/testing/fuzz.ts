/** A small seeded generator (mulberry32): the same seed gives the same inputs on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const interesting = [0, 1, 0x7f, 0x80, 0xff, 0x20, 0x30, 0x0a, 0x2f];

/** `count` damaged copies of a valid input: flipped, overwritten, cut, doubled and spliced bytes. */
export function* mutations(valid: Buffer, count: number, seed: number): Generator<Buffer> {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  for (let round = 0; round < count; round++) {
    let bytes = Buffer.from(valid);
    const edits = 1 + below(6);
    for (let edit = 0; edit < edits && bytes.length > 0; edit++) {
      const at = below(bytes.length);
      switch (below(7)) {
        case 0:
          bytes[at] = bytes[at]! ^ (1 << below(8));
          break;
        case 1:
          bytes[at] = interesting[below(interesting.length)]!;
          break;
        case 2:
          bytes = bytes.subarray(0, at);
          break;
        case 3:
          bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + below(64)), bytes.subarray(at)]);
          break;
        case 4:
          bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(16))]);
          break;
        case 5:
          bytes.fill(below(256), at, Math.min(bytes.length, at + below(32)));
          break;
        default:
          if (at + 4 <= bytes.length) bytes.writeUInt32LE(below(2) === 0 ? 0xffffffff : below(2 ** 31), at);
      }
    }
    yield bytes;
  }
}
