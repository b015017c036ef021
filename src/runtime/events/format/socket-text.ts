import type { CaptureEvent } from '../event.ts';
import { decodeText } from '../text.ts';
import { ipv4Text, ipv6Text, isIpv4Mapped } from './address-text.ts';

/** Address families as captures number them (Linux's). */
const family = { unix: 1, ipv4: 2, ipv6: 10 } as const;

/** A socket address: u8 family, then 4 or 16 bytes and u16 port, or a path with its NUL. */
export function socketAddressText(event: CaptureEvent, start: number, size: number): string {
  const { bytes } = event;
  const kind = bytes[start]!;
  const at = start + 1;
  if (kind === family.unix) return size >= 2 ? pathText(bytes, at, start + size) : 'INVALID PATH';
  if (kind === family.ipv4) return size >= 7 ? `${ipv4Text(bytes, at)}:${port(event, at + 4)}` : 'INVALID IPv4';
  if (kind === family.ipv6) return size >= 19 ? `${ipv6Text(bytes, at)}:${port(event, at + 16)}` : 'INVALID IPv6';
  return `family ${kind}`;
}

/** Both ends of a connection: u8 family, then address and port of each end, or two kernel addresses (u64) and a path with its NUL. */
export function socketTupleText(event: CaptureEvent, start: number, size: number): string {
  const { bytes, view } = event;
  const kind = bytes[start]!;
  const at = start + 1;
  if (kind === family.unix) {
    if (size < 18) return 'INVALID PATH';
    const ends = `${view.getBigUint64(at, true).toString(16)}->${view.getBigUint64(at + 8, true).toString(16)}`;
    return `${ends} ${pathText(bytes, at + 16, start + size)}`;
  }
  if (kind === family.ipv4) {
    if (size < 13) return 'INVALID IPv4';
    return `${ipv4Text(bytes, at)}:${port(event, at + 4)}->${ipv4Text(bytes, at + 6)}:${port(event, at + 10)}`;
  }
  if (kind === family.ipv6) {
    if (size < 37) return 'INVALID IPv6';
    const ports = [port(event, at + 16), port(event, at + 34)] as const;
    if (isIpv4Mapped(bytes, at) && isIpv4Mapped(bytes, at + 18)) {
      return `${ipv4Text(bytes, at + 12)}:${ports[0]}->${ipv4Text(bytes, at + 30)}:${ports[1]}`;
    }
    return `${ipv6Text(bytes, at)}:${ports[0]}->${ipv6Text(bytes, at + 18)}:${ports[1]}`;
  }
  return `family ${kind}`;
}

function port(event: CaptureEvent, at: number): number {
  return event.view.getUint16(at, true);
}

function pathText(bytes: Buffer, start: number, end: number): string {
  const nul = bytes.indexOf(0, start);
  return decodeText(bytes, start, nul >= 0 && nul < end ? nul : end);
}
