import type { NumberBase } from '../table/event-table.ts';

/** A number of at most 32 bits as an event's row wants it: octal with a leading 0, hexadecimal in capitals (negative ones as their two's complement), else decimal. */
export function numberText(value: number, base: NumberBase): string {
  if (base === 'hex') return (value >>> 0).toString(16).toUpperCase();
  if (base === 'oct') return value === 0 ? '0' : `0${(value >>> 0).toString(8)}`;
  return String(value);
}

/** Of 64 bits. */
export function bigNumberText(value: bigint, base: NumberBase): string {
  if (base === 'hex') return BigInt.asUintN(64, value).toString(16).toUpperCase();
  if (base === 'oct') return value === 0n ? '0' : `0${BigInt.asUintN(64, value).toString(8)}`;
  return String(value);
}

/** Seconds of a time span in nanoseconds with six significant digits, as C's `%g` writes them: `1.5s`, `1e-06s`. */
export function secondsText(nanoseconds: bigint): string {
  return `${general(Number(nanoseconds) / 1e9)}s`;
}

function general(value: number): string {
  if (value === 0) return '0';
  const [digits = '', exponentText = ''] = value.toExponential(5).split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return trimZeros(value.toFixed(5 - exponent));
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${trimZeros(digits)}e${exponent < 0 ? '-' : '+'}${size}`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
