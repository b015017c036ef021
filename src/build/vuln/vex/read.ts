import { errorIssue, failed, type Outcome } from '#core/outcome.ts';
import { parseJson } from '#core/parse-json.ts';
import { isCycloneDx, readCycloneDxVex } from './cyclonedx.ts';
import { isOpenVex, readOpenVex } from './openvex.ts';
import { type VexDocument, vexLimits } from './statement.ts';

/** A VEX document of either format from its bytes. `where` names the file in issues. */
export function readVex(bytes: Buffer, where?: string): Outcome<VexDocument> {
  if (bytes.length > vexLimits.documentBytes)
    return failed(errorIssue('vex/too-large', 'the VEX document is too large', { where }));
  let value: unknown;
  try {
    value = parseJson(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch (cause) {
    return failed(errorIssue('vex/not-json', 'the VEX document is not JSON', { where, cause }));
  }
  if (isOpenVex(value)) return located(readOpenVex(value), where);
  if (isCycloneDx(value)) return located(readCycloneDxVex(value), where);
  return failed(
    errorIssue('vex/unknown-format', 'neither an OpenVEX nor a CycloneDX document', {
      where,
      hint: 'OpenVEX has "@context": "https://openvex.dev/ns/…", CycloneDX has "bomFormat": "CycloneDX"',
    }),
  );
}

function located(outcome: Outcome<VexDocument>, where: string | undefined): Outcome<VexDocument> {
  if (where === undefined) return outcome;
  if (!outcome.ok) return { ok: false, issue: { ...outcome.issue, where } };
  return outcome.issues ? { ...outcome, issues: outcome.issues.map((issue) => ({ ...issue, where })) } : outcome;
}
