import { parseArchiveName } from './file-name.ts';
import { knownFamily, knownGroup } from './known-groups.ts';
import type { Manifest } from './manifest.ts';
import type { Coordinates } from './packed-pom.ts';

/** Coordinates worked out from manifest and file name. */
export interface Guess {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  /** False where the group is only the artifact's name again, as was the custom of old artifacts (`commons-io:commons-io`). */
  readonly groupKnown: boolean;
}

/** What is known of an archive besides its poms. */
export interface ArchiveTraits {
  readonly fileName: string;
  readonly manifest: Manifest;
  /** The Java package that all its classes share: `org.roaringbitmap`. */
  readonly javaPackage?: string | undefined;
}

/**
 * The artifact that an archive without (its own) pom.properties is. The file name, where it has a version, is what the build tool called it
 * and wins over the manifest, whose versions are often rewritten for OSGi. Undefined where no version can be told.
 */
export function identifyArchive({ fileName, manifest, javaPackage }: ArchiveTraits): Guess | undefined {
  if (isJenkinsPlugin(fileName)) return identifyPlugin(fileName, manifest);
  const named = parseArchiveName(fileName);
  const version = named.version ?? versionOf(manifest);
  const artifact = named.version ? named.artifact : (artifactOf(manifest) ?? named.artifact);
  if (version === undefined || !isId(artifact) || !/\d/.test(version)) return undefined;
  const group = knownGroup(artifact) ?? groupOf(artifact, manifest, javaPackage);
  return { group: group ?? artifact, artifact, version, groupKnown: group !== undefined };
}

/**
 * Coordinates by the folders of a local Maven repository (`.m2/repository/org/example/lib/1.0/lib-1.0.jar`) or Gradle's module cache
 * (`modules-2/files-2.1/org.example/lib/1.0/<sha1>/lib-1.0.jar`).
 */
export function repositoryCoordinates(location: string): Guess | undefined {
  const folders = location.split('/');
  const file = folders.pop() ?? '';
  const root = folders.lastIndexOf('files-2.1');
  if (root >= 0 && folders.length === root + 5) {
    const [group, artifact, version] = folders.slice(root + 1);
    return group && artifact && version ? { group, artifact, version, groupKnown: true } : undefined;
  }
  const repository = folders.lastIndexOf('repository');
  const [artifact, version] = folders.slice(-2);
  const group = folders.slice(repository + 1, -2).join('.');
  if (repository < 0 || group === '' || !artifact || !version) return undefined;
  return file.startsWith(`${artifact}-${version}`) && isId(group)
    ? { group, artifact, version, groupKnown: true }
    : undefined;
}

/** Whether the pom.properties names the archive itself and not something packed into it. */
export function namesArchive({ group, artifact }: Coordinates, fileName: string): boolean {
  const base = parseArchiveName(fileName).artifact;
  return (
    artifact !== undefined && (base === artifact || base === `${group}.${artifact}` || base === `${group}-${artifact}`)
  );
}

function isJenkinsPlugin(fileName: string): boolean {
  return fileName.endsWith('.hpi') || fileName.endsWith('.jpi');
}

/** Jenkins' own attributes (jenkinsci/maven-hpi-plugin). */
function identifyPlugin(fileName: string, manifest: Manifest): Guess | undefined {
  const named = parseArchiveName(fileName);
  const artifact = manifest.get('short-name') ?? manifest.get('extension-name') ?? named.artifact;
  // `1.2 (private-0123-user)` is a build of somebody's own.
  const version =
    (manifest.get('plugin-version') ?? manifest.get('implementation-version'))?.split(' ')[0] ?? named.version;
  if (!version || !isId(artifact)) return undefined;
  const group = manifest.get('group-id');
  return { group: isId(group) ? group : 'org.jenkins-ci.plugins', artifact, version, groupKnown: true };
}

function versionOf(manifest: Manifest): string | undefined {
  for (const name of ['implementation-version', 'bundle-version', 'specification-version', 'plugin-version']) {
    const value = manifest.get(name);
    if (value !== undefined && /^v?\d[\w.+-]*$/.test(value)) return value;
  }
  return undefined;
}

