/** Order of versions in one ecosystem. A plain object in the sorted registry schemes/index.ts; see docs/adding-a-version-scheme.md. */
export interface VersionScheme {
  /** `deb`, `rpm`, `apk`, `semver`, `npm`, `pep440`, `gem`, `maven`, `go`, `nuget`, `composer` … */
  readonly id: string;
  /** One line for the docs table, with the source of the rules. */
  readonly describes: string;
  /** False where `compare` would have to guess; matching then reports instead of guessing. */
  isValid(version: string): boolean;
  /** Total order; never throws. */
  compare(a: string, b: string): -1 | 0 | 1;
  /** Does the version satisfy an ecosystem's constraint (`>=1.2 <2 || 3.x`)? Undefined: the constraint cannot be read. */
  satisfies(version: string, constraint: string): boolean | undefined;
}
