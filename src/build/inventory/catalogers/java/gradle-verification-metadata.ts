import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isInsideDependency, lockFacts, readLock } from '../../lock-file.ts';
import { all, parseXml } from '../../readers/xml.ts';
import { mavenFact } from './lock-package.ts';

/** Gradle's dependency verification: every artifact that some build has resolved, plugins included. */
export const javaGradleVerificationMetadata = {
  id: 'java/gradle-verification-metadata',
  version: 1,
  scopes: ['source'],
  describes: 'gradle/verification-metadata.xml',
  wants: ({ name, path }) => name === 'verification-metadata.xml' && !isInsideDependency(path),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts | undefined {
  const document = readLock(file, 'java/bad-verification-metadata', parseXml);
  if (!document.value) return document.facts;
  if (document.value.name !== 'verification-metadata') return undefined;
  return lockFacts(
    all(document.value, 'components', 'component').map(({ attributes }) => {
      const version = attributes.get('version') ?? '';
      return version === ''
        ? undefined
        : mavenFact(attributes.get('group') ?? '', attributes.get('name') ?? '', version);
    }),
  );
}
