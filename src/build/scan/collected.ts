import type { FileEntry } from '#core/file-tree.ts';
import type { Finding } from '#core/finding.ts';
import type { Issue } from '#core/outcome.ts';
import type { OsInfo, Package } from '#core/package.ts';
import type { ImageReport, TargetKind } from '#core/scan-report.ts';

/** What a target is and holds, before advisories and policy speak. */
export interface Collected {
  readonly kind: TargetKind;
  readonly reference: string;
  readonly image?: ImageReport;
  readonly os?: OsInfo;
  readonly packages: readonly Package[];
  /** Secrets and configuration. */
  readonly findings: readonly Finding[];
  readonly issues: readonly Issue[];
  readonly complete: boolean;
  readonly files?: readonly FileEntry[];
}
