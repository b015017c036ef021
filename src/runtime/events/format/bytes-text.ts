/** Bytes as people read them: printable ASCII as it is, every other byte as a dot. */
export function bytesText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = '';
  for (let from = start; from < end; from += chunkBytes) {
    const chunk = Math.min(chunkBytes, end - from);
    for (let index = 0; index < chunk; index += 1) {
      const byte = bytes[from + index]!;
      scratch[index] = byte >= 0x20 && byte <= 0x7e ? byte : dot;
    }
    text += scratch.latin1Slice(0, chunk);
  }
  return text;
}

declare global {
  interface Buffer {
    latin1Slice(start?: number, end?: number): string;
  }
}

const dot = 0x2e;
const chunkBytes = 4096;
const scratch = Buffer.alloc(chunkBytes);
