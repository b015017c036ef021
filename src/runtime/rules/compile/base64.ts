const digits = new Uint8Array(256).fill(64);
for (const [value, character] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  digits[character.charCodeAt(0)] = value;

/**
 * Base64, with or without its padding, strictly: undefined where a character is none of the alphabet, or where the bits that the last character
 * has too many are not zero (RFC 4648 §3.5). Zero bytes at the end of the input do not count.
 */
export function decodeBase64(input: Uint8Array): Buffer | undefined {
  let length = input.length;
  while (length > 0 && input[length - 1] === 0) length -= 1;
  if (length === 0) return Buffer.alloc(0);
  for (let padding = 0; padding < 2 && length > 0 && input[length - 1] === equals; padding += 1) length -= 1;
  const rest = length % 4;
  if (length === 0 || rest === 1) return undefined;
  const output = Buffer.alloc(((length - rest) / 4) * 3 + (rest === 0 ? 0 : rest - 1));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let index = 0; index < length; index += 1) {
    const digit = digits[input[index]!]!;
    if (digit === 64) return undefined;
    held = ((held << 6) | digit) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    output[at] = (held >> bits) & 0xff;
    at += 1;
  }
  return (held & ((1 << bits) - 1)) === 0 ? output : undefined;
}

const equals = 0x3d;
