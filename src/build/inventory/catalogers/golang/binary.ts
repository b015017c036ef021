import type { ByteSource } from '#core/byte-source.ts';
import { warningIssue } from '#core/outcome.ts';
import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { readExecutable } from '../../executable.ts';
import type { Executable } from '../../executable-format.ts';
import { packageFact } from '../../package-fact.ts';
import { mayBeProgram } from '../../program-candidate.ts';
import { type GoModule, readGoBuildInfo } from './build-info.ts';
import { mainVersion } from './main-version.ts';

/**
 * Modules linked into Go programs, the program's own module, and the standard library as package `stdlib`. A module built from the
 * source of another (`replace`) is reported as that other one; one replaced by a folder keeps its name, as the folder's content is unknown.
 */
export const golangBinary: Cataloger = {
  id: 'golang/binary',
  version: 1,
  scopes: ['image'],
  describes: 'Go modules and standard library by the build information in programs (ELF, PE, Mach-O)',
  wants: mayBeProgram,
  read,
};

function read(file: FileInput): FileFacts | undefined {
  const executable = readExecutable(file.source);
  if (!executable) return undefined;
  const info = readGoBuildInfo(file.source, executable);
  if (!info) return isPacked(file.source, executable) ? { issues: [packedIssue(file.path)] } : undefined;
  const packages: PackageFact[] = [];
  const add = (fact: PackageFact | undefined) => fact && packages.push(fact);
  const standard = standardLibraryVersion(info.goVersion);
  if (standard) add(packageFact({ type: 'golang', name: 'stdlib', version: standard }));
  if (info.main) add(modulePackage(info.main.path, mainVersion(info)));
  for (const module of info.dependencies) {
    const { path, version } = builtFrom(module);
    add(modulePackage(path, version));
  }
  return { packages };
}

function builtFrom({ path, version, replace }: GoModule): { path: string; version: string } {
  if (!replace || /^(?:\.{0,2}\/|[A-Za-z]:)/.test(replace.path) || replace.version === '') return { path, version };
  return replace;
}

function modulePackage(path: string, version: string): PackageFact | undefined {
  const slash = path.lastIndexOf('/');
  if (path === '' || path === 'command-line-arguments') return undefined;
  return packageFact({
    type: 'golang',
    ...(slash > 0 ? { namespace: path.slice(0, slash) } : {}),
    name: path.slice(slash + 1),
    version: version === '(devel)' ? '' : version,
  });
}

/** `go1.20.1 X:boringcrypto` → 1.20.1; undefined for toolchains built from a commit. */
export function standardLibraryVersion(goVersion: string): string | undefined {
  return /^(?:devel )?go(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?(?:(?:rc|beta)\d{1,3})?)(?![\d.])/.exec(goVersion)?.[1];
}

/** UPX leaves its mark near the start; in ELF files it takes the section table away. */
function isPacked(source: ByteSource, { format, sections }: Executable): boolean {
  if (format === 'pe') return sections.some(({ name }) => name === 'UPX0');
  return sections.length === 0 && source.read(0, 1024).includes('UPX!');
}

function packedIssue(path: string) {
  return warningIssue('golang/packed', 'the program is packed with UPX: what is linked into it cannot be seen', {
    where: path,
    hint: 'scan the program before it is packed, or unpack it with `upx -d`',
  });
}
