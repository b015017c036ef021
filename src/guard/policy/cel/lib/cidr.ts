import { CelError } from '../cel-error.ts';
import { type Declaration, fn, method } from '../declarations.ts';
import { CelOpaque } from '../values.ts';
import { CelIp, parseIp } from './ip.ts';
import { parseAddress } from './ip-text.ts';

/** `net.CIDR` */
export class CelCidr extends CelOpaque {
  readonly typeName = 'net.CIDR';
  readonly ip: CelIp;
  readonly prefixLength: number;

  constructor(ip: CelIp, prefixLength: number) {
    super();
    this.ip = ip;
    this.prefixLength = prefixLength;
  }

  equals(other: CelOpaque): boolean {
    return other instanceof CelCidr && other.prefixLength === this.prefixLength && other.ip.equals(this.ip);
  }

  override toString(): string {
    return `${this.ip}/${this.prefixLength}`;
  }

  masked(): CelCidr {
    const free = BigInt((this.ip.family === 4 ? 32 : 128) - this.prefixLength);
    return new CelCidr(new CelIp(this.ip.family, (this.ip.bits >> free) << free), this.prefixLength);
  }

  contains(ip: CelIp): boolean {
    const free = BigInt((this.ip.family === 4 ? 32 : 128) - this.prefixLength);
    return ip.family === this.ip.family && ip.bits >> free === this.ip.bits >> free;
  }
}

/** Kubernetes' CIDR library. */
export const cidrLibrary: readonly Declaration[] = [
  fn('cidr', ['string -> net.CIDR'], parseCidr),
  fn('isCIDR', ['string -> bool'], (text: string) => readCidr(text) !== undefined),
  method('containsIP', ['net.CIDR, net.IP -> bool', 'net.CIDR, string -> bool'], (cidr: CelCidr, ip: CelIp | string) =>
    cidr.contains(typeof ip === 'string' ? parseIp(ip) : ip),
  ),
  method('containsCIDR', ['net.CIDR, net.CIDR -> bool', 'net.CIDR, string -> bool'], containsCidr),
  method('ip', ['net.CIDR -> net.IP'], (cidr: CelCidr) => cidr.ip),
  method('masked', ['net.CIDR -> net.CIDR'], (cidr: CelCidr) => cidr.masked()),
  method('prefixLength', ['net.CIDR -> int'], (cidr: CelCidr) => cidr.prefixLength),
];

function containsCidr(cidr: CelCidr, other: CelCidr | string): boolean {
  const inner = typeof other === 'string' ? parseCidr(other) : other;
  return inner.prefixLength >= cidr.prefixLength && cidr.contains(inner.ip);
}

function parseCidr(text: string): CelCidr {
  const cidr = readCidr(text);
  if (!cidr) throw new CelError(`network address parse error during conversion from string: ${JSON.stringify(text)}`);
  return cidr;
}

function readCidr(text: string): CelCidr | undefined {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = match?.[1] === undefined ? undefined : parseAddress(match[1]);
  const length = Number(match?.[2]);
  if (!address || length > (address.family === 4 ? 32 : 128)) return undefined;
  return new CelCidr(new CelIp(address.family, address.bits), length);
}
