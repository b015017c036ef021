import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isInsideDependency, lockFacts, readLock } from '../../lock-file.ts';
import { parseXml } from '../../readers/xml.ts';
import { packageReferences } from './package-references.ts';

/** Versions kept in one place for all projects of a solution. */
export const nugetPackagesProps = {
  id: 'nuget/packages-props',
  version: 1,
  scopes: ['source'],
  describes: '.NET packages by Directory.Packages.props, Packages.props and other *Packages.props',
  wants: ({ name, path }) => name.toLowerCase().endsWith('packages.props') && !isInsideDependency(path),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts | undefined {
  const document = readLock(file, 'nuget/bad-packages-props', parseXml);
  if (!document.value) return document.facts;
  return document.value.name === 'Project' ? lockFacts(packageReferences(document.value)) : undefined;
}
