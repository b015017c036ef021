import type { ByteSource } from '#core/byte-source.ts';
import { GiB, KiB, MiB } from '#core/limits.ts';
import { errorIssue, type Issue, warningIssue } from '#core/outcome.ts';
import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { licenseNames, packageFact } from '../../package-fact.ts';
import { openZip, openZipEntry, readZipEntry, type ZipEntry, zipLimits } from '../../zip.ts';
import { parseArchiveName } from './file-name.ts';
import { identifyArchive, namesArchive, repositoryCoordinates } from './identify.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import { PackageOfClasses } from './package-of-classes.ts';
import { type Coordinates, type Pom, parsePom, parsePomProperties } from './packed-pom.ts';

export const javaLimits = {
  /** Archives inside archives; a war in an ear holds jars at depth 2. */
  depth: 8,
  /** One nested archive that has to be inflated; stored ones are read in place. */
  nestedBytes: 192 * MiB,
  /** All nested archives inflated out of one file. */
  totalBytes: 1 * GiB,
  /** Inflated to packed size of a nested archive above `ratioFromBytes`; archives inside are packed already. */
  ratio: 100,
  ratioFromBytes: 16 * MiB,
  /** Archives inside one file, at all depths. */
  archives: 20_000,
  /** Directories of all archives in one file: bounds the work where archives overlap, so that one is read thousands of times. */
  directoryBytes: 128 * MiB,
  /** Manifests and poms of all archives in one file. */
  textBytes: 128 * MiB,
  manifestBytes: 2 * MiB,
  pomBytes: 2 * MiB,
  propertiesBytes: 64 * KiB,
  /** Damaged parts of one file that are reported singly. */
  issues: 100,
  /** pom.properties and pom.xml of one archive. */
  poms: 5_000,
} as const;

/**
 * Java archives: coordinates of every META-INF/maven pom.properties or pom.xml (several where others are shaded in), else from manifest and
 * file name; archives inside archives at `outer.jar!/BOOT-INF/lib/inner.jar`.
 */
export const javaArchive: Cataloger = {
  id: 'java/archive',
  version: 1,
  scopes: ['image', 'source'],
  describes: 'Maven artifacts in jar, war, ear and similar archives, nested and shaded, and Jenkins plugins',
  wants: ({ name, size }) => size > 0 && isArchiveName(name),
  read,
};

const extensions = new Set(['jar', 'war', 'ear', 'par', 'sar', 'nar', 'kar', 'rar', 'hpi', 'jpi', 'lpkg', 'aar']);

function isArchiveName(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot >= 0 && name.length - dot <= 5 && extensions.has(name.slice(dot + 1).toLowerCase());
}

interface Walk {
  readonly packages: PackageFact[];
  readonly issues: Issue[];
  bytesLeft: number;
  directoryBytesLeft: number;
  textBytesLeft: number;
  archivesLeft: number;
}

function read(file: FileInput): FileFacts | undefined {
  const walk: Walk = {
    packages: [],
    issues: [],
    bytesLeft: javaLimits.totalBytes,
    directoryBytesLeft: javaLimits.directoryBytes,
    textBytesLeft: javaLimits.textBytes,
    archivesLeft: javaLimits.archives,
  };
  const magic = file.source.read(0, 4);
  // `.rar` is also a compression format, `.jar` sometimes a text that stands for a file elsewhere.
  if (magic[0] === 0x52 && magic[1] === 0x61) return undefined;
  readArchive(walk, file.source, file.name, file.path, 0);
  if (walk.packages.length === 0 && walk.issues.length === 0) return undefined;
  return { packages: walk.packages, issues: walk.issues };
}

