import { findScheme } from '#build/vuln/schemes/index.ts';
import type { Finding } from '#core/finding.ts';

type Compare = (a: string, b: string) => number;

/** The order of versions for a purl type. */
export function compareFor(type: string): Compare {
  const scheme = findScheme(type) ?? findScheme('fuzzy');
  return (a, b) => scheme?.compare(a, b) ?? 0;
}

/** The version that a finding's fixed versions are compared with: the source package's, where that is what was matched. */
export function installedVersion({ evidence, package: item }: Finding): string {
  return evidence.matchedVersion ?? item?.version ?? '';
}

/**
 * The smallest version above the installed one that removes all the findings; undefined where they name none.
 * Fixes of one finding lie on several branches: `2.3.1, 2.12.2, 2.15.0` does not mean that 2.5 is safe.
 */
export function targetVersion(installed: string, findings: readonly Finding[], compare: Compare): string | undefined {
  const fixes = findings.map((finding) => finding.fix?.versions ?? []).filter((versions) => versions.length > 0);
  // Nothing below the lowest fix of each finding can do: a kernel has thousands of findings, and is not tried against all of them.
  let floor = installed;
  for (const versions of fixes) {
    const lowest = versions.reduce((low, version) => (compare(version, low) < 0 ? version : low));
    if (compare(lowest, floor) > 0) floor = lowest;
  }
  const candidates = [...new Set(fixes.flat())]
    .filter((version) => compare(version, installed) > 0 && compare(version, floor) >= 0)
    .sort(compare);
  return candidates.find((version) => fixes.every((versions) => removes(version, versions, compare)));
}

/** Is a finding with these fixed versions gone in `version`? */
export function removes(version: string, fixedVersions: readonly string[], compare: Compare): boolean {
  if (fixedVersions.length === 0) return false;
  if (fixedVersions.every((fixed) => compare(fixed, version) <= 0)) return true;
  return fixedVersions.some((fixed) => compare(fixed, version) <= 0 && branchOf(fixed) === branchOf(version));
}

/** `2.12.4` → `2.12` */
function branchOf(version: string): string {
  const numbers = version.replace(/^v/, '').split(/[.\-+~:]/);
  return numbers.slice(0, Math.max(1, Math.min(2, numbers.length - 1))).join('.');
}
