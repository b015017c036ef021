import { all, child, childText, type XmlElement } from '../../readers/xml.ts';

/** The parts of a pom.xml (maven.apache.org/pom.html) that say what a project depends on; texts as written, expressions included. */
export interface MavenProject {
  readonly group?: string | undefined;
  readonly artifact?: string | undefined;
  readonly version?: string | undefined;
  readonly parent?: MavenParent | undefined;
  readonly properties: Readonly<Record<string, string>>;
  readonly dependencies: readonly MavenDependency[];
  readonly management: readonly MavenDependency[];
}

export interface MavenParent {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  /** '' means: look only in the repository. */
  readonly relativePath: string;
}

export interface MavenDependency {
  readonly group: string;
  readonly artifact: string;
  readonly version?: string | undefined;
  readonly type?: string | undefined;
  readonly scope?: string | undefined;
}

/** undefined where the root element is no project. */
export function readMavenProject(root: XmlElement): MavenProject | undefined {
  if (root.name !== 'project') return undefined;
  const parent = child(root, 'parent');
  // A profile that is active unless another one is chosen belongs to the default build.
  const profiles = all(root, 'profiles', 'profile').filter(
    (profile) => childText(child(profile, 'activation'), 'activeByDefault') === 'true',
  );
  const sources = [root, ...profiles];
  return {
    group: childText(root, 'groupId'),
    artifact: childText(root, 'artifactId'),
    version: childText(root, 'version'),
    parent: parent && {
      group: childText(parent, 'groupId') ?? '',
      artifact: childText(parent, 'artifactId') ?? '',
      version: childText(parent, 'version') ?? '',
      relativePath: childText(parent, 'relativePath') ?? '../pom.xml',
    },
    properties: Object.fromEntries(
      sources.flatMap((one) => (child(one, 'properties')?.children ?? []).map(({ name, text }) => [name, text])),
    ),
    dependencies: sources.flatMap((one) => all(one, 'dependencies', 'dependency').map(dependency)),
    management: sources.flatMap((one) =>
      all(one, 'dependencyManagement', 'dependencies', 'dependency').map(dependency),
    ),
  };
}

function dependency(element: XmlElement): MavenDependency {
  return {
    group: childText(element, 'groupId') ?? '',
    artifact: childText(element, 'artifactId') ?? '',
    version: childText(element, 'version') || undefined,
    type: childText(element, 'type') || undefined,
    scope: childText(element, 'scope') || undefined,
  };
}
