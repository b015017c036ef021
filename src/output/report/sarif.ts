import type { Finding } from '#core/finding.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { type DockerfileLines, dockerfileLines } from './dockerfile-lines.ts';
import type { Render } from './report-format.ts';
import { ruleKey, sarifRules } from './sarif-rules.ts';
import { oneLine } from './text.ts';
import { fixText, layerText, placeText, stepText, targetName } from './wording.ts';

/**
 * SARIF 2.1.0 (OASIS, errata 01), with what GitHub code scanning asks for: a physical location with a line for every result,
 * `security-severity` on rules, `primaryLocationLineHash`.
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export const renderSarif: Render = (report, { dockerfile }) => {
  const { rules, indexOf } = sarifRules(report);
  const lines = dockerfile && report.image ? dockerfileLines(dockerfile.text, report.image.history) : undefined;
  const place: Places = { report, lines, dockerfile: dockerfile?.path };
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Holdfast',
            informationUri: 'https://holdfast.dev',
            ...versionOf(report.holdfast.version),
            rules,
          },
        },
        invocations: [
          {
            executionSuccessful: report.complete,
            startTimeUtc: report.scannedAt,
            toolExecutionNotifications: report.issues.map(({ code, message, where, level }) => ({
              descriptor: { id: code },
              level,
              message: { text: message || code },
              ...(where === undefined
                ? {}
                : { locations: [{ physicalLocation: { artifactLocation: imageFile(where) } }] }),
            })),
          },
        ],
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          ROOTPATH: { uri: 'file:///', description: { text: 'Root of the image or tree that was scanned.' } },
        },
        results: report.findings.map((finding) => resultOf(finding, indexOf.get(ruleKey(finding)) as number, place)),
        properties: {
          target: targetName(report),
          decision: report.verdict.decision,
          advisories: report.advisories.set,
          ...(report.image?.digest === undefined ? {} : { imageDigest: report.image.digest }),
        },
      },
    ],
  };
  return `${JSON.stringify(log, null, 1)}\n`;
};

interface Places {
  readonly report: ScanReport;
  readonly lines: DockerfileLines | undefined;
  readonly dockerfile: string | undefined;
}

function versionOf(version: string): object {
  return /^\d+\.\d+\.\d+/.test(version) ? { version, semanticVersion: version } : version === '' ? {} : { version };
}

function resultOf(finding: Finding, ruleIndex: number, places: Places): object {
  const { evidence, package: found, fix, kev, epss, waived } = finding;
  const { locations, relatedLocations } = locationsOf(finding, places);
  return {
    ruleId: ruleKey(finding),
    ruleIndex,
    kind: 'fail',
    level: levelOf(finding),
    message: { text: messageOf(finding, places.report) },
    locations,
    ...(relatedLocations.length > 0 ? { relatedLocations } : {}),
    partialFingerprints: { 'holdfast/v1': finding.fingerprint, primaryLocationLineHash: `${finding.fingerprint}:1` },
    // An empty array says that suppressions were looked for and none applies.
    suppressions: waived
      ? [{ kind: 'external', status: 'accepted', justification: oneLine(`${waived.by}: ${waived.reason}`, 1000) }]
      : [],
    properties: {
      severity: finding.severity,
      ...(found ? { purl: found.purl } : {}),
      ...(fix ? { fixState: fix.state, fixedVersions: fix.versions } : {}),
      ...(evidence.layer === undefined ? {} : { layer: evidence.layer }),
      ...(kev ? { kev: kev.added } : {}),
      ...(epss ? { epss: epss.score } : {}),
      ...(evidence.comparison === undefined ? {} : { comparison: evidence.comparison }),
    },
  };
}

function levelOf({ severity }: Finding): 'error' | 'warning' | 'note' {
  if (severity === 'critical' || severity === 'high') return 'error';
  return severity === 'medium' ? 'warning' : 'note';
}

function messageOf(finding: Finding, report: ScanReport): string {
  const { package: found, evidence } = finding;
  const what = found ? `${oneLine(found.name, 120)} ${oneLine(found.version, 80)}: ` : '';
  const origin =
    evidence.layer === undefined
      ? ''
      : ` (${layerText(report, evidence.layer)}${evidence.step ? `: ${stepText(evidence.step)}` : ''})`;
  const secret = evidence.redacted === undefined ? '' : ` ${oneLine(evidence.redacted, 60)}.`;
  const gone = evidence.deletedInLaterLayer === true ? ' The file is deleted later and still in the image.' : '';
  const fix = fixText(finding);
  return `${what}${oneLine(finding.title) || finding.id}.${secret} In ${placeText(finding)}${origin}.${gone}${fix ? ` ${fix}.` : ''}`.replace(
    /\.\./g,
    '.',
  );
}

/** The Dockerfile's line where it is known, else the file inside the image; both are given where both are known. */
function locationsOf(
  finding: Finding,
  { report, lines, dockerfile }: Places,
): { locations: object[]; relatedLocations: object[] } {
  const { evidence, package: found } = finding;
  const logical = found
    ? {
        logicalLocations: [{ name: `${found.name}@${found.version}`, fullyQualifiedName: found.purl, kind: 'package' }],
      }
    : {};
  const region = {
    startLine: evidence.line ?? 1,
    ...(evidence.endLine !== undefined && evidence.endLine >= (evidence.line ?? 1)
      ? { endLine: evidence.endLine }
      : {}),
  };
  if (evidence.where === 'dockerfile') {
    return {
      locations: [
        { physicalLocation: { artifactLocation: sourceFile(evidence.file ?? dockerfile ?? 'Dockerfile'), region } },
      ],
      relatedLocations: [],
    };
  }
  // Source trees are the repository itself; what is in an image is not.
  const inside =
    report.target.kind === 'dir'
      ? sourceFile(evidence.file ?? '.')
      : imageFile(evidence.file ?? oneLine(placeText(finding), 100));
  const file = { physicalLocation: { artifactLocation: inside, region }, ...logical };
  const built = dockerfile === undefined ? undefined : lineOf(finding, lines);
  if (dockerfile === undefined || built === undefined) return { locations: [file], relatedLocations: [] };
  return {
    locations: [
      {
        physicalLocation: {
          artifactLocation: sourceFile(dockerfile),
          region: { startLine: built.line, endLine: built.endLine },
        },
        ...logical,
      },
    ],
    relatedLocations:
      evidence.file === undefined ? [] : [{ id: 1, message: { text: `In the image: ${placeText(finding)}` }, ...file }],
  };
}

/** Configuration points at the instruction that sets it, or at FROM where it is missing. */
function lineOf({ kind, evidence }: Finding, lines: DockerfileLines | undefined) {
  if (evidence.layer !== undefined) return lines?.ofLayer(evidence.layer);
  if (evidence.where === 'env') return lines?.ofKeyword('ENV');
  if (evidence.where === 'label') return lines?.ofKeyword('LABEL');
  return kind === 'config' ? lines?.ofKeyword((evidence.name ?? '').toUpperCase()) : undefined;
}

function imageFile(path: string): { uri: string; uriBaseId: string } {
  return { uri: encodePath(path), uriBaseId: 'ROOTPATH' };
}

function sourceFile(path: string): { uri: string; uriBaseId: string } {
  return { uri: encodePath(path), uriBaseId: '%SRCROOT%' };
}

/** A relative URI reference (RFC 3986): a first segment with a colon would read as a scheme, so it is escaped as well. */
function encodePath(path: string): string {
  const segments = path
    .toWellFormed()
    .replace(/^(\.?\/+)+/, '')
    .split('/')
    .map(encodeURIComponent);
  return segments.join('/') || '.';
}
