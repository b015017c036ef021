import { describe, expect, it } from 'vitest';
import { ipv4Text, ipv6Text, isIpv4Mapped } from './addresses.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('addresses', () => {
  it.each([
    ['00'.repeat(16), '::'],
    [`${'00'.repeat(15)}01`, '::1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['fe80000000000000021122fffe334455', 'fe80::211:22ff:fe33:4455'],
    ['00000000000000000000ffff0a000001', '::ffff:10.0.0.1'],
    ['0000000000000000000000000a000001', '::10.0.0.1'],
    ['20010db8000100020003000400050006', '2001:db8:1:2:3:4:5:6'],
    ['20010db8000100000003000400050006', '2001:db8:1:0:3:4:5:6'],
    ['00010000000000000000000000000000', '1::'],
  ])('%s is %s', (hex, text) => {
    expect(ipv6Text(bytes(hex))).toBe(text);
  });

  it('shows a missing one as zeros, and knows IPv4 in IPv6 form', () => {
    expect([ipv4Text(undefined), ipv6Text(undefined)]).toEqual(['0.0.0.0', '::']);
    expect(isIpv4Mapped(bytes('00000000000000000000ffff0a000001'), 0)).toBe(true);
    expect(isIpv4Mapped(bytes('00'.repeat(16)), 0)).toBe(true);
    expect(isIpv4Mapped(bytes(`${'00'.repeat(15)}01`), 0)).toBe(false);
  });
});
