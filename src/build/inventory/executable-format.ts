import { MiB } from '#core/limits.ts';

/** What catalogers need of an executable file: where its named parts lie. Read from headers alone, never by searching the file. */
export interface Executable {
  readonly format: 'elf' | 'pe' | 'mach-o';
  readonly littleEndian: boolean;
  /** Bytes of an address: 4 or 8. */
  readonly pointerSize: 4 | 8;
  readonly sections: readonly ExecutableSection[];
  /** What is mapped into memory, in file order: translates addresses where there is no section for them. */
  readonly segments: readonly ExecutableSegment[];
}

export interface ExecutableSection {
  readonly name: string;
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes in the file. */
  readonly size: number;
}

export interface ExecutableSegment {
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly writable: boolean;
}

export const executableLimits = {
  /** Sections or segments that are looked at. */
  sections: 4096,
  /** The table of section names. */
  nameTableBytes: 1 * MiB,
} as const;
