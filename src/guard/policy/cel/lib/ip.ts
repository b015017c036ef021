import { CelError } from '../cel-error.ts';
import { type Declaration, fn, method } from '../declarations.ts';
import { CelOpaque } from '../values.ts';
import { formatAddress, parseAddress } from './ip-text.ts';

/** `net.IP` */
export class CelIp extends CelOpaque {
  readonly typeName = 'net.IP';
  /** 4 or 6. */
  readonly family: 4 | 6;
  /** The address as a number of 32 or 128 bits. */
  readonly bits: bigint;

  constructor(family: 4 | 6, bits: bigint) {
    super();
    this.family = family;
    this.bits = bits;
  }

  equals(other: CelOpaque): boolean {
    return other instanceof CelIp && other.family === this.family && other.bits === this.bits;
  }

  override toString(): string {
    return formatAddress(this.family, this.bits);
  }

  /** Is it inside the prefix of `length` bits? */
  startsWithBits(prefix: bigint, length: number): boolean {
    const width = this.family === 4 ? 32 : 128;
    return this.bits >> BigInt(width - length) === prefix;
  }
}

/** Kubernetes' IP library. IPv4-mapped IPv6 addresses and zones are refused. */
export const ipLibrary: readonly Declaration[] = [
  fn('ip', ['string -> net.IP'], parseIp),
  fn('isIP', ['string -> bool'], (text: string) => parseAddress(text) !== undefined),
  fn('ip.isCanonical', ['string -> bool'], (text: string) => parseIp(text).toString() === text),
  method('family', ['net.IP -> int'], (ip: CelIp) => ip.family),
  method('isUnspecified', ['net.IP -> bool'], (ip: CelIp) => ip.bits === 0n),
  method('isLoopback', ['net.IP -> bool'], isLoopback),
  method('isLinkLocalMulticast', ['net.IP -> bool'], isLinkLocalMulticast),
  method('isLinkLocalUnicast', ['net.IP -> bool'], isLinkLocalUnicast),
  method('isGlobalUnicast', ['net.IP -> bool'], isGlobalUnicast),
];

export function parseIp(text: string): CelIp {
  const address = parseAddress(text);
  if (!address) throw new CelError(`IP Address ${JSON.stringify(text)} parse error during conversion from string`);
  return new CelIp(address.family, address.bits);
}

function isLoopback(ip: CelIp): boolean {
  return ip.family === 4 ? ip.startsWithBits(127n, 8) : ip.bits === 1n;
}

function isMulticast(ip: CelIp): boolean {
  return ip.family === 4 ? ip.startsWithBits(0xen, 4) : ip.startsWithBits(0xffn, 8);
}

function isLinkLocalMulticast(ip: CelIp): boolean {
  // ff02::/16 with any flags: Go looks at the scope nibble only.
  return ip.family === 4 ? ip.startsWithBits(0xe00000n, 24) : isMulticast(ip) && ((ip.bits >> 112n) & 0xfn) === 2n;
}

function isLinkLocalUnicast(ip: CelIp): boolean {
  return ip.family === 4 ? ip.startsWithBits(0xa9fen, 16) : ip.startsWithBits(0x3fan, 10);
}

function isGlobalUnicast(ip: CelIp): boolean {
  const isBroadcast = ip.family === 4 && ip.bits === 0xffffffffn;
  return !isBroadcast && ip.bits !== 0n && !isLoopback(ip) && !isMulticast(ip) && !isLinkLocalUnicast(ip);
}
