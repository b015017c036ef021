import type { Finding } from '#core/finding.ts';
import { compareText } from '#core/order.ts';
import type { Package } from '#core/package.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { severityRank } from '#core/severity.ts';
import { baseImageOf, isFixable } from '../views.ts';
import { type FixAction, type FixPlan, fixPlanSchema, type Upgrade } from './fix-plan.ts';
import { languageCommands } from './language-commands.ts';
import { osUpgradeCommand } from './os-commands.ts';
import { type Project, projectOf } from './project.ts';
import { remainingOf } from './remaining.ts';
import { removesOf } from './removes.ts';
import { compareFor, installedVersion, removes, targetVersion } from './target-version.ts';

export interface FixOptions {
  /** `denied` (default): what the verdict denies. `reasons`: also what it warns about. `all`: everything that is not waived. */
  readonly scope?: 'denied' | 'reasons' | 'all';
}

/** One installed package with the findings to remove, and the version that does it. */
interface Target {
  readonly package: Package;
  readonly wanted: readonly Finding[];
  /** Also removed by that version. */
  readonly bonus: readonly Finding[];
  readonly to: string;
}

const osTypes = new Set(['deb', 'rpm', 'apk', 'alpm']);

/** The smallest set of upgrades that removes what the policy denies. Pure. */
export function planFixes(report: ScanReport, options: FixOptions = {}): FixPlan {
  const scope = findingsInScope(report, options.scope ?? 'denied');
  const targets = targetsOf(report, scope);
  const inBase = (target: Target) => isFromBase(report, target.package);
  const os = targets.filter(({ package: item }) => osTypes.has(item.type));
  const others = targets.filter(({ package: item }) => !osTypes.has(item.type));
  const installed = new Set(report.packages.filter(({ type }) => osTypes.has(type)).map(({ name }) => name));
  const canUpgrade = (target: Target) =>
    osUpgradeCommand(target.package.type, report.os, installed, [{ name: target.package.name }]) !== undefined;
  // Without a package manager in the image, only a newer base can bring newer packages.
  const fromBase = [...os.filter((target) => inBase(target) || !canUpgrade(target)), ...others.filter(inBase)];
  const own = new Set(targets.filter((target) => !fromBase.includes(target)));
  const actions = [
    ...(fromBase.length > 0 ? [baseAction(report, fromBase, installed)] : []),
    ...groupBy(
      os.filter((target) => own.has(target)),
      sourceKey,
    ).map((group) => osAction(report, group, installed)),
    ...groupBy(
      others.filter((target) => own.has(target)),
      projectKey,
    ).map((group) => languageAction(report, group)),
  ].sort(byWorth);
  const removed = new Set(actions.flatMap((action) => action.removes.fingerprints));
  const stay = scope.filter((finding) => !removed.has(finding.fingerprint));
  const osLines = osTogether(
    report,
    os.filter((target) => own.has(target)),
    installed,
  );
  return {
    schema: fixPlanSchema,
    target: report.image?.reference ?? report.target.reference,
    actions,
    ...(osLines ? { dockerfile: osLines } : {}),
    remaining: remainingOf(report, stay),
    summary: {
      wanted: scope.length,
      removed: scope.length - stay.length,
      stay: stay.length,
      alsoRemoved: new Set(targets.flatMap(({ bonus }) => bonus.map((finding) => finding.fingerprint))).size,
    },
  };
}

function findingsInScope({ findings, verdict }: ScanReport, scope: NonNullable<FixOptions['scope']>): Finding[] {
  if (scope === 'all') return findings.filter((finding) => !finding.waived);
  const reasons = verdict.reasons.filter((reason) => scope === 'reasons' || reason.decision === 'deny');
  const wanted = new Set(reasons.flatMap((reason) => reason.findings));
  return findings.filter((finding) => wanted.has(finding.fingerprint) && !finding.waived);
}

