import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isInsideDependency, lockFacts, readLock } from '../../lock-file.ts';
import { parseXml } from '../../readers/xml.ts';
import { packageReferences } from './package-references.ts';

/** Direct dependencies of a .NET project that has no lock file: NuGet restores the lowest version that fits. */
export const nugetProjectFile = {
  id: 'nuget/project-file',
  version: 1,
  scopes: ['source'],
  describes: '.NET packages by *.csproj, *.fsproj, *.vbproj: package references with a version',
  wants: ({ name, path }) =>
    (name.endsWith('.csproj') || name.endsWith('.fsproj') || name.endsWith('.vbproj')) && !isInsideDependency(path),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts | undefined {
  const document = readLock(file, 'nuget/bad-project-file', parseXml);
  if (!document.value) return document.facts;
  return document.value.name === 'Project' ? lockFacts(packageReferences(document.value)) : undefined;
}
