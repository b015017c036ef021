import type { Cataloger, FileFacts, FileHeader, FileInput, PackageFact } from '../../cataloger.ts';
import { isInsideDependency, lockFacts, lockText } from '../../lock-file.ts';
import { splitLines } from '../../readers/text.ts';
import { isMavenVersion, mavenFact } from './lock-package.ts';

/** Gradle's dependency locks: `group:artifact:version=configuration,…`; before Gradle 7 one file for each configuration, without `=`. */
export const javaGradleLockfile = {
  id: 'java/gradle-lockfile',
  version: 1,
  scopes: ['source'],
  describes:
    'gradle.lockfile, buildscript-gradle.lockfile, settings-gradle.lockfile, gradle/dependency-locks/*.lockfile',
  wants: (file) => file.name.endsWith('.lockfile') && isGradleLock(file) && !isInsideDependency(file.path),
  read,
} satisfies Cataloger;

function isGradleLock({ name, path }: FileHeader): boolean {
  return name === 'gradle.lockfile' || name.endsWith('-gradle.lockfile') || path.includes('dependency-locks/');
}

function read(file: FileInput): FileFacts {
  const buildOnly = file.name.startsWith('buildscript-') || file.name.startsWith('settings-');
  return lockFacts(locked(lockText(file), buildOnly));
}

function* locked(text: string, buildOnly: boolean): Generator<PackageFact | undefined> {
  for (const line of splitLines(text)) {
    const [coordinates = '', configurations = ''] = line.trim().split('=', 2);
    const [group = '', artifact = '', version = '', more] = coordinates.split(':');
    if (more !== undefined || !isMavenVersion(version)) continue;
    yield mavenFact(group, artifact, version, { dev: buildOnly || isForTests(configurations) });
  }
}

function isForTests(configurations: string): boolean {
  const names = configurations
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length > 0 && names.every((name) => /^test|Test/.test(name));
}
