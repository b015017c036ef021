import { asObject, type JsonObject } from '#core/json.ts';
import { errorIssue, failed, type Outcome, ok, warningIssue } from '#core/outcome.ts';
import { list, prose, text, texts } from '../feeds/fields.ts';
import { type VexDocument, type VexProduct, type VexStatement, type VexStatus, vexLimits } from './statement.ts';

export function isCycloneDx(value: unknown): boolean {
  return asObject(value)?.bomFormat === 'CycloneDX';
}

/** CycloneDX 1.4 and newer: `vulnerabilities[].analysis` (cyclonedx.org/capabilities/vex). Vulnerabilities without analysis say nothing. */
export function readCycloneDxVex(value: unknown): Outcome<VexDocument> {
  const document = asObject(value);
  if (document === undefined || !isCycloneDx(document)) {
    return failed(errorIssue('vex/not-cyclonedx', 'not a CycloneDX document'));
  }
  const metadata = asObject(document.metadata) ?? {};
  const time = text(metadata.timestamp, 64) ?? '';
  const purls = purlsByRef(document);
  const statements: VexStatement[] = [];
  let skipped = 0;
  for (const item of list(document.vulnerabilities, vexLimits.statements)) {
    const vulnerability = asObject(item);
    if (vulnerability === undefined || vulnerability.analysis === undefined) continue;
    const statement = readVulnerability(vulnerability, purls, time);
    if (statement === undefined) skipped++;
    else statements.push(statement);
  }
  const issues =
    skipped === 0
      ? []
      : [warningIssue('vex/bad-statement', `${skipped} analyses have no vulnerability or no known state`)];
  return ok(
    { format: 'cyclonedx', id: text(document.serialNumber, 256) ?? '', author: authorOf(metadata), statements },
    issues,
  );
}

const statusOfState: Readonly<Record<string, VexStatus>> = {
  exploitable: 'affected',
  false_positive: 'not_affected',
  in_triage: 'under_investigation',
  not_affected: 'not_affected',
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
};

function readVulnerability(
  vulnerability: JsonObject,
  purls: ReadonlyMap<string, string>,
  documentTime: string,
): VexStatement | undefined {
  const analysis = asObject(vulnerability.analysis) ?? {};
  const state = text(analysis.state, 64) ?? '';
  const status = Object.hasOwn(statusOfState, state) ? statusOfState[state] : undefined;
  const id = text(vulnerability.id, 256);
  if (status === undefined || id === undefined) return undefined;
  const references = list(vulnerability.references, vexLimits.ids).flatMap(
    (item) => text(asObject(item)?.id, 256) ?? [],
  );
  const justification = text(analysis.justification, 128) ?? (state === 'false_positive' ? state : undefined);
  const detail = prose(analysis.detail, vexLimits.textLength) ?? responseOf(analysis);
  return {
    vulnerabilities: [...new Set([id, ...references])],
    products: list(vulnerability.affects, vexLimits.products).flatMap((item) => readAffected(item, purls)),
    status,
    ...(justification === undefined ? {} : { justification }),
    ...(detail === undefined ? {} : { text: detail }),
    time: text(analysis.lastUpdated, 64) ?? text(vulnerability.updated, 64) ?? documentTime,
  };
}

function responseOf(analysis: JsonObject): string | undefined {
  const responses = texts(analysis.response, 20, 64);
  return responses.length > 0 ? responses.join(', ') : undefined;
}

/** A bom-ref of this document, a BOM-Link (`urn:cdx:serial/version#ref`), or a purl used as one of these. */
function readAffected(value: unknown, purls: ReadonlyMap<string, string>): VexProduct[] {
  const ref = text(asObject(value)?.ref, 4096);
  if (ref === undefined) return [];
  const local = ref.startsWith('urn:cdx:') ? decode(ref.slice(ref.indexOf('#') + 1)) : ref;
  const purl = purls.get(local) ?? purls.get(ref);
  const ids = [purl, local].filter((id) => id !== undefined);
  return [{ id: ids[0] ?? ref, identifiers: ids.slice(1), components: [] }];
}

function purlsByRef(document: JsonObject): ReadonlyMap<string, string> {
  const purls = new Map<string, string>();
  const queue: unknown[] = [asObject(document.metadata)?.component, ...list(document.components, vexLimits.products)];
  for (let at = 0; at < queue.length && at < vexLimits.products; at++) {
    const component = asObject(queue[at]);
    const ref = component && text(component['bom-ref'], 4096);
    const purl = component && text(component.purl, 4096);
    if (ref !== undefined && purl !== undefined) purls.set(ref, purl);
    if (component !== undefined) for (const inner of list(component.components, vexLimits.products)) queue.push(inner);
  }
  return purls;
}

function authorOf(metadata: JsonObject): string {
  const named = [...list(metadata.authors, 10), metadata.supplier, metadata.manufacture].map((item) =>
    prose(asObject(item)?.name, 256),
  );
  return named.find((name) => name !== undefined) ?? 'unknown author';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
