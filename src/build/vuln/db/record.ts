/** What the database says of one advisory, whatever it affects. Optional members are absent rather than empty. */
export interface Advisory {
  readonly id: string;
  /** The feed that brought it: the name of its folder in OSV's bucket (`Debian`, `npm`), or `starter`. */
  readonly feed: string;
  /** RFC 3339. */
  readonly modified?: string;
  readonly published?: string;
  readonly withdrawn?: string;
  readonly aliases?: readonly string[];
  readonly upstream?: readonly string[];
  readonly related?: readonly string[];
  readonly title?: string;
  readonly cvss?: readonly CvssScore[];
  /** The publisher's own word for it: `MODERATE`, `Important`. */
  readonly rating?: string;
  /** At most `recordLimits.references`, advisories first. */
  readonly references?: readonly string[];
  /** `ecosystem/name` of what it affects, for people: at most `recordLimits.affects`; `affectsMore` says how many were left out. */
  readonly affects?: readonly string[];
  readonly affectsMore?: number;
}

export interface CvssScore {
  readonly vector: string;
  /** 0–10, of base, threat and environmental metrics as given. */
  readonly score: number;
  /** `2.0`, `3.0`, `3.1`, `4.0`. */
  readonly version: string;
}

export type EventKind = 'introduced' | 'fixed' | 'last_affected' | 'limit';

export interface RangeEvent {
  readonly kind: EventKind;
  /** `0` in `introduced`: before every version. */
  readonly version: string;
}

export interface AffectedRange {
  /** True for OSV's SEMVER ranges. */
  readonly semver: boolean;
  readonly events: readonly RangeEvent[];
}

/** What one advisory says of one package in one ecosystem. */
export interface Affected {
  /** Number of its advisory: argument of `AdvisoryDb.advisory`. */
  readonly advisory: number;
  readonly ranges: readonly AffectedRange[];
  /** Versions listed one by one that no range covers. */
  readonly versions: readonly string[];
  readonly detail: AffectedDetail;
}

/** Stored as it is. */
export interface AffectedDetail {
  readonly cvss?: readonly CvssScore[];
  readonly rating?: string;
  /** Debian's urgency, Wolfi's status: what the vendor means to do. */
  readonly status?: string;
  /** rpm module streams, `nodejs:16`; an empty list: from a module, stream not said. */
  readonly modules?: readonly string[];
  /** RustSec: `unmaintained`, `unsound`, `notice`. */
  readonly informational?: string;
  /** Operating systems, lower case, where only some are affected. */
  readonly os?: readonly string[];
  /** Rating per CVE, where an advisory covers several (USN). */
  readonly ratings?: Readonly<Record<string, string>>;
}

/** Numbers of the advisories that an id leads to, ascending. */
export interface Named {
  /** Called so, or naming it as alias, upstream or related. */
  readonly advisories: readonly number[];
  /** Of these: called so or naming it as an alias. */
  readonly same: readonly number[];
  /** Of these: not withdrawn and with CVSS vectors. */
  readonly scored: readonly number[];
}

export const recordLimits = {
  /** Bytes of one record's JSON. Ubuntu's largest have 6 MB. */
  recordBytes: 64 * 1024 * 1024,
  idLength: 256,
  nameLength: 1024,
  versionLength: 512,
  affected: 200_000,
  events: 20_000,
  versions: 200_000,
  ids: 5_000,
  titleLength: 240,
  references: 8,
  referenceLength: 1024,
  affects: 12,
} as const;