function targetsOf(report: ScanReport, scope: readonly Finding[]): Target[] {
  const wanted = new Set(scope);
  const byPurl = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    if (!isFixable(finding) || !finding.package || finding.waived) continue;
    const list = byPurl.get(finding.package.purl);
    if (list) list.push(finding);
    else byPurl.set(finding.package.purl, [finding]);
  }
  const packages = new Map(report.packages.map((item) => [item.purl, item]));
  return [...byPurl].flatMap(([purl, findings]) => {
    const chosen = findings.filter((finding) => wanted.has(finding));
    const [first] = chosen;
    if (!first?.package) return [];
    const item = packages.get(purl) ?? unlisted(first);
    const compare = compareFor(item.type);
    const to = targetVersion(installedVersion(first), chosen, compare);
    if (to === undefined) return [];
    const bonus = findings.filter(
      (finding) => !wanted.has(finding) && removes(to, finding.fix?.versions ?? [], compare),
    );
    return [{ package: item, wanted: chosen, bonus, to }];
  });
}

/** A package that only its finding names (an SBOM without it). */
function unlisted({ package: item, evidence }: Finding): Package {
  const { type, name, version, purl } = item as NonNullable<Finding['package']>;
  return {
    type: type as Package['type'],
    name,
    version,
    purl,
    locations: evidence.file === undefined ? [] : [evidence.file],
    cataloger: evidence.cataloger ?? '',
    ...(evidence.layer === undefined ? {} : { layer: evidence.layer }),
  };
}

function isFromBase({ image }: ScanReport, { layer }: Package): boolean {
  return (
    layer !== undefined && image?.layers.some((known) => known.index === layer && known.fromBase === true) === true
  );
}

function baseAction(report: ScanReport, targets: readonly Target[], installed: ReadonlySet<string>): FixAction {
  const base = baseImageOf(report.image);
  const os = targets.filter(({ package: item }) => osTypes.has(item.type));
  const line = osTogether(report, os, installed, 1);
  const upgrades = targets.map((target) => upgradeOf(report, target));
  return {
    kind: 'base-image',
    title: base ? `Rebuild on the current ${base}` : 'Rebuild on the current base image',
    where: 'Dockerfile',
    commands: base ? [`FROM ${base}`, 'docker build --pull .'] : ['docker build --pull .'],
    notes: [
      bringer(report, targets, upgrades),
      ...(line ? [`Where the new base still has the old versions, upgrade in your own layer: ${line}`] : []),
    ],
    upgrades,
    removes: removesOf(targets.flatMap((target) => target.wanted)),
  };
}

function bringer(report: ScanReport, targets: readonly Target[], upgrades: readonly Upgrade[]): string {
  if (targets.some((target) => isFromBase(report, target.package)))
    return `The base image brings ${names(upgrades)}; its maintainers publish upgrades by rebuilding it.`;
  return `This image has no package manager: ${names(upgrades)} can only be replaced by a rebuild, without the build cache where your own steps install them.`;
}

function osAction(report: ScanReport, targets: readonly Target[], installed: ReadonlySet<string>): FixAction {
  const [first] = targets as [Target];
  const source = first.package.source?.name ?? first.package.name;
  const command = osTogether(report, targets, installed, 1);
  return {
    kind: 'os-package',
    title: `Upgrade ${source} to ${first.to}`,
    where: 'Dockerfile',
    commands: command ? [command] : [],
    notes: [],
    upgrades: targets.map((target) => upgradeOf(report, target)),
    removes: removesOf(targets.flatMap((target) => target.wanted)),
  };
}

/** One instruction for all; undefined for fewer than `least` source packages. */
function osTogether(
  report: ScanReport,
  targets: readonly Target[],
  installed: ReadonlySet<string>,
  least = 2,
): string | undefined {
  if (new Set(targets.map(sourceKey)).size < least) return undefined;
  const upgrades = new Map(targets.map((target) => [target.package.name, binaryUpgrade(target)]));
  const [first] = targets;
  return (
    first &&
    osUpgradeCommand(
      first.package.type,
      report.os,
      installed,
      [...upgrades.values()].sort((a, b) => compareText(a.name, b.name)),
    )
  );
}

