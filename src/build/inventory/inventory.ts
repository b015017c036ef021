import type { Issue } from '#core/outcome.ts';
import type { OsInfo, Package } from '#core/package.ts';

/** What is in a target: the input of matching, policy and SBOM output. */
export interface Inventory {
  readonly os?: OsInfo;
  readonly packages: readonly Package[];
  /** purl of an OS package → the paths it owns, where known. */
  readonly owned: ReadonlyMap<string, readonly string[]>;
  readonly issues: readonly Issue[];
}
