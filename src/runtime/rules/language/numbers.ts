/** A whole decimal number, signs and leading blanks allowed as scanf allows them; a bigint beyond 2^53. No hex, no fraction, no exponent. */
export function parseWholeNumber(text: string): number | bigint | undefined {
  if (!/^[ \t\n\v\f\r]*[+-]?[0-9]{1,40}$/.test(text)) return undefined;
  const number = Number(text);
  if (Number.isSafeInteger(number)) return number === 0 ? 0 : number;
  const digits = text.trim();
  return digits.startsWith('-') ? -BigInt(digits.slice(1)) : BigInt(digits.replace('+', ''));
}

/** A negative number as the unsigned one of the same bits: `user.uid = -1` is 4294967295. Others stay as they are, out of range or not. */
export function asUnsigned(value: number | bigint, bits: 16 | 32 | 64): number | bigint {
  if (value >= 0) return value;
  const wrapped = BigInt.asUintN(bits, BigInt(value));
  return wrapped <= Number.MAX_SAFE_INTEGER ? Number(wrapped) : wrapped;
}
