import type { MavenDependency, MavenParent, MavenProject } from './maven-model.ts';

/** Poms of one tree, by path. */
export type MavenTree = ReadonlyMap<string, MavenProject>;

export interface ResolvedProject {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  readonly dependencies: readonly ResolvedDependency[];
  /** Parents and imported boms that are not in the tree, `group:artifact:version`: what they give is unknown. */
  readonly absent: readonly string[];
}

export interface ResolvedDependency {
  readonly group: string;
  readonly artifact: string;
  /** undefined where only an absent pom, or a repository, could tell. */
  readonly version?: string | undefined;
  readonly scope: string;
}

/** Parents above a pom. */
const maxParents = 30;

/** Boms imported into one project, by way of other boms included. */
const maxBoms = 200;

/** Expressions inside the value of an expression. */
const maxExpressionDepth = 20;

/** A value that has grown past this by expressions is none. */
const maxValueLength = 1000;

/**
 * The effective dependencies of one project, as far as the tree tells: properties and management inherited from parents, boms imported,
 * expressions put in. Nothing is fetched and nothing guessed.
 */
export function resolveProject(path: string, tree: MavenTree): ResolvedProject | undefined {
  const absent = new Set<string>();
  const line = lineage(path, tree, absent);
  const project = line[0]?.project;
  if (!project) return undefined;
  const values = valuesOf(line.map((one) => one.project));
  const known = (text: string | undefined) => (text === undefined ? undefined : interpolate(text, values));
  const managed = managedBy(line, values, tree, absent, new Set());
  const dependencies = new Map<string, ResolvedDependency>();
  for (const { project: owner } of line) {
    for (const one of owner.dependencies) {
      const group = known(one.group);
      const artifact = known(one.artifact);
      if (!group || !artifact) continue;
      const key = managementKey(group, artifact);
      const rule = managed.get(key);
      // The nearest pom wins; within one, Maven takes the first that this reader sees.
      if (dependencies.has(key)) continue;
      const written = known(one.version) ?? rule?.version;
      dependencies.set(key, {
        group,
        artifact,
        version: exactVersion(written),
        scope: known(one.scope) ?? rule?.scope ?? 'compile',
      });
    }
  }
  return {
    group: values.get('project.groupId') ?? '',
    artifact: known(project.artifact) ?? '',
    version: known(values.get('project.version')) ?? '',
    dependencies: [...dependencies.values()],
    absent: [...absent],
  };
}

interface Member {
  readonly path: string;
  readonly project: MavenProject;
}

/** The project and its parents, nearest first. */
function lineage(path: string, tree: MavenTree, absent: Set<string>): Member[] {
  const line: Member[] = [];
  let at: string | undefined = path;
  while (at !== undefined && line.length < maxParents) {
    const current: string = at;
    const project = tree.get(current);
    if (!project || line.some((one) => one.path === current)) break;
    line.push({ path: current, project });
    at = project.parent && findParent(current, project.parent, tree);
    if (project.parent && at === undefined)
      absent.add(`${project.parent.group}:${project.parent.artifact}:${project.parent.version}`);
  }
  return line;
}

function findParent(path: string, parent: MavenParent, tree: MavenTree): string | undefined {
  if (parent.relativePath !== '') {
    const beside = joinPath(path, parent.relativePath);
    for (const candidate of [beside, beside === '' ? 'pom.xml' : `${beside}/pom.xml`]) {
      const found = tree.get(candidate);
      if (found && found.artifact === parent.artifact && (found.group ?? found.parent?.group) === parent.group)
        return candidate;
    }
  }
  return findByCoordinates(parent.group, parent.artifact, parent.version, tree);
}

function findByCoordinates(group: string, artifact: string, version: string, tree: MavenTree): string | undefined {
  for (const [path, project] of tree) {
    if (project.artifact !== artifact || (project.group ?? project.parent?.group) !== group) continue;
    const own = project.version ?? project.parent?.version;
    if (own === version || own?.includes('${')) return path;
  }
  return undefined;
}