function artifactOf(manifest: Manifest): string | undefined {
  for (const name of ['implementation-title', 'bundle-name', 'specification-title']) {
    const value = manifest.get(name)?.split(/[#;]/)[
      name === 'implementation-title' && manifest.get(name)?.includes('#') ? 1 : 0
    ];
    if (isArtifactId(value)) return value;
  }
  const symbolic = symbolicName(manifest);
  if (symbolic === undefined) return undefined;
  const last = symbolic.slice(symbolic.lastIndexOf('.') + 1);
  return symbolic.startsWith('org.springframework.') ? `spring-${last}` : last;
}

function groupOf(artifact: string, manifest: Manifest, javaPackage: string | undefined): string | undefined {
  // Apache's first commons were published under their own names.
  if (/^commons-[a-z]+$/.test(artifact)) return artifact;
  const vendor = manifest.get('implementation-vendor-id');
  if (isGroup(vendor) && vendor.split('.').length >= 3) return vendor;
  const family = knownFamily(artifact);
  if (family) return family;
  const symbolic = symbolicName(manifest);
  if (symbolic?.includes('.')) return groupOfSymbolicName(symbolic, artifact);
  if (isGroup(vendor)) return vendor;
  // Ivy writes `group#module;version`.
  const title = manifest.get('implementation-title')?.split('#')[0];
  for (const value of [title, manifest.get('extension-name'), manifest.get('specification-vendor-id')]) {
    if (isGroup(value)) return value;
  }
  const shared = javaPackage?.split('.').slice(0, 3).join('.');
  if (isGroup(shared)) return shared;
  const dots = artifact.split('.');
  return dots.length >= 3 ? dots.slice(0, -1).join('.') : undefined;
}

/**
 * Undoes how maven-bundle-plugin makes a symbolic name: group + '.' + artifact, without what the artifact repeats of the group's end. So
 * `org.apache.ivy` could be `org.apache.ivy:ivy` and `org.apache:ivy`; an umbrella such as `org.apache` is nobody's group.
 */
function groupOfSymbolicName(symbolic: string, artifact: string): string {
  const dot = symbolic.lastIndexOf('.');
  const prefix = symbolic.slice(0, dot);
  const last = symbolic.slice(dot + 1);
  if (symbolic === artifact) return prefix.includes('.') ? prefix : symbolic;
  if (last === artifact) return isGroup(prefix) || artifact.includes('-') ? prefix : symbolic;
  const end = prefix.slice(prefix.lastIndexOf('.') + 1);
  if (artifact === `${end}-${last}` || artifact === `${end}.${last}`) return prefix;
  return symbolic.endsWith(`.${artifact}`) ? symbolic.slice(0, -artifact.length - 1) : symbolic;
}

/** Domains under which many projects have groups of their own. */
const umbrellas = new Set(
  `com.alibaba com.android com.fasterxml com.github com.google com.ibm com.intellij com.microsoft com.netflix com.oracle com.squareup com.sun
   edu.umd io.github io.netty javax.xml net.java net.sf net.sourceforge org.apache org.codehaus org.eclipse org.glassfish org.jboss
   org.jetbrains org.ow2 org.sonatype org.springframework org.w3c`.split(/\s+/),
);

function isGroup(value: string | undefined): value is string {
  return isId(value) && value.includes('.') && !umbrellas.has(value);
}

/** Without the directives that may follow: `org.slf4j.api;singleton:=true`. */
function symbolicName(manifest: Manifest): string | undefined {
  const value = manifest.get('bundle-symbolicname')?.split(';')[0]?.trim();
  return isId(value) ? value : undefined;
}

/** Maven's rule for group and artifact ids. */
function isId(value: string | undefined): value is string {
  return value !== undefined && /^[A-Za-z0-9_][\w.-]{0,200}$/.test(value);
}

/** An id that somebody would give an artifact: a title such as `Gizmo` or `Ivy` is a product's name. */
function isArtifactId(value: string | undefined): value is string {
  return isId(value) && (/[-.]/.test(value) || value === value.toLowerCase()) && !/^\d/.test(value);
}
