import { describe, expect, it } from 'vitest';
import { addressText, isIpv4Mapped } from './address-text.ts';
import { bytesText } from './bytes-text.ts';
import { errorName } from './error-name.ts';
import { enumText, flagText, modeText } from './flag-text.ts';
import { nativeSyscallName } from './native-syscall.ts';
import { bigNumberText, numberText, secondsText } from './number-text.ts';
import { signalName, signalSetText } from './signal-name.ts';
import { dateTimeText, isoTimeText, timeText } from './time-text.ts';

const bytesOf = (groups: string) => Buffer.from(groups.replaceAll(' ', ''), 'hex');

describe('addresses', () => {
  it.each([
    ['0a000001', '10.0.0.1'],
    ['00000000 00000000 00000000 00000001', '::1'],
    ['00000000 00000000 00000000 00000000', '::'],
    ['20010db8 00000000 00010000 00000001', '2001:db8::1:0:0:1'],
    ['20010db8 00000001 00000000 00000000', '2001:db8:0:1::'],
    ['20010db8 00010002 00030004 00050000', '2001:db8:1:2:3:4:5:0'],
    ['00000000 00000000 0000ffff 01020304', '::ffff:1.2.3.4'],
    ['00000000 00000000 00000000 01020304', '::1.2.3.4'],
    ['00000000 00000000 00000000 00000102', '::102'],
    ['fe800000 00000000 0a0027ff fe000000', 'fe80::a00:27ff:fe00:0'],
  ])('%s is %s', (hex, text) => expect(addressText(bytesOf(hex))).toBe(text));

  it('tells IPv4 in IPv6', () => {
    expect(isIpv4Mapped(bytesOf('00000000 00000000 0000ffff 01020304'), 0)).toBe(true);
    expect(isIpv4Mapped(Buffer.alloc(16), 0)).toBe(true);
    expect(isIpv4Mapped(bytesOf('00000000 00000000 00000000 00000001'), 0)).toBe(false);
  });
});

describe('numbers', () => {
  it('in the bases of the table', () => {
    expect(numberText(-1, 'dec')).toBe('-1');
    expect(numberText(-1, 'hex')).toBe('FFFFFFFF');
    expect(numberText(0o644, 'oct')).toBe('0644');
    expect(numberText(0, 'oct')).toBe('0');
    expect(bigNumberText(-2n, 'hex')).toBe('FFFFFFFFFFFFFFFE');
    expect(bigNumberText(0x7fff_0000_1234n, 'hex')).toBe('7FFF00001234');
  });

  it.each([
    [0n, '0s'],
    [1n, '1e-09s'],
    [100_000n, '0.0001s'],
    [1_500_000_000n, '1.5s'],
    [123_456_789_000n, '123.457s'],
    [999_999_500_000_000n, '1e+06s'],
    [3_600_000_000_000n, '3600s'],
  ])('%i nanoseconds are %s', (span, text) => expect(secondsText(span)).toBe(text));
});

describe('flags', () => {
  const open = [
    { name: 'RDWR', value: 3 },
    { name: 'WRONLY', value: 2 },
    { name: 'RDONLY', value: 1 },
    { name: 'NONE', value: 0 },
    { name: 'TOP', value: 0x80000000 },
  ];

  it('of several bits hide those of one', () => {
    expect(flagText(open, 3)).toBe('RDWR');
    expect(flagText(open, 2)).toBe('WRONLY');
    expect(flagText(open, 0)).toBe('NONE');
    expect(flagText(open, 0x80000001)).toBe('RDONLY|TOP');
    expect(flagText(open, 64)).toBe('');
  });

  it('of one value have all of its names', () => {
    const families = [
      { name: 'AF_LOCAL', value: 1 },
      { name: 'AF_UNIX', value: 1 },
      { name: 'AF_UNSPEC', value: 0 },
    ];
    expect(enumText(families, 1)).toBe('AF_LOCAL|AF_UNIX');
    expect(enumText(families, 3)).toBe('');
  });

  it('of a mode end with the name of the whole', () => {
    const bits = [
      { name: 'XOTH', value: 1 },
      { name: 'WOTH', value: 2 },
      { name: 'RWX', value: 7 },
    ];
    expect(modeText(bits, 3)).toBe('XOTH|WOTH');
    expect(modeText(bits, 7)).toBe('XOTH|WOTH|RWX');
  });
});

it('bytes with dots, also beyond one chunk', () => {
  expect(bytesText(Buffer.from('a\n\x7f~ \x80', 'latin1'))).toBe('a..~ .');
  expect(bytesText(Buffer.alloc(10_000, 0x61))).toBe('a'.repeat(10_000));
});

it('names of errors, signals and syscalls', () => {
  expect([errorName(-2), errorName(-125), errorName(-512), errorName(-41), errorName(3)]).toEqual([
    'ENOENT',
    'ECANCELED',
    'ERESTARTSYS',
    '',
    '',
  ]);
  expect([signalName(9), signalName(31), signalName(0), signalName(34)]).toEqual(['SIGKILL', 'SIGSYS', '', '']);
  expect(signalSetText(0b101)).toBe('SIGHUP SIGQUIT');
  expect([
    nativeSyscallName(0),
    nativeSyscallName(221),
    nativeSyscallName(334),
    nativeSyscallName(400),
    nativeSyscallName(437),
  ]).toEqual(['read', 'fadvise64', 'rseq', undefined, 'openat2']);
});

it('times in UTC', () => {
  const time = 1_795_348_274_000_000_042n;
  expect(timeText(time)).toBe('11:51:14.000000042');
  expect(timeText(time, false)).toBe('11:51:14');
  expect(dateTimeText(time)).toBe('2026-11-22 11:51:14.000000042');
  expect(isoTimeText(time)).toBe('2026-11-22T11:51:14.000000042+0000');
  expect(isoTimeText(2n ** 64n - 1n)).toBe('2554-07-21T23:34:33.709551615+0000');
});
