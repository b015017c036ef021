import { boundedIssues } from '#core/bounded-issues.ts';
import { type Issue, quote, warningIssue } from '#core/outcome.ts';
import type { Cataloger, FileFacts, FileHeader, FileInput, PackageFact } from '../../cataloger.ts';
import { isInsideDependency, lockFacts, lockText } from '../../lock-file.ts';
import { splitLines } from '../../readers/text.ts';
import { isDevelopmentGroup, pythonFact } from './lock-package.ts';
import { parseRequirement } from './requirement.ts';

/**
 * pip's requirements files (pip.pypa.io, Requirements File Format): only pinned requirements tell what is installed. Ranges are named in a
 * warning instead of being guessed.
 */
export const pythonRequirements = {
  id: 'python/requirements',
  version: 1,
  scopes: ['source'],
  describes: 'Python packages by *requirements*.txt and requirements/*.txt: pinned requirements',
  wants: (file) => isRequirementsFile(file) && !isInsideDependency(file.path),
  read,
} satisfies Cataloger;

function isRequirementsFile({ name, path }: FileHeader): boolean {
  if (!name.endsWith('.txt')) return false;
  if (name.includes('requirements')) return true;
  const folder = path.slice(0, path.length - name.length);
  return folder === 'requirements/' || folder.endsWith('/requirements/');
}

function read(file: FileInput): FileFacts | undefined {
  const dev = file.name.slice(0, -'.txt'.length).split(/[-_.]/).some(isDevelopmentGroup);
  const open = new Set<string>();
  const included = new Set<string>();
  const { packages = [], issues = [] } = lockFacts(pinned(lockText(file), dev, open, included));
  const all = [...issues, ...[...included].flatMap((name) => includeIssue(file, name)), ...openIssue(file, [...open])];
  return { packages, ...(all.length > 0 ? { issues: boundedIssues(all) } : {}) };
}

/** Pinned requirements; fills in the names of those that are not, and of the files that are included. */
function* pinned(
  text: string,
  dev: boolean,
  open: Set<string>,
  included: Set<string>,
): Generator<PackageFact | undefined> {
  for (const line of logicalLines(text)) {
    const file = /^(?:-r|--requirement|-c|--constraint)[\s=]+(\S+)/.exec(line)?.[1];
    if (file) included.add(file);
    if (line.startsWith('-')) continue;
    const requirement = parseRequirement(line);
    if (!requirement) continue;
    const fact = requirement.pinned && pythonFact(requirement.name, requirement.pinned, { dev });
    if (fact) yield fact;
    else open.add(requirement.name);
  }
}

/** A file that is named like a requirements file is read on its own; another one is not, and its packages are missing. */
function includeIssue(file: FileInput, included: string): Issue[] {
  const name = included.slice(included.lastIndexOf('/') + 1);
  if (isRequirementsFile({ ...file, name, path: included })) return [];
  const message = `${quote(included)} is included, but not read: its name does not tell that it is a requirements file`;
  return [warningIssue('python/include-not-read', message, { where: file.path })];
}

function openIssue(file: FileInput, open: readonly string[]): Issue[] {
  if (open.length === 0) return [];
  const named = open
    .slice(0, 5)
    .map((name) => quote(name, 60))
    .join(', ');
  const more = open.length > 5 ? ` and ${open.length - 5} more` : '';
  return [
    warningIssue('python/not-pinned', `not matched, as no exact version is given: ${named}${more}`, {
      where: file.path,
      hint: 'pin the versions (`pip freeze`, `uv pip compile`) or scan the environment or image they are installed in',
    }),
  ];
}

/** Lines with continuations joined and comments removed. */
function* logicalLines(text: string): Generator<string> {
  let joined: string[] = [];
  for (const line of splitLines(text)) {
    const isContinued = line.endsWith('\\');
    joined.push(isContinued ? line.slice(0, -1) : line);
    if (isContinued) continue;
    yield* withoutComment(joined.join(' '));
    joined = [];
  }
  yield* withoutComment(joined.join(' '));
}

function withoutComment(line: string): string[] {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return [];
  const comment = trimmed.indexOf(' #');
  return [comment < 0 ? trimmed : trimmed.slice(0, comment).trimEnd()];
}
