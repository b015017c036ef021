import type { Finding } from '#core/finding.ts';
import type { WaiverReport } from '#core/scan-report.ts';
import type { Stage } from '#core/verdict.ts';
import { globList, packageGlobs } from './glob.ts';
import { imageNames } from './image-name.ts';
import type { PolicyInput, Waiver } from './policy.ts';

const millisPerDay = 86_400_000;
/** A waiver that ends within so many days is reported. */
const expiringDays = 14;

/** Milliseconds since 1970 at which a waiver ends; Infinity for `never`; undefined for what is no time. A day counts to its end, in UTC. */
export function expiryTime(text: string): number | undefined {
  if (text === 'never') return Number.POSITIVE_INFINITY;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  if (!isDay && !/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const time = Date.parse(text);
  // Date.parse takes 2027-02-30 for March 2nd.
  if (Number.isNaN(time) || (isDay && new Date(time).toISOString().slice(0, 10) !== text)) return undefined;
  return isDay ? time + millisPerDay : time;
}

/** A waiver's life in one evaluation. */
export interface ActiveWaiver {
  readonly waiver: Waiver;
  /** Findings, or subjects of reasons, that it took out. */
  applied: number;
  /** Matched, although no rule would have complained. */
  idle: number;
  covers(finding: Finding): boolean;
  /** For rules that look at packages, images and layers: the waiver names the rule, and nothing but its scope decides. */
  readonly coversRule: (rule: string, item: { readonly purl?: string; readonly name?: string } | undefined) => boolean;
}

export interface Waivers {
  readonly active: readonly ActiveWaiver[];
  readonly report: () => WaiverReport;
}

/** Waivers in force at this stage, for this image. */
export function prepareWaivers(input: PolicyInput, waivers: readonly Waiver[]): Waivers {
  const now = input.now.getTime();
  const ends = waivers.map((waiver) => ({ waiver, end: expiryTime(waiver.expires) ?? Number.NEGATIVE_INFINITY }));
  const alive = ends.filter(({ end }) => end > now);
  const names = imageNames(input.image?.reference ?? input.target?.reference ?? '');
  const active = alive
    .filter(({ waiver }) => isInScope(waiver, input.stage, names))
    .map(({ waiver }) => activate(waiver));
  return {
    active,
    report: () => ({
      applied: active.filter((entry) => entry.applied > 0).length,
      // A waiver for another stage or image says nothing here.
      unused: active.filter((entry) => entry.applied === 0 && entry.idle === 0).map((entry) => label(entry.waiver)),
      expired: ends.filter(({ end }) => end <= now).map(({ waiver }) => label(waiver)),
      expiring: alive.filter(({ end }) => end <= now + expiringDays * millisPerDay).map(({ waiver }) => label(waiver)),
      ineffective: active.filter((entry) => entry.applied === 0 && entry.idle > 0).map((entry) => label(entry.waiver)),
    }),
  };
}

/** `waiver-3 (waivers.yaml:12)` */
export function label({ name, from }: Waiver): string {
  return from === undefined ? name : `${name} (${from})`;
}

function isInScope({ stages, images }: Waiver, stage: Stage, names: readonly string[]): boolean {
  if (stages && !stages.includes(stage)) return false;
  return !images || names.some(globList(images));
}

function activate(waiver: Waiver): ActiveWaiver {
  const ids = waiver.ids && globList(waiver.ids.map((id) => id.toUpperCase()));
  const packages = waiver.packages && packageGlobs(waiver.packages);
  const paths = waiver.paths && globList(waiver.paths.map(bare));
  const { fingerprints, rules } = waiver;
  return {
    waiver,
    applied: 0,
    idle: 0,
    covers(finding) {
      if (fingerprints && !fingerprints.includes(finding.fingerprint)) return false;
      if (ids && ![finding.id, ...finding.aliases].some((id) => ids(id.toUpperCase()))) return false;
      if (packages && !(finding.package && packages(finding.package))) return false;
      if (paths && !(finding.evidence.file !== undefined && paths(bare(finding.evidence.file)))) return false;
      return true;
    },
    coversRule(rule, item) {
      if (!rules?.includes(rule) || ids || fingerprints || paths) return false;
      return !packages || packages({ purl: item?.purl ?? '', name: item?.name ?? '' });
    },
  };
}

function bare(path: string): string {
  return path.replace(/^\.?\//, '');
}
