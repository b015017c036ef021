import { asObject, type JsonObject } from '#core/json.ts';
import { errorIssue, failed, type Outcome, ok, warningIssue } from '#core/outcome.ts';
import { list, prose, text, texts } from '../feeds/fields.ts';
import {
  type VexDocument,
  type VexProduct,
  type VexStatement,
  type VexStatus,
  vexLimits,
  vexStatuses,
} from './statement.ts';

export function isOpenVex(value: unknown): boolean {
  const context = asObject(value)?.['@context'];
  return typeof context === 'string' && context.startsWith('https://openvex.dev/ns');
}

/** OpenVEX 0.0.1 (plain texts) to 0.2.0 (objects). Statements that cannot be read are left out, with an issue. */
export function readOpenVex(value: unknown): Outcome<VexDocument> {
  const document = asObject(value);
  if (document === undefined || !isOpenVex(document))
    return failed(errorIssue('vex/not-openvex', 'not an OpenVEX document'));
  const time = text(document.timestamp, 64) ?? '';
  const statements: VexStatement[] = [];
  let skipped = 0;
  for (const item of list(document.statements, vexLimits.statements)) {
    const statement = readStatement(item, time);
    if (statement === undefined) skipped++;
    else statements.push(statement);
  }
  const issues =
    skipped === 0
      ? []
      : [warningIssue('vex/bad-statement', `${skipped} statements have no vulnerability or no known status`)];
  return ok(
    {
      format: 'openvex',
      id: text(document['@id'], 2048) ?? '',
      author: prose(document.author, 256) ?? 'unknown author',
      statements,
    },
    issues,
  );
}

function readStatement(value: unknown, documentTime: string): VexStatement | undefined {
  const statement = asObject(value);
  const status = statement && vexStatuses.find((known) => known === statement.status);
  const vulnerabilities = statement ? vulnerabilityIds(statement) : [];
  if (statement === undefined || status === undefined || vulnerabilities.length === 0) return undefined;
  const justification = text(statement.justification, 128);
  const words =
    prose(statement.impact_statement, vexLimits.textLength) ??
    prose(statement.action_statement, vexLimits.textLength) ??
    prose(statement.status_notes, vexLimits.textLength);
  return {
    vulnerabilities,
    products: list(statement.products, vexLimits.products).flatMap(readProduct),
    status: status as VexStatus,
    ...(justification === undefined ? {} : { justification }),
    ...(words === undefined ? {} : { text: words }),
    time: text(statement.timestamp, 64) ?? documentTime,
  };
}

function vulnerabilityIds(statement: JsonObject): string[] {
  const plain = text(statement.vulnerability, 256);
  if (plain !== undefined) return [plain];
  const vulnerability = asObject(statement.vulnerability);
  if (vulnerability === undefined) return [];
  const name = text(vulnerability.name, 256) ?? lastPart(text(vulnerability['@id'], 2048));
  const ids = [...(name === undefined ? [] : [name]), ...texts(vulnerability.aliases, vexLimits.ids, 256)];
  return [...new Set(ids)];
}

/** `https://nvd.nist.gov/vuln/detail/CVE-2024-1` names it too. */
function lastPart(iri: string | undefined): string | undefined {
  return iri?.split('/').pop() || undefined;
}

function readProduct(value: unknown): VexProduct[] {
  const plain = text(value, 4096);
  if (plain !== undefined) return [{ id: plain, identifiers: [], components: [] }];
  const product = asObject(value);
  if (product === undefined) return [];
  const identifiers = identifiersOf(product);
  const id = text(product['@id'], 4096) ?? identifiers[0];
  if (id === undefined) return [];
  const components = list(product.subcomponents, vexLimits.products).flatMap((item) => {
    const component = asObject(item);
    const ids =
      component === undefined ? [text(item, 4096)] : [text(component['@id'], 4096), ...identifiersOf(component)];
    return ids.filter((one) => one !== undefined);
  });
  return [{ id, identifiers, components }];
}

function identifiersOf(product: JsonObject): string[] {
  const fields = [
    ...Object.values(asObject(product.identifiers) ?? {}),
    ...Object.values(asObject(product.hashes) ?? {}),
  ];
  return fields.slice(0, 50).flatMap((field) => text(field, 4096) ?? []);
}
