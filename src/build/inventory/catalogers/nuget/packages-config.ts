import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isInsideDependency, lockFacts, readLock } from '../../lock-file.ts';
import { all, parseXml } from '../../readers/xml.ts';
import { nugetFact } from './lock-package.ts';

/** The list of packages of older .NET projects: exact versions, transitive ones included. */
export const nugetPackagesConfig = {
  id: 'nuget/packages-config',
  version: 1,
  scopes: ['source'],
  describes: '.NET packages by packages.config or packages.<project>.config',
  wants: ({ name, path }) => name.startsWith('packages.') && name.endsWith('.config') && !isInsideDependency(path),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts | undefined {
  const document = readLock(file, 'nuget/bad-packages-config', parseXml);
  if (!document.value) return document.facts;
  if (document.value.name !== 'packages') return undefined;
  return lockFacts(
    all(document.value, 'package').map(({ attributes }) => {
      const version = attributes.get('version')?.trim() ?? '';
      if (version === '') return undefined;
      return nugetFact(attributes.get('id') ?? '', version, {
        dev: attributes.get('developmentDependency') === 'true',
      });
    }),
  );
}
