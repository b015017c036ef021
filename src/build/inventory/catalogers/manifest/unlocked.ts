import { asObject } from '#core/json.ts';
import { type Issue, quote, warningIssue } from '#core/outcome.ts';
import type { AssembleInput, AssembleResult, Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { readJsonObject } from '../../json.ts';
import { isInsideDependency, isVendored, lockText } from '../../lock-file.ts';
import { existsAbove } from '../../lock-in-image.ts';

interface Manifest {
  /** Any of these, in the folder or above it, tells the versions. */
  readonly locks: readonly string[];
  readonly hint: string;
  /** Whether this one asks for anything at all. */
  readonly asks: (file: FileInput) => boolean;
}

/** Manifests are small. */
const maxBytes = 4 * 1024 * 1024;

const manifests: ReadonlyMap<string, Manifest> = new Map([
  [
    'Cargo.toml',
    { locks: ['Cargo.lock'], hint: 'commit Cargo.lock (`cargo generate-lockfile`)', asks: mentions('dependencies]') },
  ],
  ['Gemfile', { locks: ['Gemfile.lock'], hint: 'commit Gemfile.lock (`bundle lock`)', asks: mentions('gem ') }],
  [
    'Package.swift',
    {
      locks: ['Package.resolved'],
      hint: 'commit Package.resolved (`swift package resolve`)',
      asks: mentions('.package('),
    },
  ],
  ['Pipfile', { locks: ['Pipfile.lock'], hint: 'commit Pipfile.lock (`pipenv lock`)', asks: mentions('packages]') }],
  ['Podfile', { locks: ['Podfile.lock'], hint: 'commit Podfile.lock (`pod install`)', asks: mentions('pod ') }],
  [
    'build.gradle',
    {
      locks: ['gradle.lockfile'],
      hint: 'lock the dependencies (docs.gradle.org, dependency locking)',
      asks: mentions('dependencies'),
    },
  ],
  [
    'build.gradle.kts',
    {
      locks: ['gradle.lockfile'],
      hint: 'lock the dependencies (docs.gradle.org, dependency locking)',
      asks: mentions('dependencies'),
    },
  ],
  [
    'composer.json',
    {
      locks: ['composer.lock'],
      hint: 'commit composer.lock (`composer update --lock`)',
      asks: hasAny('require', 'require-dev'),
    },
  ],
  ['deno.json', { locks: ['deno.lock'], hint: 'commit deno.lock (`deno install`)', asks: hasAny('imports') }],
  ['mix.exs', { locks: ['mix.lock'], hint: 'commit mix.lock (`mix deps.get`)', asks: mentions('deps') }],
  [
    'package.json',
    {
      locks: [
        'package-lock.json',
        'npm-shrinkwrap.json',
        'yarn.lock',
        'pnpm-lock.yaml',
        'bun.lock',
        'bun.lockb',
        'deno.lock',
      ],
      hint: 'commit the lock file (`npm install --package-lock-only`)',
      asks: hasAny('dependencies', 'devDependencies', 'optionalDependencies'),
    },
  ],
  [
    'pubspec.yaml',
    { locks: ['pubspec.lock'], hint: 'commit pubspec.lock (`dart pub get`)', asks: mentions('dependencies:') },
  ],
  [
    'pyproject.toml',
    {
      locks: ['poetry.lock', 'uv.lock', 'pdm.lock', 'pylock.toml', 'requirements.txt', 'Pipfile.lock'],
      hint: 'commit a lock file (`uv lock`, `poetry lock`)',
      asks: mentions('dependencies'),
    },
  ],
]);

/** Says which manifests have no lock file: their packages are unknown, and the report must not look complete without them. */
export const manifestUnlocked = {
  id: 'manifest/unlocked',
  version: 1,
  scopes: ['source'],
  describes: 'manifests without a lock file: a warning, no packages',
  wants: ({ name, path, size }) =>
    manifests.has(name) && size <= maxBytes && !isInsideDependency(path) && !isVendored(path),
  read,
  assemble,
} satisfies Cataloger;

function read(file: FileInput): FileFacts | undefined {
  return manifests.get(file.name)?.asks(file) ? { data: file.name } : undefined;
}

function assemble({ files, tree }: AssembleInput): AssembleResult {
  const issues: Issue[] = [];
  for (const file of files) {
    const name = String(file.facts.data);
    const manifest = manifests.get(name);
    if (!manifest || manifest.locks.some((lock) => existsAbove(file, tree, lock))) continue;
    const message = `${quote(name)} has no lock file: which versions it brings is not known, so they were not matched`;
    issues.push(warningIssue('manifest/no-lock-file', message, { where: file.path, hint: manifest.hint }));
  }
  return { packages: [], issues };
}

function mentions(text: string): (file: FileInput) => boolean {
  return (file) => lockText(file).includes(text);
}

function hasAny(...fields: readonly string[]): (file: FileInput) => boolean {
  return (file) => {
    const manifest = readJsonObject(file, 'manifest/bad-json', maxBytes);
    return manifest.ok && fields.some((field) => Object.keys(asObject(manifest.value[field]) ?? {}).length > 0);
  };
}
