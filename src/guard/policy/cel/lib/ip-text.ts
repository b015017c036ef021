export interface Address {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

/** Go's netip.ParseAddr without zones and without IPv4-mapped addresses, as Kubernetes uses it. */
export function parseAddress(text: string): Address | undefined {
  if (text.length > 45) return undefined;
  if (!text.includes(':')) {
    const bits = parseV4(text);
    return bits === undefined ? undefined : { family: 4, bits };
  }
  const bits = parseV6(text);
  if (bits === undefined || bits >> 32n === 0xffffn) return undefined;
  return { family: 6, bits };
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let bits = 0n;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    bits = (bits << 8n) | BigInt(part);
  }
  return bits;
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, index) => groups(half, index === halves.length - 1)) as [
    bigint[] | undefined,
    bigint[] | undefined,
  ];
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const known = head.length + (tail?.length ?? 0);
  if (halves.length === 1 ? known !== 8 : known > 7) return undefined;
  const all = [...head, ...Array<bigint>(8 - known).fill(0n), ...(tail ?? [])];
  return all.reduce((bits, group) => (bits << 16n) | group, 0n);
}

/** The 16-bit groups between colons; the last may be an IPv4 address. */
function groups(text: string, mayEndInV4: boolean): bigint[] | undefined {
  if (text === '') return [];
  const found: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (mayEndInV4 && index === parts.length - 1 && part.includes('.')) {
      const v4 = parseV4(part);
      if (v4 === undefined) return undefined;
      found.push(v4 >> 16n, v4 & 0xffffn);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) found.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return found;
}

/** Canonical text (RFC 5952). */
export function formatAddress(family: 4 | 6, bits: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 0xffn)).join('.');
  const parts = Array.from({ length: 8 }, (_, index) => Number((bits >> BigInt(112 - 16 * index)) & 0xffffn));
  const run = longestZeroRun(parts);
  const text = (from: number, to: number) =>
    parts
      .slice(from, to)
      .map((part) => part.toString(16))
      .join(':');
  return run ? `${text(0, run.start)}::${text(run.start + run.length, 8)}` : text(0, 8);
}

function longestZeroRun(parts: readonly number[]): { start: number; length: number } | undefined {
  let best: { start: number; length: number } | undefined;
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (parts[start + length] === 0) length += 1;
    if (length > 1 && length > (best?.length ?? 0)) best = { start, length };
  }
  return best;
}