/** The fixed version is the source's; a binary has the same, unless it was built with an own one. */
function binaryUpgrade({ package: { name, version, source }, to }: Target): { name: string; version?: string } {
  return source === undefined || source.version === version ? { name, version: to } : { name };
}

function languageAction(report: ScanReport, targets: readonly Target[]): FixAction {
  const [first] = targets as [Target];
  const project = projectOf(first.package);
  const upgrades = targets.map((target) => upgradeOf(report, target));
  const isBinary = project.tool === 'other';
  const { commands, notes } = languageCommands(
    project,
    upgrades.map(({ name, from, to, via }) => ({ name, from, to, transitive: via !== undefined })),
  );
  const step =
    first.package.layer === undefined
      ? undefined
      : report.image?.layers.find(({ index }) => index === first.package.layer)?.createdBy;
  return {
    kind: isBinary ? 'binary' : 'language-package',
    title: `Upgrade ${upgrades
      .map(({ name, to }) => `${name} to ${to}`)
      .filter(unique)
      .slice(0, 3)
      .join(', ')}${more(upgrades.length, 3)}`,
    where: project.where || 'Dockerfile',
    commands,
    notes: [...(notes ?? []), ...provenance(project, step)],
    upgrades,
    removes: removesOf(targets.flatMap((target) => target.wanted)),
  };
}

/** In an image the lock file is not at hand: say which build step to repeat. */
function provenance({ isLockFile, where }: Project, step: string | undefined): string[] {
  if (isLockFile || step === undefined) return [];
  const shown = step.length > 160 ? `${step.slice(0, 160)}…` : step;
  return [`${where === '' ? 'It' : `/${where.replace(/^\//, '')}`} comes from this build step: ${shown}`];
}

function upgradeOf(report: ScanReport, { package: item, to }: Target): Upgrade {
  const via = dependents(report, item);
  return {
    name: item.name,
    type: item.type,
    from: item.version,
    to,
    locations: item.locations,
    ...(via.length > 0 ? { via } : {}),
  };
}

/** Packages of the same lock file that need this one. */
function dependents({ packages }: ScanReport, { type, name, version, locations }: Package): string[] {
  if (osTypes.has(type)) return [];
  const key = `${name}@${version}`;
  return packages
    .filter(
      (other) =>
        other.type === type &&
        other.dependsOn?.includes(key) &&
        other.locations.some((location) => sharesProject(location, locations)),
    )
    .map((other) => `${other.name}@${other.version}`)
    .filter(unique)
    .slice(0, 5);
}

function sharesProject(location: string, others: readonly string[]): boolean {
  return others.some(
    (other) => other === location || (location.includes('node_modules/') && other.includes('node_modules/')),
  );
}

function sourceKey({ package: { type, name, source }, to }: Target): string {
  return JSON.stringify([type, source?.name ?? name, to]);
}

function projectKey({ package: item }: Target): string {
  const { tool, where } = projectOf(item);
  return JSON.stringify([tool, where]);
}

function groupBy(targets: readonly Target[], key: (target: Target) => string): Target[][] {
  return [...Map.groupBy(targets, key).values()];
}

/** What is exploited first, then by number and severity. */
function byWorth(a: FixAction, b: FixAction): number {
  return (
    b.removes.exploited - a.removes.exploited ||
    b.removes.findings - a.removes.findings ||
    weight(b) - weight(a) ||
    compareText(a.title, b.title)
  );
}

function weight({ removes: { severities } }: FixAction): number {
  return Object.entries(severities).reduce(
    (sum, [severity, count]) => sum + 10 ** severityRank(severity as Finding['severity']) * count,
    0,
  );
}

function names(upgrades: readonly Upgrade[]): string {
  const all = upgrades
    .map(({ name }) => name)
    .filter(unique)
    .sort();
  return all.slice(0, 5).join(', ') + more(all.length, 5);
}

function more(count: number, shown: number): string {
  return count > shown ? ` and ${count - shown} more` : '';
}

function unique(item: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(item) === index;
}
