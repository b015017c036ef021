import { parseSeverity, type Severity, severityOfScore } from '#core/severity.ts';
import type { AdvisoryDb } from '../db/reader.ts';
import type { Advisory, AffectedDetail, CvssScore } from '../db/record.ts';
import { baseEcosystem, ecosystemOf } from '../ecosystem.ts';
import { bestScore } from './best-score.ts';

export interface Rating {
  readonly severity: Severity;
  readonly source?: string;
  readonly cvss?: CvssScore;
}

/** One matching record, as far as ratings go. */
export interface Rated {
  readonly advisory: Advisory;
  readonly detail: AffectedDetail;
  readonly ecosystem: string;
}

/**
 * The vendor's own word first, then a computed CVSS score: of the record that decided, then of the others that matched, then of any other
 * record of the same CVE.
 */
export function rate(id: string, records: readonly Rated[], db: AdvisoryDb): Rating {
  const cvss = scoreOf(records) ?? scoreElsewhere(id, db);
  const score = cvss?.score.vector === '' ? {} : { ...(cvss ? { cvss: cvss.score } : {}) };
  for (const record of records) {
    const informational = informationalRating(record);
    if (informational !== undefined) return { ...informational, ...score };
    const word = ratingOfCve(record.detail, id) ?? record.detail.rating ?? record.advisory.rating;
    const severity = word === undefined ? undefined : parseSeverity(word);
    if (severity !== undefined && severity !== 'unknown') return { severity, source: publisher(record), ...score };
  }
  if (records.some(({ advisory }) => advisory.id.startsWith('MAL-'))) {
    return { severity: 'critical', source: 'OSV: malicious package', ...score };
  }
  if (cvss === undefined) return { severity: 'unknown' };
  const major = Number(cvss.score.version.split('.')[0]);
  return {
    severity: severityOfScore(cvss.score.score, major),
    source: `CVSS:${cvss.score.version} by ${cvss.by}`,
    ...score,
  };
}

function ratingOfCve({ ratings }: AffectedDetail, id: string): string | undefined {
  return ratings !== undefined && Object.hasOwn(ratings, id) ? ratings[id] : undefined;
}

/** RustSec marks crates that are unmaintained or deserve a notice: no vulnerability, but worth knowing. */
function informationalRating({ detail }: Rated): Rating | undefined {
  if (detail.informational === undefined || detail.informational === 'unsound') return undefined;
  return { severity: 'negligible', source: `RustSec: ${detail.informational}` };
}

function scoreOf(records: readonly Rated[]): { score: CvssScore; by: string } | undefined {
  for (const record of records) {
    const score = bestScore([...(record.detail.cvss ?? []), ...(record.advisory.cvss ?? [])]);
    if (score !== undefined) return { score, by: publisher(record) };
  }
  return undefined;
}

/** Distributions often give none, while another record of the CVE has it. */
function scoreElsewhere(id: string, db: AdvisoryDb): { score: CvssScore; by: string } | undefined {
  for (const number of db.named(id).scored.slice(0, 8)) {
    const advisory = db.advisory(number);
    const isSame =
      advisory !== undefined && [advisory.id, ...(advisory.aliases ?? []), ...(advisory.upstream ?? [])].includes(id);
    const score = isSame ? bestScore(advisory.cvss ?? []) : undefined;
    if (advisory !== undefined && score !== undefined) return { score, by: publisherOf(advisory) ?? advisory.feed };
  }
  return undefined;
}

/** Distributions rate as themselves, other records as the database that wrote them. */
function publisher({ advisory, ecosystem }: Rated): string {
  if (ecosystemOf(ecosystem)?.kind === 'distribution') return baseEcosystem(ecosystem);
  return publisherOf(advisory) ?? advisory.feed;
}

const publishers: Readonly<Record<string, string>> = {
  BIT: 'Bitnami',
  FOP: 'FriendsOfPHP',
  GHSA: 'GHSA',
  GO: 'Go',
  NSWG: 'Node.js WG',
  PYSEC: 'PyPA',
  RUBYSEC: 'RubySec',
  RUSTSEC: 'RustSec',
};

function publisherOf(advisory: Advisory): string | undefined {
  const prefix = advisory.id.split('-')[0] as string;
  return Object.hasOwn(publishers, prefix) ? publishers[prefix] : undefined;
}
