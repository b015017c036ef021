import { describe, expect, it } from 'vitest';
import { memorySource } from '#core/byte-source.ts';
import { elfOf, firstSectionOffset, loadAddress, machOOf, peOf } from '../../testing/executable-writer.ts';
import { mutations } from '../../testing/fuzz.ts';
import { readAddress, readExecutable, readSection } from './executable.ts';

const sections = { '.text': Buffer.from('code'), '.note': Buffer.from('what we look for') };

describe('readExecutable', () => {
  it.each([
    ['64-bit ELF', elfOf(sections), 'elf', 8, true],
    ['32-bit ELF', elfOf(sections, { bits: 32 }), 'elf', 4, true],
    ['big-endian 64-bit ELF', elfOf(sections, { bigEndian: true }), 'elf', 8, false],
    ['big-endian 32-bit ELF', elfOf(sections, { bits: 32, bigEndian: true }), 'elf', 4, false],
    ['PE', peOf(sections), 'pe', 8, true],
    ['Mach-O', machOOf(sections), 'mach-o', 8, true],
    ['universal Mach-O', machOOf(sections, { fat: true }), 'mach-o', 8, true],
  ] as const)('finds sections of a %s file', (_, bytes, format, pointerSize, littleEndian) => {
    const source = memorySource(bytes);
    const executable = readExecutable(source);
    expect(executable).toMatchObject({ format, pointerSize, littleEndian });
    expect(readSection(source, executable!, '.note', 1000)?.toString()).toBe('what we look for');
    expect(readSection(source, executable!, '.note', 4)?.toString()).toBe('what');
    expect(readSection(source, executable!, '.absent', 1000)).toBeUndefined();
  });

  it('translates addresses by what is mapped, up to the end of the segment', () => {
    const source = memorySource(elfOf(sections));
    const executable = readExecutable(source)!;
    expect(readAddress(source, executable, loadAddress + firstSectionOffset, 4)?.toString()).toBe('code');
    expect(readAddress(source, executable, loadAddress - 1, 4)).toBeUndefined();
    expect(readAddress(source, executable, loadAddress, 1e9)!.length).toBeLessThan(source.size);
  });

  it.each([
    ['an empty file', ''],
    ['a script', '#!/bin/sh\necho'],
    ['a header alone', '\x7fELF\x02\x01'],
    ['a DOS program', `MZ${'\0'.repeat(100)}`],
    ['a Java class (the magic of a universal Mach-O)', '\xca\xfe\xba\xbe\0\0\0\x34\0\x10'],
  ])('answers nothing for %s', (_, text) => {
    expect(readExecutable(memorySource(Buffer.from(text, 'latin1')))).toBeUndefined();
  });

  it('survives damage', () => {
    const valid = [
      elfOf(sections),
      elfOf(sections, { bits: 32 }),
      peOf(sections),
      machOOf(sections),
      machOOf(sections, { fat: true }),
    ];
    for (const [seed, bytes] of valid.entries()) {
      for (const damaged of mutations(bytes, 800, seed)) {
        const source = memorySource(damaged);
        const executable = readExecutable(source);
        if (!executable) continue;
        readSection(source, executable, '.note', 1000);
        readAddress(source, executable, loadAddress, 1000);
      }
    }
  });
});
