import type { Finding } from '#core/finding.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { keyOrder, ordered } from './json-order.ts';
import type { Render } from './report-format.ts';

/**
 * `holdfast.scan/1`, schema/scan-1.json: one document in a fixed order. Each top-level key begins a line and so does each item of a
 * long list: small, comparable by line, and readable with `grep`.
 */
export const renderJson: Render = (report) => {
  const parts: string[] = [];
  for (const key of keyOrder.report) {
    const value = report[key];
    if (value !== undefined) parts.push(`${JSON.stringify(key)}:${textOf(key, report)}`);
  }
  return `{\n${parts.join(',\n')}\n}\n`;
};

function textOf(key: keyof ScanReport, report: ScanReport): string {
  const { target, issues, verdict, policy, advisories, image, os, findings, packages, files } = report;
  switch (key) {
    case 'target':
      return JSON.stringify(ordered(target, keyOrder.target));
    case 'issues':
      return lines(issues, (each) => ordered(each, keyOrder.issue));
    case 'verdict':
      return JSON.stringify({
        ...ordered(verdict, keyOrder.verdict),
        reasons: verdict.reasons.map((reason) => ordered(reason, keyOrder.reason)),
      });
    case 'policy':
      return JSON.stringify(
        policy && { ...ordered(policy, keyOrder.policy), waivers: ordered(policy.waivers, keyOrder.waivers) },
      );
    case 'advisories':
      return JSON.stringify(ordered(advisories, keyOrder.advisories));
    case 'image':
      return JSON.stringify(
        image && {
          ...ordered(image, keyOrder.image),
          layers: image.layers.map((layer) => ordered(layer, keyOrder.layer)),
          history: image.history.map((step) => ordered(step, keyOrder.step)),
        },
      );
    case 'os':
      return JSON.stringify(ordered(os, keyOrder.os));
    case 'findings':
      return lines(findings, orderedFinding);
    case 'packages':
      return lines(packages, (each) =>
        replaced(ordered(each, keyOrder.package), { source: ordered(each.source, keyOrder.source) }),
      );
    case 'files':
      return lines(files ?? [], (each) => ordered(each, keyOrder.file));
    default:
      return JSON.stringify(report[key]);
  }
}

function orderedFinding(finding: Finding): object {
  return replaced(ordered(finding, keyOrder.finding), {
    cvss: ordered(finding.cvss, keyOrder.cvss),
    package: ordered(finding.package, keyOrder.findingPackage),
    fix: ordered(finding.fix, keyOrder.fix),
    kev: ordered(finding.kev, keyOrder.kev),
    epss: ordered(finding.epss, keyOrder.epss),
    waived: ordered(finding.waived, keyOrder.waived),
    evidence: ordered(finding.evidence, keyOrder.evidence),
  });
}

/** Values in the places that their keys have already. */
function replaced(target: Record<string, unknown> | object, values: Readonly<Record<string, unknown>>): object {
  for (const key of Object.keys(values)) if (key in target) (target as Record<string, unknown>)[key] = values[key];
  return target;
}

function lines<T>(items: readonly T[], item: (value: T) => object): string {
  return items.length === 0 ? '[]' : `[\n${items.map((each) => JSON.stringify(item(each))).join(',\n')}\n]`;
}
