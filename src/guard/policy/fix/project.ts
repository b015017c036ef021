import type { Package } from '#core/package.ts';

/** What resolves the versions of a language package: a lock file in a source tree, or a folder of an image whose lock file is elsewhere. */
export interface Project {
  /** Key of `tools`. */
  readonly tool: Tool;
  /** Lock file, or folder. */
  readonly where: string;
  readonly isLockFile: boolean;
}

export type Tool =
  | 'npm'
  | 'pnpm'
  | 'yarn'
  | 'bun'
  | 'pip'
  | 'poetry'
  | 'uv'
  | 'pipenv'
  | 'pdm'
  | 'conda'
  | 'go'
  | 'cargo'
  | 'bundler'
  | 'composer'
  | 'maven'
  | 'gradle'
  | 'dotnet'
  | 'other';

const lockFiles: readonly (readonly [RegExp, Tool])[] = [
  [/^(?:package-lock|npm-shrinkwrap)\.json$/, 'npm'],
  [/^pnpm-lock\.yaml$/, 'pnpm'],
  [/^yarn\.lock$/, 'yarn'],
  [/^bun\.lockb?$/, 'bun'],
  [/^poetry\.lock$/, 'poetry'],
  [/^uv\.lock$/, 'uv'],
  [/^Pipfile\.lock$/, 'pipenv'],
  [/^pdm\.lock$/, 'pdm'],
  [/^[\w.-]*requirements[\w.-]*\.txt$/, 'pip'],
  [/^go\.(?:mod|sum)$/, 'go'],
  [/^Cargo\.lock$/, 'cargo'],
  [/^(?:Gemfile|gems)\.lock(?:ed)?$/, 'bundler'],
  [/^composer\.lock$/, 'composer'],
  [/^pom\.xml$/, 'maven'],
  [/^(?:gradle\.lockfile|.*\.gradle(?:\.kts)?|libs\.versions\.toml)$/, 'gradle'],
  [/^(?:packages\.lock\.json|packages\.config|.*\.csproj|Directory\.Packages\.props)$/, 'dotnet'],
];

const toolOfType: ReadonlyMap<string, Tool> = new Map(
  Object.entries({
    npm: 'npm',
    pypi: 'pip',
    conda: 'conda',
    golang: 'go',
    cargo: 'cargo',
    gem: 'bundler',
    composer: 'composer',
    maven: 'maven',
    nuget: 'dotnet',
  }),
);

export function projectOf({ type, locations }: Pick<Package, 'type' | 'locations'>): Project {
  for (const location of locations) {
    const name = location.slice(location.lastIndexOf('/') + 1);
    const found = lockFiles.find(([pattern]) => pattern.test(name));
    if (found) return { tool: found[1], where: location, isLockFile: true };
  }
  return { tool: toolOfType.get(type) ?? 'other', where: installedRoot(type, locations[0] ?? ''), isLockFile: false };
}

/** What stands in a path behind the folder of a project. */
const rootMarkers: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    npm: /(?:^|\/)node_modules\//,
    pypi: /(?:^|\/)(?:site|dist)-packages\//,
    gem: /(?:^|\/)(?:gems|specifications)\//,
    composer: /(?:^|\/)vendor\//,
  }),
);

/** The folder that a person would recognise: of `app/node_modules/a/package.json` it is `app`. */
function installedRoot(type: string, location: string): string {
  const outer = location.split('!')[0] as string;
  const marker = rootMarkers.get(type)?.exec(outer);
  if (marker) return outer.slice(0, marker.index) || '/';
  return outer;
}