function readArchive(walk: Walk, source: ByteSource, fileName: string, location: string, depth: number): void {
  const classes = new PackageOfClasses();
  const keep = (name: string) => (name.endsWith('.class') ? classes.see(name) : isNeeded(name));
  const archive = openZip(source, keep, Math.min(zipLimits.directoryBytes, walk.directoryBytesLeft));
  if (!archive.ok && archive.issue.code === 'zip/directory-too-large') {
    walk.directoryBytesLeft = 0;
    reportLimit(walk, directoryProblem, location);
    return;
  }
  if (!archive.ok) {
    // What begins as an archive could hold packages; anything else only has the name of one.
    const level = source.read(0, 2).toString('latin1') === 'PK' ? 'error' : 'warning';
    addIssue(walk, { ...warningIssue('java/not-an-archive', archive.issue.message, { where: location }), level });
    return;
  }
  for (const issue of archive.issues ?? []) addIssue(walk, { ...issue, where: location });
  const { entries, directoryBytes } = archive.value;
  walk.directoryBytesLeft -= directoryBytes;
  for (const fact of packagesOf(walk, source, entries, { fileName, location, classes })) walk.packages.push(fact);
  for (const entry of entries) {
    if (isArchiveName(entry.name)) readNested(walk, source, entry, `${location}!/${entry.name}`, depth + 1);
  }
}

const manifestName = 'META-INF/MANIFEST.MF';

function isNeeded(name: string): boolean {
  return isArchiveName(name) || isPom(name, 'pom.properties') || isPom(name, 'pom.xml') || name === manifestName;
}

/** Shading tools also leave them outside META-INF/maven; a pom.xml elsewhere is somebody's template. */
function isPom(name: string, file: 'pom.properties' | 'pom.xml'): boolean {
  if (!name.endsWith(file)) return false;
  if (file === 'pom.xml') return name.includes('META-INF/maven/');
  return name.length === file.length || name.charCodeAt(name.length - file.length - 1) === 0x2f;
}

function readNested(walk: Walk, source: ByteSource, entry: ZipEntry, location: string, depth: number): void {
  const problem = refuse(walk, entry, depth);
  if (problem) {
    reportLimit(walk, problem, location);
    return;
  }
  walk.archivesLeft--;
  const nested = openZipEntry(source, entry, Math.min(javaLimits.nestedBytes, walk.bytesLeft));
  if (!nested.ok) {
    addIssue(walk, { ...nested.issue, where: location });
    return;
  }
  if (entry.method !== 0) walk.bytesLeft -= nested.value.size;
  readArchive(walk, nested.value, entry.name.slice(entry.name.lastIndexOf('/') + 1), location, depth);
}

function addIssue(walk: Walk, issue: Issue): void {
  if (walk.issues.length < javaLimits.issues) walk.issues.push(issue);
  else reportLimit(walk, `more than ${javaLimits.issues} parts of the file are damaged`, issue.where);
}

const directoryProblem = `the nested archives list more than ${javaLimits.directoryBytes} bytes of entries`;

/** One issue for what may be thousands of archives. */
function reportLimit(walk: Walk, message: string, where: string | undefined): void {
  if (!walk.issues.some((issue) => issue.message === message)) {
    walk.issues.push(errorIssue('java/nested-limit', message, { where }));
  }
}

function refuse(walk: Walk, { size, compressedSize, method }: ZipEntry, depth: number): string | undefined {
  if (depth > javaLimits.depth) return `archives are nested more than ${javaLimits.depth} deep`;
  if (walk.directoryBytesLeft <= 0) return directoryProblem;
  if (walk.archivesLeft <= 0) return `more than ${javaLimits.archives} archives are nested in the file`;
  if (method === 0) return undefined;
  if (size > walk.bytesLeft) return `the nested archives have more than ${javaLimits.totalBytes} bytes`;
  if (size > javaLimits.ratioFromBytes && size > compressedSize * javaLimits.ratio) {
    return `a nested archive is packed more than ${javaLimits.ratio} times`;
  }
  return undefined;
}