/** `a/b/pom.xml` and `../parent` → `a/parent`; undefined parts above the root are dropped. */
function joinPath(path: string, relative: string): string {
  const parts = path.split('/').slice(0, -1);
  for (const part of relative.split(/[\\/]/)) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** Properties, the nearest first, and what Maven itself knows of the project (`project.version`, and the older `pom.version`, `version`). */
function valuesOf(line: readonly MavenProject[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const { properties } of line) {
    for (const [name, value] of Object.entries(properties)) if (!values.has(name)) values.set(name, value);
  }
  const [project] = line;
  if (!project) return values;
  const own = {
    groupId: project.group ?? project.parent?.group,
    artifactId: project.artifact,
    version: project.version ?? project.parent?.version,
    'parent.groupId': project.parent?.group,
    'parent.artifactId': project.parent?.artifact,
    'parent.version': project.parent?.version,
  };
  for (const [name, value] of Object.entries(own)) {
    if (value === undefined) continue;
    for (const prefix of ['project.', 'pom.']) values.set(prefix + name, value);
    if (!values.has(name)) values.set(name, value);
  }
  return values;
}

interface Managed {
  readonly version?: string | undefined;
  readonly scope?: string | undefined;
}

/** Management of the project first, then of its parents, boms after what is written out; expressions see the project's own values. */
function managedBy(
  line: readonly Member[],
  values: ReadonlyMap<string, string>,
  tree: MavenTree,
  absent: Set<string>,
  imported: Set<string>,
): Map<string, Managed> {
  const managed = new Map<string, Managed>();
  const boms: MavenDependency[] = [];
  for (const { project } of line) {
    for (const one of project.management) {
      if (one.scope === 'import') {
        boms.push(one);
        continue;
      }
      const key = managementKey(interpolate(one.group, values) ?? '', interpolate(one.artifact, values) ?? '');
      if (!managed.has(key))
        managed.set(key, { version: one.version && interpolate(one.version, values), scope: one.scope });
    }
  }
  for (const bom of boms) {
    const [group = '', artifact = '', version = ''] = [bom.group, bom.artifact, bom.version ?? ''].map((text) =>
      interpolate(text, values),
    );
    const path = findByCoordinates(group, artifact, version, tree);
    if (path === undefined) {
      absent.add(`${group}:${artifact}:${version}`);
      continue;
    }
    // Each bom once: they may import each other.
    if (imported.has(path) || imported.size >= maxBoms) continue;
    imported.add(path);
    const inside = lineage(path, tree, absent);
    const rules = managedBy(inside, valuesOf(inside.map((one) => one.project)), tree, absent, imported);
    for (const [key, rule] of rules) if (!managed.has(key)) managed.set(key, rule);
  }
  return managed;
}

function managementKey(group: string, artifact: string): string {
  return `${group}:${artifact}`;
}

/** undefined where an expression cannot be put in. */
function interpolate(text: string, values: ReadonlyMap<string, string>): string | undefined {
  let known = text.length > maxValueLength ? '' : text;
  for (let depth = 0; known.includes('${') && depth < maxExpressionDepth; depth++) {
    const next = known.replace(
      /\$\{([^${}]{1,200})\}/g,
      (whole, name: string) => shortValue(values.get(name.trim())) ?? whole,
    );
    if (next === known || next.length > maxValueLength) return undefined;
    known = next;
  }
  return known.includes('${') ? undefined : known.trim();
}

function shortValue(value: string | undefined): string | undefined {
  return value !== undefined && value.length > maxValueLength ? '' : value;
}

/** A plain version is only a wish, but the one that Maven follows; `[1.2.3]` is fixed; other ranges need the repository. */
function exactVersion(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const fixed = /^\[\s*([^,[\]()\s]+)\s*\]$/.exec(text)?.[1];
  if (fixed !== undefined) return fixed;
  return /^[^,[\]()\s]+$/.test(text) && text !== 'LATEST' && text !== 'RELEASE' ? text : undefined;
}
