const second = 1_000_000_000n;

/** `17:03:01.000000042`, UTC: a capture shows the same on every machine. */
export function timeText(time: bigint, fraction = true): string {
  return `${isoSeconds(time).slice(11)}${fraction ? fractionText(time) : ''}`;
}

/** `2026-11-22 17:03:01.000000042`, UTC. */
export function dateTimeText(time: bigint, fraction = true): string {
  return `${isoSeconds(time).replace('T', ' ')}${fraction ? fractionText(time) : ''}`;
}

/** `2026-11-22T17:03:01.000000042+0000`. */
export function isoTimeText(time: bigint): string {
  return `${isoSeconds(time)}${fractionText(time)}+0000`;
}

/** `2026-11-22T17:03:01`. All of u64 nanoseconds (until 2554) is within what Date knows. */
function isoSeconds(time: bigint): string {
  return new Date(Number(time / second) * 1000).toISOString().slice(0, 19);
}

function fractionText(time: bigint): string {
  return `.${(time % second).toString().padStart(9, '0')}`;
}