function packagesOf(
  walk: Walk,
  source: ByteSource,
  entries: readonly ZipEntry[],
  { fileName, location, classes }: { fileName: string; location: string; classes: PackageOfClasses },
): PackageFact[] {
  const text = (entry: ZipEntry, limit: number): string => {
    if (walk.textBytesLeft <= 0) {
      reportLimit(
        walk,
        `manifests and poms of the nested archives have more than ${javaLimits.textBytes} bytes`,
        location,
      );
      return '';
    }
    const content = readZipEntry(source, entry, limit);
    if (content.ok) {
      walk.textBytesLeft -= content.value.length;
      return content.value.toString('utf8');
    }
    addIssue(walk, { ...content.issue, where: location });
    return '';
  };
  const poms = readPoms(entries, text);
  const found: Artifact[] = poms.flatMap((pom) => artifactOf(pom) ?? []);
  const manifestEntry = entries.find(({ name }) => name === manifestName);
  const manifest: Manifest = manifestEntry ? parseManifest(text(manifestEntry, javaLimits.manifestBytes)) : new Map();
  const traits = { fileName, manifest, javaPackage: classes.shared };
  const guess = isIdentified(found, fileName)
    ? undefined
    : (repositoryCoordinates(location) ?? identifyArchive(traits));
  if (guess && (found.length === 0 || (guess.groupKnown && !isAmong(found, guess)))) {
    found.unshift({ ...guess, licenses: [] });
  }
  const seen = new Set<string>();
  return found.flatMap(({ group, artifact, version, licenses: stated }) => {
    const licenses = stated.length === 0 && found.length === 1 ? manifestLicenses(manifest) : stated;
    const name = `${group}:${artifact}`;
    if (seen.has(`${name}@${version}`)) return [];
    seen.add(`${name}@${version}`);
    const parts = { namespace: group, name: artifact, fullName: name, version, licenses, locations: [location] };
    return packageFact({ type: 'maven', ...parts }) ?? [];
  });
}

interface Artifact {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  readonly licenses: readonly string[];
}

function artifactOf({ group, artifact, version, licenses }: Pom): Artifact | undefined {
  if (!group || !artifact || !version || version.includes('${')) return undefined;
  return { group, artifact, version, licenses };
}

/** Whether one of them is the archive itself; what a file without a version in its name holds alone is taken for it. */
function isIdentified(found: readonly Artifact[], fileName: string): boolean {
  if (found.some((one) => namesArchive(one, fileName))) return true;
  const [only, ...others] = found;
  return only !== undefined && others.length === 0 && parseArchiveName(fileName).version === undefined;
}

/** The same artifact under another file name, or the only one inside at the same version: a renamed build. */
function isAmong(found: readonly Artifact[], guess: Coordinates): boolean {
  const [only, ...others] = found;
  if (others.length === 0 && only?.version === guess.version) return true;
  return found.some(({ artifact, version }) => artifact === guess.artifact && version === guess.version);
}

/** One for each folder that has a pom.properties or a pom.xml; the properties win, the pom.xml fills what they lack and knows licences. */
function readPoms(entries: readonly ZipEntry[], text: (entry: ZipEntry, limit: number) => string): Pom[] {
  const folders = new Map<string, { properties?: ZipEntry; xml?: ZipEntry }>();
  for (const entry of entries) {
    const kind = isPom(entry.name, 'pom.properties') ? 'properties' : isPom(entry.name, 'pom.xml') ? 'xml' : undefined;
    if (kind === undefined) continue;
    const folder = entry.name.slice(0, entry.name.lastIndexOf('/') + 1);
    folders.set(folder, { ...folders.get(folder), [kind]: entry });
    if (folders.size >= javaLimits.poms) break;
  }
  return [...folders.values()].map(({ properties, xml }) => {
    const stated: Coordinates = properties ? parsePomProperties(text(properties, javaLimits.propertiesBytes)) : {};
    const pom: Pom = xml ? parsePom(text(xml, javaLimits.pomBytes)) : { licenses: [] };
    return {
      group: stated.group || pom.group,
      artifact: stated.artifact || pom.artifact,
      version: stated.version || pom.version,
      licenses: licenseNames(pom.licenses),
    };
  });
}

/** `Bundle-License: Apache-2.0;link="…", http://…` */
function manifestLicenses(manifest: Manifest): string[] {
  const value = manifest.get('bundle-license') ?? '';
  return licenseNames(value.split(',').map((one) => one.split(';')[0]?.replaceAll('"', '')));
}
