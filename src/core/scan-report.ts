import type { FileEntry } from './file-tree.ts';
import type { Finding } from './finding.ts';
import type { Digest } from './ids/digest.ts';
import type { HistoryStep, LayerInfo } from './image.ts';
import type { Issue } from './outcome.ts';
import type { OsInfo, Package } from './package.ts';
import type { Verdict } from './verdict.ts';

export const scanSchema = 'holdfast.scan/1';

/** The one document that every output format, `fix`, `explain` and later the ledger are made from. Schema: schema/scan-1.json. */
export interface ScanReport {
  readonly schema: typeof scanSchema;
  readonly holdfast: { readonly version: string };
  readonly target: { readonly kind: TargetKind; readonly reference: string };
  /** RFC 3339, from the clock that was passed in. */
  readonly scannedAt: string;
  /** False where something could not be read: `issues` says what. */
  readonly complete: boolean;
  readonly issues: readonly Issue[];
  readonly image?: ImageReport;
  readonly os?: OsInfo;
  readonly packages: readonly Package[];
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
  readonly policy?: { readonly name: string; readonly waivers: WaiverReport };
  readonly advisories: AdvisoryState;
  readonly files?: readonly FileEntry[];
  readonly timings?: Readonly<Record<string, number>>;
}

export type TargetKind = 'docker-archive' | 'oci' | 'registry' | 'docker' | 'podman' | 'rootfs' | 'dir' | 'sbom';

export interface ImageReport {
  readonly reference: string;
  /** Digest of the manifest, where the source has one. */
  readonly digest?: Digest;
  /** Digest of the index that led to it. */
  readonly indexDigest?: Digest;
  readonly configDigest?: Digest;
  readonly platform?: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly history: readonly HistoryStep[];
  readonly layers: readonly LayerInfo[];
  readonly tags?: readonly string[];
}

export interface AdvisoryState {
  /** `full`: an imported database. `starter`: only the set that ships with Holdfast. `none`: matching was off. */
  readonly set: 'full' | 'starter' | 'none';
  readonly advisories: number;
  /** RFC 3339, when the database was built. */
  readonly builtAt?: string;
  readonly digest?: string;
  readonly ecosystems?: readonly string[];
  /** Ecosystems of packages in this target for which the database has nothing at all. */
  readonly notCovered: readonly string[];
}

export interface WaiverReport {
  readonly applied: number;
  /** Waivers that match nothing. */
  readonly unused: readonly string[];
  readonly expired: readonly string[];
  /** Within 14 days. */
  readonly expiring: readonly string[];
  /** Match findings about which no rule complains. */
  readonly ineffective?: readonly string[];
}
