/** What the name of an archive says: `guava-29.0-jre.jar` is artifact guava, version 29.0-jre. */
export interface ArchiveName {
  readonly artifact: string;
  readonly version?: string;
}

/**
 * Splits where a version begins: at a dash (or, for OSGi bundles, an underscore) before a digit from which on everything looks like a
 * version. So `log4j-1.2-api-2.17.1` is split before 2.17.1, `maven-core-1.0-beta-9` before 1.0.
 */
export function parseArchiveName(fileName: string): ArchiveName {
  const dot = fileName.lastIndexOf('.');
  const base = (dot > 0 ? fileName.slice(0, dot) : fileName).slice(0, 300);
  let first: ArchiveName | undefined;
  for (const match of base.matchAll(/[-_](?=v?\d)/g)) {
    if (match.index === 0) continue;
    const candidate = { artifact: base.slice(0, match.index), version: base.slice(match.index + 1) };
    // `akka-actor_2.13-2.6.19`: the underscore belongs to the artifact, it names the Scala version.
    if (match[0] === '_' && /-v?\d/.test(candidate.version)) continue;
    if (candidate.version.split(/[-_]/).every(isVersionPart)) return withoutClassifier(candidate);
    first ??= candidate;
  }
  if (first && !/^\d/.test(first.version ?? '')) return { artifact: base };
  return first ? withoutClassifier(first) : { artifact: base };
}

/** Words that stand in versions, and classifiers that stand after them. */
const versionWord =
  /^(?:alpha|beta|milestone|m|rc|cr|snapshot|final|ga|release|sp|jre|jdk|android|incubating|b|build|ea|pre|preview|dev|hadoop|redhat|jbossorg|osgi|v|r|sec)[.\d]*$/i;
const classifierWord =
  /^(?:sources|javadoc|tests?|shaded|all|uber|fat|jar|with|dependencies|no|aop|no_aop|client|linux|windows|osx|macosx?|x86|aarch|amd64|x86_64|aarch_64|native|plain|boot|exec|standalone|bin|runtime|classes|min|slim|full|complete|bundle)\d*$/i;

function isVersionPart(part: string, index: number): boolean {
  if (/^v?\d/.test(part)) return true;
  return index > 0 && (versionWord.test(part) || classifierWord.test(part));
}

function withoutClassifier({ artifact, version = '' }: ArchiveName): ArchiveName {
  const parts = version.split('-');
  while (parts.length > 1 && classifierWord.test(parts.at(-1) ?? '')) parts.pop();
  return { artifact, version: parts.join('-') };
}
