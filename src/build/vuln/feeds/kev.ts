import { asObject } from '#core/json.ts';
import { compareText } from '#core/order.ts';
import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { parseJson, readDocument } from './document.ts';
import type { Feed } from './feed.ts';
import { list, text } from './fields.ts';
import { LineWriter } from './line-file.ts';

export const kev = {
  id: 'kev',
  describes: 'CISA: known exploited vulnerabilities (JSON)',
  source: 'KEV',
  makes: 'kev',
  mayBe: (fileName) => /\.json\.gz$|(?:kev|known.?exploited).*\.json$/i.test(fileName),
  recognises: (head) => head.includes('"catalogVersion"') && head.includes('"cveID"'),
  import: (file, segment) => {
    const catalogue = readKev(parseJson(readDocument(file)));
    if (!catalogue.ok) return failed({ ...catalogue.issue, where: file });
    writeKevLines(catalogue.value, segment);
    return ok({ records: catalogue.value.entries.size, newest: catalogue.value.date });
  },
} satisfies Feed;

/** CISA's catalogue of known exploited vulnerabilities (cisa.gov/known-exploited-vulnerabilities-catalog, JSON). */
export interface KevCatalogue {
  /** `dateReleased` of the catalogue. */
  readonly date: string;
  readonly entries: ReadonlyMap<string, { readonly added: string; readonly ransomware: boolean }>;
}

export const kevLimits = { entries: 100_000 } as const;

export function readKev(value: unknown): Outcome<KevCatalogue> {
  const document = asObject(value);
  if (!Array.isArray(document?.vulnerabilities)) {
    return failed(errorIssue('kev/not-a-catalogue', 'not a KEV catalogue'));
  }
  const entries = new Map<string, { added: string; ransomware: boolean }>();
  for (const item of list(document.vulnerabilities, kevLimits.entries)) {
    const entry = asObject(item);
    const cve = entry && text(entry.cveID, 64);
    if (entry === undefined || cve === undefined || !/^CVE-\d{4}-\d{4,}$/.test(cve)) continue;
    entries.set(cve, {
      added: text(entry.dateAdded, 32) ?? '',
      ransomware: entry.knownRansomwareCampaignUse === 'Known',
    });
  }
  if (entries.size === 0) return failed(errorIssue('kev/empty', 'the KEV catalogue names no vulnerability'));
  return ok({ date: text(document.dateReleased, 64) ?? '', entries });
}

/** In the form that compileDb reads. */
export function writeKevLines(catalogue: KevCatalogue, path: string): void {
  const writer = new LineWriter(path);
  for (const [cve, { added, ransomware }] of [...catalogue.entries].sort(([a], [b]) => compareText(a, b))) {
    writer.add(`${cve}\t${JSON.stringify([added, ransomware])}`);
  }
  writer.close();
}
