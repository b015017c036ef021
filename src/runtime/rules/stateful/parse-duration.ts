const units: Readonly<Record<string, number>> = {
  ms: 1_000,
  s: 1_000_000,
  m: 60_000_000,
  h: 3_600_000_000,
  d: 86_400_000_000,
};

/** `500ms`, `10s`, `5m`, `2h`, `1d` in microseconds; undefined where it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9})\s*(ms|s|m|h|d)$/.exec(text.trim());
  return match === null ? undefined : Number(match[1]) * units[match[2]!]!;
}
