import type { Finding, FindingKind, FixState } from '#core/finding.ts';
import type { Issue } from '#core/outcome.ts';
import type { OsInfo, Package, PackageType } from '#core/package.ts';
import type { ImageReport, ScanReport, WaiverReport } from '#core/scan-report.ts';
import type { Severity } from '#core/severity.ts';
import type { Stage, Verdict } from '#core/verdict.ts';

export const policyApiVersion = 'holdfast.dev/v1';

/** A policy file (schema/policy-v1.json): plain data, so that the built-in one can be a generated module. */
export interface Policy {
  readonly name: string;
  readonly description?: string;
  readonly rules: readonly PolicyRule[];
  readonly licences?: LicencePolicy;
  readonly waivers: readonly Waiver[];
}

export const matchKinds = ['finding', 'package', 'image', 'layer'] as const;
export type MatchKind = (typeof matchKinds)[number];

export interface PolicyRule {
  /** Unique in the policy. */
  readonly name: string;
  readonly description?: string;
  readonly stages: readonly Stage[];
  /** What the rule looks at, one by one. */
  readonly match: MatchKind;
  /** Everything where it is left out. */
  readonly when?: Condition;
  /** Exceptions. */
  readonly unless?: Condition;
  /** `ignore`: the rule is switched off (to replace one that was inherited). */
  readonly decision: 'deny' | 'warn' | 'ignore';
  /** Text with `{{ CEL }}` in it. */
  readonly message?: string;
}

/** CEL text, or the shorthand: all its keys must hold, of a list any item. */
export type Condition = string | Shorthand;

export interface Shorthand {
  readonly kinds?: readonly FindingKind[];
  /** At least. */
  readonly severity?: Severity;
  /** A version without it exists. */
  readonly fixable?: boolean;
  readonly fixStates?: readonly FixState[];
  /** In CISA's catalogue of known exploited vulnerabilities. */
  readonly kev?: boolean;
  readonly ransomware?: boolean;
  /** EPSS probability, at least; 0–1. */
  readonly epss?: number;
  /** CVSS score, at least; 0–10. */
  readonly cvss?: number;
  /** Published at least so many days ago. */
  readonly ageDays?: number;
  /** Ids or aliases; globs. */
  readonly ids?: readonly string[];
  /** purls or names; globs. A purl without a version stands for all versions. */
  readonly packages?: readonly string[];
  readonly types?: readonly PackageType[];
  /** Paths in the image or tree; globs. */
  readonly paths?: readonly string[];
  /** SPDX ids of the package; globs. */
  readonly licences?: readonly string[];
  /** Only needed to build or test. */
  readonly dev?: boolean;
  /** Brought by a layer of the base image. */
  readonly base?: boolean;
  /** References of the image; globs. */
  readonly images?: readonly string[];
  /** Names of the base image; globs. */
  readonly baseImages?: readonly string[];
  /** `debian`, or with the version `debian:12`; globs. */
  readonly os?: readonly string[];
  /** The distribution has no support any more. */
  readonly endOfLife?: boolean;
  /** More conditions in CEL. */
  readonly cel?: string;
}

/** Lists hold SPDX ids with globs. An `OR` is fine where one side is, an `AND` where both are. */
export interface LicencePolicy {
  readonly deny: readonly string[];
  /** Not empty: nothing else is allowed. */
  readonly allow: readonly string[];
  /** Packages without a licence, or with text that is no SPDX expression. */
  readonly unknown: 'ignore' | 'warn' | 'deny';
  readonly decision: 'warn' | 'deny';
  /** purls or names that are not looked at; globs. */
  readonly except: readonly string[];
  readonly stages: readonly Stage[];
}

export interface Waiver {
  /** Unique; `waiver-3` where the file names none. */
  readonly name: string;
  /** Finding ids or aliases; globs. */
  readonly ids?: readonly string[];
  readonly fingerprints?: readonly string[];
  /** Names of policy rules. */
  readonly rules?: readonly string[];
  readonly images?: readonly string[];
  readonly packages?: readonly string[];
  readonly paths?: readonly string[];
  readonly stages?: readonly Stage[];
  readonly reason: string;
  readonly author: string;
  /** `never`, a day (its end, UTC) or RFC 3339. */
  readonly expires: string;
  /** `file:line` */
  readonly from?: string;
}

/** The parts of a scan report that a policy looks at, before it has a verdict. */
export interface PolicyInput {
  readonly stage: Stage;
  readonly target?: ScanReport['target'];
  readonly image?: ImageReport;
  readonly os?: OsInfo;
  readonly packages: readonly Package[];
  readonly findings: readonly Finding[];
  readonly now: Date;
  /** Of waiver files, beside those in the policy. */
  readonly waivers?: readonly Waiver[];
}

export interface PolicyResult {
  readonly verdict: Verdict;
  /** Those of the input with `waived` set, and those of kind `licence`. */
  readonly findings: readonly Finding[];
  readonly waivers: WaiverReport;
  readonly issues: readonly Issue[];
}
