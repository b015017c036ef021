import type { Finding, FindingKind } from '#core/finding.ts';
import type { ScanReport } from '#core/scan-report.ts';
import type { Render } from './report-format.ts';
import { count, escapeMarkup, oneLine } from './text.ts';
import { wholeSeconds } from './times.ts';
import { fixText, layerText, placeText, stepText, targetName } from './wording.ts';

interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly failure?: { readonly type: string; readonly message: string; readonly text: string };
  readonly error?: { readonly type: string; readonly message: string; readonly text: string };
  readonly skipped?: string;
}

/**
 * JUnit XML that the strict Ant schema (windyroad) and Jenkins' own both accept. One test a finding: it fails where the policy denies
 * it, is skipped where it is waived, and passes else, so that a red pipeline and a red test are the same thing.
 */
export const renderJunit: Render = (report) => {
  const reasonsOf = new Map<string, string>();
  for (const { decision, rule, message, findings } of report.verdict.reasons) {
    if (decision === 'deny')
      for (const each of findings) reasonsOf.set(each, `${oneLine(rule, 100)}: ${oneLine(message)}`);
  }
  const suites = kinds
    .map(({ kind, label }) => ({
      label,
      cases: report.findings
        .filter((finding) => finding.kind === kind)
        .map((finding) => caseOf(finding, report, reasonsOf)),
    }))
    .filter(({ cases }) => cases.length > 0);
  const all = [{ label: 'scan', cases: scanCases(report) }, ...suites];
  const xml = all.map(({ label, cases }, index) => suiteOf(label, cases, index, report));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${xml.join('')}</testsuites>\n`;
};

const kinds: readonly { kind: FindingKind; label: string }[] = [
  { kind: 'vulnerability', label: 'vulnerabilities' },
  { kind: 'secret', label: 'secrets' },
  { kind: 'config', label: 'configuration' },
  { kind: 'licence', label: 'licences' },
];

/** What is not about one finding: was everything read, and reasons of the policy that name no finding. */
function scanCases(report: ScanReport): TestCase[] {
  const errors = report.issues.filter(({ level }) => level === 'error');
  const read: TestCase = {
    name: 'the target was read completely',
    classname: 'holdfast.scan',
    ...(report.complete
      ? {}
      : {
          error: {
            type: 'incomplete',
            message: `${count(errors.length, 'part')} could not be read`,
            text: errors
              .map(({ code, message, where }) => oneLine(`${code} ${where ?? ''}: ${message}`, 500))
              .join('\n'),
          },
        }),
  };
  const known = new Set(report.findings.map(({ fingerprint }) => fingerprint));
  const reasons = report.verdict.reasons
    .filter(({ findings }) => !findings.some((each) => known.has(each)))
    .map(({ decision, policy, rule, message, subject }): TestCase => {
      const text = `${oneLine(message)} (${oneLine(subject)})`;
      return {
        name: oneLine(rule, 200) || 'rule',
        classname: `holdfast.policy.${className(policy)}`,
        ...(decision === 'deny' ? { failure: { type: 'deny', message: text, text } } : {}),
      };
    });
  return [read, ...reasons];
}

function caseOf(finding: Finding, report: ScanReport, reasonsOf: ReadonlyMap<string, string>): TestCase {
  const { id, kind, severity, title, package: found, waived, fingerprint, evidence } = finding;
  const subject = found ? `${oneLine(found.name, 120)} ${oneLine(found.version, 80)}` : placeText(finding);
  const name = `[${severity}] ${oneLine(id, 80)} ${subject}`;
  const classname = `holdfast.${kind}.${className(found?.name ?? evidence.file ?? evidence.where ?? 'image')}`;
  if (waived) return { name, classname, skipped: `waived by ${oneLine(waived.by)}: ${oneLine(waived.reason)}` };
  const reason = reasonsOf.get(fingerprint);
  if (reason === undefined) return { name, classname };
  const lines = [
    oneLine(title),
    `where: ${placeText(finding)}`,
    evidence.layer !== undefined &&
      `${layerText(report, evidence.layer)}${evidence.step === undefined ? '' : `: ${stepText(evidence.step)}`}`,
    fixText(finding),
    evidence.comparison && oneLine(evidence.comparison),
  ];
  return { name, classname, failure: { type: severity, message: reason, text: lines.filter(Boolean).join('\n') } };
}

function suiteOf(label: string, cases: readonly TestCase[], index: number, report: ScanReport): string {
  const attributes = {
    name: `holdfast ${label}: ${targetName(report)}`,
    package: 'holdfast',
    id: index,
    timestamp: wholeSeconds(report.scannedAt).slice(0, -1),
    hostname: 'localhost',
    tests: cases.length,
    failures: cases.filter(({ failure }) => failure).length,
    errors: cases.filter(({ error }) => error).length,
    skipped: cases.filter(({ skipped }) => skipped !== undefined).length,
    time: '0',
  };
  const properties = [
    ['target', targetName(report)],
    ['decision', report.verdict.decision],
    ['advisories', report.advisories.set],
    ...(report.image?.digest === undefined ? [] : [['digest', report.image.digest]]),
  ].map(([name, value]) => `   <property${xmlAttributes({ name: name ?? '', value: value ?? '' })}/>\n`);
  return (
    ` <testsuite${xmlAttributes(attributes)}>\n  <properties>\n${properties.join('')}  </properties>\n` +
    `${cases.map(caseXml).join('')}  <system-out/>\n  <system-err/>\n </testsuite>\n`
  );
}

function caseXml({ name, classname, failure, error, skipped }: TestCase): string {
  const open = `  <testcase${xmlAttributes({ name, classname, time: '0' })}`;
  if (skipped !== undefined) return `${open}>\n   <skipped${xmlAttributes({ message: skipped })}/>\n  </testcase>\n`;
  const [tag, problem] = failure ? ['failure', failure] : ['error', error];
  if (!problem) return `${open}/>\n`;
  const attributes = xmlAttributes({ message: problem.message, type: problem.type });
  return `${open}>\n   <${tag}${attributes}>${escapeMarkup(problem.text)}</${tag}>\n  </testcase>\n`;
}

function xmlAttributes(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeMarkup(String(value))}"`)
    .join('');
}

/** Dots separate packages for CI servers: `holdfast.vulnerability.lodash`, so other dots become underscores. */
function className(text: string): string {
  return oneLine(text, 120).replace(/[.\s]+/g, '_') || 'image';
}
