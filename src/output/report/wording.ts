import { parseHistoryStep } from '#build/inventory/history-step.ts';
import type { Finding } from '#core/finding.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { compareFor, installedVersion } from '#guard/policy/fix/target-version.ts';
import { oneLine } from './text.ts';

/** The name of what was scanned, for headings. */
export function targetName(report: ScanReport): string {
  return oneLine(report.image?.reference || report.target.reference, 200);
}

/** `Debian GNU/Linux 12 (bookworm)`. */
export function osName({ os }: ScanReport): string | undefined {
  return os && oneLine(os.prettyName ?? `${os.id} ${os.versionId}`);
}

/**
 * A build step as its author wrote it: without the shell, BuildKit's mark and the build arguments.
 * `RUN |1 V=2 /bin/sh -c apt-get update # buildkit` → `RUN apt-get update`.
 */
export function stepText(createdBy: string): string {
  const { keyword, text } = parseHistoryStep(createdBy);
  return oneLine(keyword === '' ? text : `${keyword} ${text}`);
}

/** `layer 3 of 5`, counted from 1 as people do. */
export function layerText(report: Pick<ScanReport, 'image'>, layer: number): string {
  const total = report.image?.layers.length ?? 0;
  const base = report.image?.layers[layer]?.fromBase === true ? ', base image' : '';
  return total > 0 ? `layer ${layer + 1} of ${total}${base}` : `layer ${layer + 1}`;
}

/** The place of an issue as the rest of a report speaks of layers: `layer 0: etc/x` is `layer 1 of 3: etc/x`. */
export function issuePlace(report: ScanReport, where: string): string {
  return oneLine(where).replace(/^layer (\d+)(?=$|:)/, (_, index: string) => layerText(report, Number(index)));
}

/** `layer 3 of 5: COPY . /` */
export function originText(report: ScanReport, layer: number): string {
  const step = report.image?.layers[layer]?.createdBy;
  return step === undefined ? layerText(report, layer) : `${layerText(report, layer)}: ${stepText(step)}`;
}

const partNames = {
  env: 'environment variable',
  label: 'label',
  history: 'build history',
  config: 'image configuration',
  dockerfile: 'Dockerfile',
} as const;

/** Where a finding is: a path with line, or a part of the image's configuration. */
export function placeText({ evidence, package: found }: Finding): string {
  if (evidence.file !== undefined) {
    return oneLine(evidence.line === undefined ? evidence.file : `${evidence.file}:${evidence.line}`);
  }
  if (evidence.where !== undefined) {
    const part = partNames[evidence.where];
    return evidence.name === undefined ? part : `${part} ${oneLine(evidence.name)}`;
  }
  return found ? oneLine(`${found.name} ${found.version}`) : 'image';
}

/** One line on how to get rid of it; undefined where nobody knows a way. */
export function fixText(finding: Finding): string | undefined {
  const { fix, package: found, remediation } = finding;
  if (remediation !== undefined) return oneLine(remediation, 500);
  if (!fix || !found) return undefined;
  // A fix on an older branch is below what is installed: nobody upgrades to it.
  const compare = compareFor(found.type);
  const above = fix.versions.filter((version) => compare(version, installedVersion(finding)) > 0);
  const versions = (above.length > 0 ? above : fix.versions).slice(0, 3).map((version) => oneLine(version, 80));
  switch (fix.state) {
    case 'fixed':
      return versions.length > 0
        ? `Upgrade ${oneLine(found.name, 120)} to ${versions.join(' or ')}`
        : 'A fixed version exists';
    case 'wont-fix':
      return 'The vendor will not fix it';
    case 'unimportant':
      return 'The vendor says that it does not matter in this package';
    case 'unfixed':
      return 'No fixed version is known yet';
    default:
      return undefined;
  }
}

/** What must be known of the vulnerability data before the findings are read; undefined for a full database. */
export function advisoryNote({ advisories }: ScanReport): string | undefined {
  if (advisories.set === 'none') return 'Vulnerabilities were not looked for: matching was off.';
  if (advisories.set === 'full') return undefined;
  const size = advisories.advisories.toLocaleString('en-US');
  return `Only the starter set of ${size} well-known vulnerabilities was used: others are not looked for.`;
}

/** How to get the full data. */
export const fullDataNote =
  'Full vulnerability data: holdfast db update (from osv.dev) or holdfast db import PATH (from disk), then scan again.';

/** `docker:app:1.2` for the next command, or `TARGET` where it would need quoting. */
export function targetArgument({ target }: ScanReport): string {
  const argument = `${target.kind}:${target.reference}`;
  return /^[\w./:@+-]{1,200}$/.test(argument) ? argument : 'TARGET';
}

/** What a person should know of the policy's waivers: each with the names concerned, empty lists left out. */
export function waiverNotes({ policy }: ScanReport): { readonly label: string; readonly names: readonly string[] }[] {
  const waivers = policy?.waivers;
  const notes = [
    { label: 'Expired waivers, no longer applied', names: waivers?.expired ?? [] },
    { label: 'Waivers that end within 14 days', names: waivers?.expiring ?? [] },
    { label: 'Waivers that match nothing', names: waivers?.unused ?? [] },
    { label: 'Waivers of findings that no rule complains about', names: waivers?.ineffective ?? [] },
  ];
  return notes.filter(({ names }) => names.length > 0);
}
