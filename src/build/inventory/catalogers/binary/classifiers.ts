import { memorySource } from '#core/byte-source.ts';
import { KiB } from '#core/limits.ts';
import type { Cataloger, FileFacts, FileHeader, FileInput } from '../../cataloger.ts';
import { readExecutable } from '../../executable.ts';
import type { Executable } from '../../executable-format.ts';
import { packageFact } from '../../package-fact.ts';
import { findVersion, type Range } from './search.ts';
import { type KnownProgram, knownPrograms } from './table.ts';

const textBytes = 16 * KiB;

/**
 * Well-known programs that no package manager put there, by the version text in their bytes (see table.ts). Reported as `pkg:generic/<name>`;
 * where a distribution's package owns the file, ownership decides and it is not matched again.
 */
export const binaryClassifiers: Cataloger = {
  id: 'binary/classifiers',
  version: 1,
  scopes: ['image'],
  describes:
    'well-known programs without a package (node, python, nginx, redis, java, postgres …) by their version text',
  wants: (file) => file.size > 0 && isKnownName(file),
  read,
};

const byName = new Map<string, KnownProgram[]>();
interface PrefixRow {
  readonly prefix: string;
  readonly rest: 'versioned' | 'library';
  readonly program: KnownProgram;
}

/** By the first character: most names of an image are done with one look. */
const byPrefix = new Map<string, PrefixRow[]>();
for (const program of knownPrograms) {
  for (const files of program.files) {
    if ('exact' in files) byName.set(files.exact, [...(byName.get(files.exact) ?? []), program]);
    else byPrefix.set(files.prefix.charAt(0), [...(byPrefix.get(files.prefix.charAt(0)) ?? []), { ...files, program }]);
  }
}

function isKnownName({ name }: FileHeader): boolean {
  return byName.has(name) || (byPrefix.get(name.charAt(0))?.some((row) => fits(name, row)) ?? false);
}

function fits(name: string, { prefix, rest }: PrefixRow): boolean {
  if (!name.startsWith(prefix)) return false;
  if (rest === 'library') return name.includes('.so', prefix.length - 3);
  if (name.length === prefix.length) return false;
  for (let at = prefix.length; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code !== 0x2e && (code < 0x30 || code > 0x39)) return false;
  }
  return true;
}

function read(file: FileInput): FileFacts | undefined {
  const candidates = [
    ...(byName.get(file.name) ?? []),
    ...(byPrefix.get(file.name.charAt(0)) ?? []).filter((row) => fits(file.name, row)).map(({ program }) => program),
  ];
  const packages = candidates.flatMap((program) => {
    const version = versionOf(file, program);
    return version === undefined ? [] : (packageFact({ type: 'generic', name: program.name, version }) ?? []);
  });
  return packages.length > 0 ? { packages } : undefined;
}

function versionOf(file: FileInput, { content, clues }: KnownProgram): string | undefined {
  const list = typeof clues === 'function' ? clues(file.name) : clues;
  if (content === 'text') return findVersion(memorySource(file.source.read(0, textBytes)), list);
  const executable = readExecutable(file.source);
  return executable && findVersion(file.source, list, textRanges(executable));
}

/** Where compilers put strings; the code, most of a program, is not searched. Undefined: everything, where the section table is missing. */
function textRanges({ sections }: Executable): Range[] | undefined {
  const ranges = sections.filter(({ name }) => dataSections.has(name) || name.startsWith('.rodata'));
  return ranges.length > 0 ? ranges : undefined;
}

const dataSections = new Set([
  ...['.data', '.data.rel.ro', '.rdata', '.comment'],
  ...['__cstring', '__const', '__data', '__rodata'],
]);
