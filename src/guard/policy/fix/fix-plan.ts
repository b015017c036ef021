import type { FixState } from '#core/finding.ts';
import type { Severity } from '#core/severity.ts';

export const fixPlanSchema = 'holdfast.fix/1';

/** What to change so that the policy has nothing to deny. Plain JSON: `holdfast fix --format json` prints it as it is. */
export interface FixPlan {
  readonly schema: typeof fixPlanSchema;
  readonly target: string;
  /** The one that removes most comes first. */
  readonly actions: readonly FixAction[];
  /** All upgrades of distribution packages as one instruction, where there is more than one. */
  readonly dockerfile?: string;
  readonly remaining: readonly Remaining[];
  readonly summary: {
    /** Findings that the plan is about. */
    readonly wanted: number;
    readonly removed: number;
    readonly stay: number;
    /** Findings outside of the plan's scope that its actions remove too. */
    readonly alsoRemoved: number;
  };
}

export interface FixAction {
  /** `base-image`: rebuild on a newer base. `os-package`: one source package. `language-package`: the packages of one lock file or project. `binary`: a program that no package manager knows. */
  readonly kind: 'base-image' | 'os-package' | 'language-package' | 'binary';
  readonly title: string;
  /** Where the change goes: `Dockerfile`, a lock file, a folder of the image. */
  readonly where: string;
  /** Lines to run, or to put into `where`. */
  readonly commands: readonly string[];
  /** What to know, or to do where the commands do not suffice. */
  readonly notes: readonly string[];
  readonly upgrades: readonly Upgrade[];
  readonly removes: Removes;
}

export interface Upgrade {
  readonly name: string;
  readonly type: string;
  readonly from: string;
  /** Undefined where advisories name no version in this package's own scheme. */
  readonly to: string;
  readonly locations: readonly string[];
  /** Packages that need it: it is not the project's own dependency. */
  readonly via?: readonly string[];
}

export interface Removes {
  /** In the plan's scope, distinct ids counted once per action. */
  readonly findings: number;
  readonly severities: Readonly<Partial<Record<Severity, number>>>;
  readonly exploited: number;
  readonly ids: readonly string[];
  readonly fingerprints: readonly string[];
}

/** Why a finding stays: its fix state, or that it is no matter of versions (`by-hand`), or that a waiver or VEX statement covers it (`waived`). */
export type StayReason = Exclude<FixState, 'fixed'> | 'by-hand' | 'waived';

export interface Remaining {
  readonly reason: StayReason;
  readonly subject: string;
  readonly severity: Severity;
  readonly ids: readonly string[];
  readonly fingerprints: readonly string[];
  /** What to do instead, or who accepted it and why. */
  readonly note?: string;
}
