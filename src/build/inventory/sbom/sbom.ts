import type { Issue } from '#core/outcome.ts';
import type { OsInfo, Package } from '#core/package.ts';
import type { SbomImage } from './target-facts.ts';

/** What a bill of materials says, whoever wrote it. */
export interface Sbom {
  /** `CycloneDX 1.6`, `SPDX 2.3`, `SPDX 3.0`. */
  readonly format: string;
  /** Name and version of the program that wrote it, where it says so. */
  readonly tool?: string;
  readonly os?: OsInfo;
  readonly packages: readonly Package[];
  /** Set where the document describes an image. */
  readonly image?: SbomImage;
  /** What could not be read, and components that were passed over. */
  readonly issues: readonly Issue[];
}
