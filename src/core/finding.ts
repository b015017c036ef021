import type { Severity } from './severity.ts';

export type FindingKind = 'vulnerability' | 'secret' | 'config' | 'licence';

/**
 * - `fixed`: a version that removes it exists (`versions`).
 * - `unfixed`: affected, no fixed version known.
 * - `wont-fix`: the vendor has said that there will be none.
 * - `unimportant`: the vendor says that it does not matter in this package.
 * - `unknown`: nobody has said.
 */
export type FixState = 'fixed' | 'unfixed' | 'wont-fix' | 'unimportant' | 'unknown';

export interface Fix {
  readonly state: FixState;
  /** Lowest first, in the package's own version scheme. */
  readonly versions: readonly string[];
}

/** Why we say so. Every finding names at least file or image part, and the rule or advisory. */
export interface Evidence {
  /** Path inside the image or tree. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  readonly endLine?: number;
  /** Index into image.layers. */
  readonly layer?: number;
  /** The build step that brought it, from history. */
  readonly step?: string;
  /** Secrets: gone from the final file system but still in a layer. */
  readonly deletedInLaterLayer?: boolean;
  /** Where else than in a file: `env`, `label`, `history`, `config`; with `name` of the variable, label or argument. */
  readonly where?: 'env' | 'label' | 'history' | 'config' | 'dockerfile';
  readonly name?: string;
  /** Secrets: never the secret; a few leading characters and the length. */
  readonly redacted?: string;
  readonly cataloger?: string;
  /** Id of the advisory record that matched, and where it came from (`Debian`, `npm`, `starter` …). */
  readonly advisory?: string;
  readonly source?: string;
  /** Package name and version as the advisory compares them (source package for distributions). */
  readonly matchedName?: string;
  readonly matchedVersion?: string;
  /** The range or list that matched, `>=1.0.0 <1.2.3` or `in versions list`. */
  readonly range?: string;
  /** The comparison that decided, in the scheme's terms: `deb: 1.2-1 < 1.2-3`. */
  readonly comparison?: string;
}

export interface Finding {
  /** Stable over rebuilds: sha256 (first 32 hex) over kind, canonical id, purl without version qualifiers, location class. */
  readonly fingerprint: string;
  readonly kind: FindingKind;
  /** Vulnerability: CVE where one exists, else the advisory's id. Else the rule's or check's id. */
  readonly id: string;
  readonly aliases: readonly string[];
  readonly title: string;
  readonly severity: Severity;
  /** Who said so: `Debian`, `CVSS:3.1 by npm`, `holdfast`. */
  readonly severitySource?: string;
  readonly cvss?: { readonly vector: string; readonly score: number; readonly version: string };
  readonly package?: { readonly purl: string; readonly name: string; readonly version: string; readonly type: string };
  readonly fix?: Fix;
  /** In CISA's Known Exploited Vulnerabilities: the day it was added; `ransomware` where KEV says so. */
  readonly kev?: { readonly added: string; readonly ransomware: boolean };
  /** FIRST EPSS: probability and percentile, 0–1. */
  readonly epss?: { readonly score: number; readonly percentile: number };
  /** RFC 3339. */
  readonly published?: string;
  readonly evidence: Evidence;
  /** Set where a waiver or VEX statement covers it. */
  readonly waived?: {
    readonly by: string;
    readonly reason: string;
    readonly expires?: string;
    readonly status?: string;
  };
  readonly references?: readonly string[];
  /** What to do, for config and secret findings. */
  readonly remediation?: string;
}
