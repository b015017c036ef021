import { asObject, type JsonObject } from '#core/json.ts';
import { MiB } from '#core/limits.ts';
import { errorIssue, type Issue, type Outcome, quote } from '#core/outcome.ts';
import { parseJson } from '#core/parse-json.ts';
import { type FileFacts, type FileHeader, type FileInput, FileTooLarge, type PackageFact } from './cataloger.ts';
import { stripJsonComments } from './readers/jsonc.ts';
import { decodeText } from './readers/text.ts';

/** The largest lock files of monorepos have some 60 MB. */
const lockFileBytes = 128 * MiB;

/** Lines of a lock file that is read as text, YAML or TOML; each costs some hundred bytes of memory. Real ones have at most 300,000. */
const lockFileLines = 1_000_000;

/** Packages of one lock file. */
const lockFilePackages = 200_000;

/** Folders whose lock files belong to somebody else's package: what is installed there, not what this project depends on. */
const dependencyFolders = [
  'node_modules',
  'bower_components',
  'site-packages',
  'dist-packages',
  'vendor/bundle',
  '.cargo/registry',
  '.cargo/git',
  'go/pkg/mod',
  '.m2/repository',
  '.nuget/packages',
  '.pub-cache',
];

/** The file has one of these names and does not lie inside an installed dependency. Called for every file: nothing is allocated. */
export function isOwnFile({ name, path }: FileHeader, first: string, second = first, third = first): boolean {
  return (name === first || name === second || name === third) && !isInsideDependency(path);
}

export function isInsideDependency(path: string): boolean {
  for (const folder of dependencyFolders) {
    const at = path.indexOf(`${folder}/`);
    if (at === 0 || (at > 0 && path.charCodeAt(at - 1) === 0x2f)) return true;
  }
  return false;
}

/** Inside a `vendor` folder, where Composer, Cargo and Go put copies of dependencies, lock files of their own included. */
export function isVendored(path: string): boolean {
  return path.startsWith('vendor/') || path.includes('/vendor/');
}

export function lockText(file: FileInput): string {
  const text = decodeText(file.bytes(lockFileBytes));
  if (text.length > lockFileLines) checkLines(file, text);
  return text;
}

function checkLines(file: FileInput, text: string): void {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  if (lines > lockFileLines) throw new FileTooLarge(file.path, lines, lockFileLines, 'lines');
}

/** The facts of a file that could not be read: the report says so, since its packages are missing. */
export function unreadable(file: FileInput, code: string, issue: { message: string; cause?: unknown }): FileFacts {
  const message = `${quote(file.name)} could not be read: ${issue.message}`;
  return { issues: [errorIssue(code, message, { where: file.path, cause: issue.cause })] };
}

/** A file's JSON object (comments and trailing commas allowed where `comments`). */
export function readLockJson(
  file: FileInput,
  code: string,
  options: { readonly comments?: boolean } = {},
): { readonly value: JsonObject } | { readonly value?: undefined; readonly facts: FileFacts } {
  const text = decodeText(file.bytes(lockFileBytes));
  try {
    const value = asObject(parseJson(options.comments ? stripJsonComments(text) : text));
    if (value) return { value };
    return { facts: unreadable(file, code, { message: 'not a JSON object' }) };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return { facts: unreadable(file, code, { message: 'not valid JSON', cause: cause.message.slice(0, 200) }) };
  }
}

/** Unwraps the Outcome of a reader (TOML, YAML, XML). */
export function readLock<T>(
  file: FileInput,
  code: string,
  parse: (text: string) => Outcome<T>,
): { readonly value: T } | { readonly value?: undefined; readonly facts: FileFacts } {
  const outcome = parse(lockText(file));
  return outcome.ok ? { value: outcome.value } : { facts: unreadable(file, code, outcome.issue) };
}

/** One entry for each purl: needed at run time in one place is needed at run time, and needs are joined. */
export function lockFacts(found: Iterable<PackageFact | undefined>, issues: readonly Issue[] = []): FileFacts {
  const merged = new Map<string, { readonly first: PackageFact; readonly needs: Set<string>; dev: boolean }>();
  let leftOut = false;
  for (const fact of found) {
    if (!fact) continue;
    const known = merged.get(fact.purl);
    if (known) {
      for (const need of fact.dependsOn ?? []) known.needs.add(need);
      known.dev &&= fact.dev === true;
    } else if (merged.size < lockFilePackages) {
      merged.set(fact.purl, { first: fact, needs: new Set(fact.dependsOn), dev: fact.dev === true });
    } else {
      leftOut = true;
    }
  }
  const packages = [...merged.values()].map(({ first, needs, dev }) => {
    const { dev: _, dependsOn: __, ...rest } = first;
    return { ...rest, ...(needs.size > 0 ? { dependsOn: [...needs] } : {}), ...(dev ? { dev } : {}) };
  });
  const message = `more than ${lockFilePackages} packages; the rest is left out`;
  const all = leftOut ? [...issues, errorIssue('inventory/too-many-packages', message)] : issues;
  return { packages, ...(all.length > 0 ? { issues: all } : {}) };
}

/** A message for entries of a lock file that name no package or version; undefined where there are none. */
export function skippedIssue(file: FileInput, code: string, skipped: readonly string[], why: string): Issue[] {
  if (skipped.length === 0) return [];
  const names = skipped.slice(0, 5).map((name) => quote(name, 60));
  const more = skipped.length > 5 ? ` and ${skipped.length - 5} more` : '';
  return [{ code, message: `${why}: ${names.join(', ')}${more}`, where: file.path, level: 'warning' }];
}
