import { asObject, asString, type JsonObject } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { isInsideDependency, lockFacts, readLock } from '../../lock-file.ts';
import { parseToml } from '../../readers/toml.ts';
import { isMavenVersion, mavenFact } from './lock-package.ts';

/** Gradle's version catalog (docs.gradle.org, version catalogs): direct dependencies; of a rich version what it would resolve to first. */
export const javaGradleVersionCatalog = {
  id: 'java/gradle-version-catalog',
  version: 1,
  scopes: ['source'],
  describes: 'libs.versions.toml and other *.versions.toml',
  wants: ({ name, path }) => name.endsWith('.versions.toml') && !isInsideDependency(path),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const catalog = readLock(file, 'java/bad-version-catalog', parseToml);
  if (!catalog.value) return catalog.facts;
  const versions = asObject(catalog.value.versions) ?? {};
  return lockFacts(
    Object.values(asObject(catalog.value.libraries) ?? {}).map((library) => libraryFact(library, versions)),
  );
}

function libraryFact(library: unknown, versions: JsonObject): PackageFact | undefined {
  const short = asString(library);
  if (short !== undefined) {
    const [group = '', artifact = '', version = ''] = short.split(':');
    return isMavenVersion(version) ? mavenFact(group, artifact, version) : undefined;
  }
  const table = asObject(library);
  const [group = '', artifact = ''] = asString(table?.module)?.split(':') ?? [
    asString(table?.group),
    asString(table?.name),
  ];
  const version = versionOf(table?.version, versions);
  return version !== undefined && isMavenVersion(version) ? mavenFact(group, artifact, version) : undefined;
}

function versionOf(value: unknown, versions: JsonObject): string | undefined {
  const rich = asObject(value);
  if (!rich) return asString(value);
  const reference = asString(rich.ref);
  if (reference !== undefined)
    return Object.hasOwn(versions, reference) ? versionOf(versions[reference], {}) : undefined;
  return asString(rich.strictly) ?? asString(rich.require) ?? asString(rich.prefer);
}
