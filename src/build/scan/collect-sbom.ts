import { readFileSync, statSync } from 'node:fs';
import { readSbom } from '#build/inventory/sbom/read-sbom.ts';
import { MiB } from '#core/limits.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import type { Collected } from './collected.ts';

/** Bytes of a bill of materials; that of an image with 20,000 packages has 40 MB. */
const maxSbomBytes = 128 * MiB;

/** A bill of materials instead of the thing itself. */
export function collectSbom(file: string): Outcome<Collected> {
  let bytes: Buffer;
  try {
    if (statSync(file).size > maxSbomBytes)
      return failed(errorIssue('sbom/too-large', `more than ${maxSbomBytes} bytes`, { where: file }));
    bytes = readFileSync(file);
  } catch (cause) {
    return failed(errorIssue('sbom/unreadable', 'cannot be read', { where: file, cause }));
  }
  const sbom = readSbom(bytes, file);
  if (!sbom.ok) return sbom;
  const { os, packages, issues, image } = sbom.value;
  return ok({
    kind: 'sbom',
    reference: file,
    ...(image ? { image: { ...image, config: {}, history: [] } } : {}),
    ...(os ? { os } : {}),
    packages,
    findings: [],
    issues,
    complete: !issues.some((issue) => issue.level === 'error'),
  });
}
