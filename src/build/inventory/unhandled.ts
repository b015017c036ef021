import type { CatalogerScope, FileHeader } from './cataloger.ts';

export interface UnhandledFormat {
  /** File name, or the ending of one where it begins with `*`. */
  readonly name: string;
  readonly ecosystem: string;
  /** What to do instead; '' where nothing is known. */
  readonly hint: string;
}

/**
 * Files that name packages and that no cataloger reads: a source tree that has one is not wholly covered, and its report says so.
 * Sorted by ecosystem, then name. docs/coverage.md is made from this.
 */
export const unhandledFormats: readonly UnhandledFormat[] = [
  { name: 'MODULE.bazel', ecosystem: 'Bazel', hint: '' },
  { name: 'MODULE.bazel.lock', ecosystem: 'Bazel', hint: '' },
  { name: 'maven_install.json', ecosystem: 'Bazel', hint: '' },
  { name: 'bun.lockb', ecosystem: 'Bun', hint: 'write the text lock file with `bun install --save-text-lockfile`' },
  { name: 'vcpkg.json', ecosystem: 'C/C++', hint: '' },
  { name: 'Cartfile.resolved', ecosystem: 'Carthage', hint: '' },
  { name: 'deps.edn', ecosystem: 'Clojure', hint: '' },
  { name: 'project.clj', ecosystem: 'Clojure', hint: '' },
  { name: 'conda-lock.yml', ecosystem: 'Conda', hint: '' },
  { name: 'pixi.lock', ecosystem: 'Conda', hint: '' },
  { name: 'cpanfile.snapshot', ecosystem: 'CPAN', hint: '' },
  { name: 'shard.lock', ecosystem: 'Crystal', hint: '' },
  { name: 'dub.selections.json', ecosystem: 'D', hint: '' },
  { name: 'elm.json', ecosystem: 'Elm', hint: '' },
  { name: 'Gopkg.lock', ecosystem: 'Go', hint: 'move to Go modules: `go mod init` reads it' },
  { name: 'glide.lock', ecosystem: 'Go', hint: 'move to Go modules: `go mod init` reads it' },
  { name: 'Chart.lock', ecosystem: 'Helm', hint: '' },
  { name: 'luarocks.lock', ecosystem: 'Lua', hint: '' },
  { name: 'ivy.xml', ecosystem: 'Maven', hint: '' },
  { name: 'nimble.lock', ecosystem: 'Nim', hint: '' },
  { name: 'flake.lock', ecosystem: 'Nix', hint: '' },
  { name: 'paket.dependencies', ecosystem: 'NuGet', hint: 'commit paket.lock: it has the versions' },
  { name: 'project.json', ecosystem: 'NuGet', hint: '' },
  { name: 'project.lock.json', ecosystem: 'NuGet', hint: '' },
  { name: '*.opam.locked', ecosystem: 'OCaml', hint: '' },
  { name: 'spack.lock', ecosystem: 'Spack', hint: '' },
  { name: '.terraform.lock.hcl', ecosystem: 'Terraform', hint: '' },
];

const exact = new Map(unhandledFormats.filter(({ name }) => !name.startsWith('*')).map((one) => [one.name, one]));
const endings = unhandledFormats
  .filter(({ name }) => name.startsWith('*'))
  .map((one) => ({ ...one, ending: one.name.slice(1) }));

/** Whether this file names packages that Holdfast cannot read. Images are catalogued by what is installed: there it is not missed. */
export function isUnhandled(file: FileHeader, scope: CatalogerScope): boolean {
  return scope === 'source' && unhandledFormat(file.name) !== undefined && !file.path.includes('node_modules/');
}

/** By file name, for the message. */
export function unhandledFormat(name: string): UnhandledFormat | undefined {
  return exact.get(name) ?? endings.find(({ ending }) => name.endsWith(ending));
}
