/** Days from 1970-01-01 and the texts of the second last shown: alerts come in bursts. */
let lastSecond = -1;
let lastText = '';

/** `2026-11-22T11:49:07.012753738` in UTC, from nanoseconds since 1970. */
export function timeText(nanoseconds: bigint): string {
  const second = Number(nanoseconds / 1_000_000_000n);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = secondText(second);
  }
  return `${lastText}.${String(nanoseconds % 1_000_000_000n).padStart(9, '0')}`;
}

/** u64 nanoseconds end in the year 2554: Date reaches further. */
function secondText(second: number): string {
  return new Date(second * 1000).toISOString().slice(0, 19);
}
