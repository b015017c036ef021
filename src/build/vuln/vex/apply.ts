import type { Finding } from '#core/finding.ts';
import type { PurlParts } from '#core/ids/purl.ts';
import { type Issue, warningIssue } from '#core/outcome.ts';
import { isSubject, purlCovers, purlOf, type VexSubject } from './product.ts';
import type { VexDocument, VexStatement } from './statement.ts';

/** A statement that means a finding. */
export interface VexVerdict {
  readonly statement: VexStatement;
  readonly document: VexDocument;
}

export interface VexResult {
  readonly findings: readonly Finding[];
  readonly issues: readonly Issue[];
}

/** Findings with what VEX documents say of them. Nothing is removed: `not_affected` and `fixed` become `waived`. */
export function applyVex(
  findings: readonly Finding[],
  documents: readonly VexDocument[],
  subject: VexSubject = { ids: [] },
): VexResult {
  const index = indexStatements(documents);
  const used = new Set<VexDocument>();
  const waived = findings.map((finding) => {
    const verdict = verdictOf(finding, index, subject);
    if (verdict === undefined) return finding;
    used.add(verdict.document);
    const { status } = verdict.statement;
    // Whoever says `affected` later takes back an earlier all-clear, but not the user's own waiver.
    if (status !== 'not_affected' && status !== 'fixed') return finding;
    if (finding.waived !== undefined && finding.waived.by !== 'holdfast') return finding;
    return { ...finding, waived: { by: by(verdict.document), reason: reasonOf(verdict.statement), status } };
  });
  return {
    findings: waived,
    issues: documents.filter((document) => isBesideThePoint(document, used, index, findings)).map(unusedIssue),
  };
}

/** It speaks of vulnerabilities that were found, but of none of the products: most likely the product is written otherwise. */
function isBesideThePoint(
  document: VexDocument,
  used: ReadonlySet<VexDocument>,
  index: Index,
  findings: readonly Finding[],
): boolean {
  if (used.has(document)) return false;
  return findings.some((finding) =>
    idsOf(finding).some((id) => index.get(id)?.some((verdict) => verdict.document === document)),
  );
}

function unusedIssue(document: VexDocument): Issue {
  return warningIssue(
    'vex/other-product',
    `${by(document)} speaks of vulnerabilities that were found, but in other products`,
    {
      where: document.id === '' ? undefined : document.id,
      hint: 'name the product by the purl of the package, or by the reference or digest of the image',
    },
  );
}

/** The statement that counts for a finding: of those that mean it the latest; of equally old ones the last in order of documents. */
export function vexVerdict(
  finding: Finding,
  documents: readonly VexDocument[],
  subject: VexSubject = { ids: [] },
): VexVerdict | undefined {
  return verdictOf(finding, indexStatements(documents), subject);
}

type Index = ReadonlyMap<string, readonly VexVerdict[]>;

function indexStatements(documents: readonly VexDocument[]): Index {
  const index = new Map<string, VexVerdict[]>();
  for (const document of documents) {
    for (const statement of document.statements) {
      for (const id of statement.vulnerabilities) {
        const known = index.get(id.toUpperCase());
        if (known) known.push({ statement, document });
        else index.set(id.toUpperCase(), [{ statement, document }]);
      }
    }
  }
  return index;
}

function verdictOf(finding: Finding, index: Index, subject: VexSubject): VexVerdict | undefined {
  if (finding.kind !== 'vulnerability' || finding.package === undefined) return undefined;
  const purl = purlOf(finding.package.purl);
  let latest: VexVerdict | undefined;
  let latestTime = Number.NEGATIVE_INFINITY;
  for (const id of idsOf(finding)) {
    for (const verdict of index.get(id) ?? []) {
      if (!means(verdict.statement, purl, subject)) continue;
      const time = Date.parse(verdict.statement.time) || 0;
      if (time >= latestTime) {
        latest = verdict;
        latestTime = time;
      }
    }
  }
  return latest;
}

/** As the index spells them. */
function idsOf(finding: Finding): readonly string[] {
  const { advisory } = finding.evidence;
  const ids = [finding.id, ...finding.aliases, ...(advisory === undefined ? [] : [advisory])];
  return [...new Set(ids.map((id) => id.toUpperCase()))];
}

/** A statement without products speaks of whatever its document is shown with. */
function means(statement: VexStatement, purl: PurlParts | undefined, subject: VexSubject): boolean {
  if (statement.products.length === 0) return true;
  return statement.products.some((product) => {
    const ids = [product.id, ...product.identifiers];
    const isPackage = (id: string) => {
      const wanted = purlOf(id);
      return wanted !== undefined && purl !== undefined && purlCovers(wanted, purl);
    };
    if (product.components.length === 0) return ids.some((id) => isPackage(id) || isSubject(id, subject));
    // A part of a product: the part must be this package, and the product what is scanned, as far as that is known.
    const inSubject = subject.ids.length === 0 || ids.some((id) => isSubject(id, subject));
    return inSubject && product.components.some(isPackage);
  });
}

function by(document: VexDocument): string {
  const format = document.format === 'openvex' ? 'OpenVEX' : 'CycloneDX VEX';
  return `${format} by ${document.author}`;
}

function reasonOf(statement: VexStatement): string {
  return [statement.justification, statement.text].filter((part) => part !== undefined).join(': ') || statement.status;
}
