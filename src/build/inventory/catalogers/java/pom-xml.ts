import { type Issue, quote, warningIssue } from '#core/outcome.ts';
import type { AssembleInput, AssembleResult, Cataloger, FileFacts, FileInput, FoundFile } from '../../cataloger.ts';
import { isInsideDependency, lockFacts, readLock } from '../../lock-file.ts';
import { assembleLockFiles } from '../../lock-in-image.ts';
import { parseXml } from '../../readers/xml.ts';
import { mavenFact } from './lock-package.ts';
import { type MavenProject, readMavenProject } from './maven-model.ts';
import { type ResolvedDependency, type ResolvedProject, resolveProject } from './maven-resolve.ts';

/**
 * Maven projects: the project itself and its direct dependencies. Transitive dependencies, and what parents outside of the tree say, need
 * the network: they are named in a warning.
 */
export const javaPomXml = {
  id: 'java/pom-xml',
  version: 1,
  scopes: ['source'],
  describes: 'Maven artifacts by pom.xml: direct dependencies, with parents and boms of the same tree',
  wants: ({ name, path }) =>
    (name === 'pom.xml' || name.endsWith('.pom')) && !isInsideDependency(path) && !path.includes('META-INF/maven/'),
  read,
  assemble,
} satisfies Cataloger;

function read(file: FileInput): FileFacts | undefined {
  const document = readLock(file, 'java/bad-pom', parseXml);
  if (!document.value) return document.facts;
  const project = readMavenProject(document.value);
  return project && { data: project };
}

function assemble(found: AssembleInput): AssembleResult {
  const tree = new Map(
    found.files.flatMap(({ path, facts }) => (facts.data ? [[path, facts.data as MavenProject]] : [])),
  );
  const issues: Issue[] = [];
  const files = found.files.flatMap((file): FoundFile[] => {
    const project = resolveProject(file.path, tree);
    if (!project) return [];
    issues.push(...openIssues(file.path, project));
    return [{ ...file, facts: lockFacts(packagesOf(project)) }];
  });
  return { ...assembleLockFiles({ ...found, files }, () => false), issues };
}

function packagesOf({ group, artifact, version, dependencies }: ResolvedProject) {
  const known = dependencies.filter((one) => one.version !== undefined);
  const own = version === '' ? undefined : mavenFact(group, artifact, version, { dependsOn: known.map(keyOf) });
  return [
    own,
    ...known.map((one) => mavenFact(one.group, one.artifact, one.version ?? '', { dev: one.scope === 'test' })),
  ];
}

function keyOf({ group, artifact, version }: ResolvedDependency): string {
  return `${group}:${artifact}@${version}`;
}

function openIssues(path: string, { dependencies, absent }: ResolvedProject): Issue[] {
  const open = dependencies
    .filter(({ version }) => version === undefined)
    .map(({ group, artifact }) => `${group}:${artifact}`);
  if (open.length === 0) return [];
  const because = absent.length === 0 ? '' : `; not in the tree: ${list(absent)}`;
  return [
    warningIssue(
      'java/version-unknown',
      `not matched, as the version is not in the source tree: ${list(open)}${because}`,
      {
        where: path,
        hint: 'scan the built artifact or image, which has all dependencies, transitive ones included',
      },
    ),
  ];
}

function list(names: readonly string[]): string {
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return `${names
    .slice(0, 5)
    .map((name) => quote(name, 100))
    .join(', ')}${more}`;
}
