/** Texts of addresses as fields and outputs show them. Addresses are 4 or 16 bytes; a missing one is all zeros. */

const zero4 = new Uint8Array(4);
const zero16 = new Uint8Array(16);

export function ipv4Text(address: Uint8Array | undefined): string {
  const a = address ?? zero4;
  return `${a[0]}.${a[1]}.${a[2]}.${a[3]}`;
}

/** RFC 5952, as inet_ntop writes it: the longest run of two zero groups or more becomes `::`, an IPv4 tail is dotted. */
export function ipv6Text(address: Uint8Array | undefined): string {
  const a = address ?? zero16;
  const groups: number[] = [];
  for (let index = 0; index < 16; index += 2) groups.push((a[index]! << 8) | a[index + 1]!);
  const run = longestZeroRun(groups);
  const dotted = run.start === 0 && (run.length === 6 || (run.length === 5 && groups[5] === 0xffff));
  const shown = dotted ? groups.slice(0, 6) : groups;
  const hex = (part: number[]): string => part.map((group) => group.toString(16)).join(':');
  let text =
    run.length < 2 ? hex(shown) : `${hex(shown.slice(0, run.start))}::${hex(shown.slice(run.start + run.length))}`;
  if (dotted) text += `${text.endsWith(':') ? '' : ':'}${ipv4Text(a.subarray(12))}`;
  return text;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: -1, length: 0 };
  let start = -1;
  for (let index = 0; index <= groups.length; index += 1) {
    if (groups[index] === 0) {
      if (start < 0) start = index;
    } else {
      if (start >= 0 && index - start > best.length) best = { start, length: index - start };
      start = -1;
    }
  }
  return best.length >= 2 ? best : { start: -1, length: 0 };
}

/** ::ffff:a.b.c.d, or the unspecified address: an IPv6 socket that speaks IPv4 has these. */
export function isIpv4Mapped(bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < 10; index += 1) if (bytes[at + index] !== 0) return false;
  if (bytes[at + 10] === 0xff && bytes[at + 11] === 0xff) return true;
  for (let index = 10; index < 16; index += 1) if (bytes[at + index] !== 0) return false;
  return true;
}

export function addressText(address: Uint8Array | undefined, four: boolean): string {
  return four ? ipv4Text(address) : ipv6Text(address);
}

export function isZero(address: Uint8Array | undefined): boolean {
  return address === undefined || address.every((byte) => byte === 0);
}

export function sameAddress(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return isZero(a) && isZero(b);
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
