import { asObject, type JsonObject } from '#core/json.ts';
import { scoreVector } from '../cvss.ts';
import type { CvssScore } from '../db/record.ts';
import { list, text } from './fields.ts';

/** CVSS vectors of a `severity` list, scored; RubySec has its score, without a vector, in `database_specific.cvss_v3`. */
export function cvssScores(severity: unknown, databaseSpecific?: unknown): CvssScore[] {
  const scores = new Map<string, CvssScore>();
  const add = (value: unknown) => {
    const vector = text(value, 1024);
    const score = vector === undefined ? undefined : scoreVector(vector);
    if (score !== undefined) scores.set(score.vector, score);
  };
  for (const item of list(severity, 100)) {
    const entry = asObject(item);
    if (typeof entry?.type === 'string' && entry.type.startsWith('CVSS')) add(entry.score);
  }
  const specific = asObject(databaseSpecific);
  // RustSec writes one vector, GHSA's older form an object.
  add(specific?.cvss);
  add(asObject(specific?.cvss)?.vectorString);
  if (scores.size === 0 && typeof specific?.cvss_v3 === 'number' && specific.cvss_v3 >= 0 && specific.cvss_v3 <= 10) {
    return [{ vector: '', score: specific.cvss_v3, version: '3.0' }];
  }
  return [...scores.values()];
}

/** The publisher's own word: a non-CVSS severity (Ubuntu), database_specific.severity, or the head of an RHSA-style title. */
export function ratingOf(record: JsonObject): string | undefined {
  return (
    wordIn(record.severity) ??
    specificWord(record.database_specific) ??
    specificWord(record.ecosystem_specific) ??
    titleWord(record.summary) ??
    classification(record.references)
  );
}

/** Of one `affected` entry. */
export function affectedRating(affected: JsonObject): string | undefined {
  return (
    wordIn(affected.severity) ?? specificWord(affected.ecosystem_specific) ?? specificWord(affected.database_specific)
  );
}

/** `{type: "Ubuntu", score: "low"}`. */
export function wordIn(severity: unknown): string | undefined {
  for (const item of list(severity, 100)) {
    const entry = asObject(item);
    if (typeof entry?.type === 'string' && !entry.type.startsWith('CVSS')) {
      const word = ratingWord(entry.score);
      if (word !== undefined) return word;
    }
  }
  return undefined;
}

function specificWord(specific: unknown): string | undefined {
  const fields = asObject(specific);
  return fields && (ratingWord(fields.severity) ?? ratingWord(fields.urgency));
}

/** `Important: httpd:2.4 security update` (AlmaLinux, Rocky Linux). */
function titleWord(summary: unknown): string | undefined {
  const match = typeof summary === 'string' ? /^(critical|important|moderate|low): /i.exec(summary) : null;
  return match?.[1];
}

/** Red Hat links the meaning of the rating it gave. */
function classification(references: unknown): string | undefined {
  for (const item of list(references, 500)) {
    const url = asObject(item)?.url;
    const match = typeof url === 'string' ? /\/updates\/classification\/?#(\w+)$/.exec(url) : null;
    if (match?.[1] !== undefined) return ratingWord(match[1]);
  }
  return undefined;
}

const words = new Set([
  'critical',
  'high',
  'important',
  'medium',
  'moderate',
  'low',
  'negligible',
  'unimportant',
  'none',
]);

function ratingWord(value: unknown): string | undefined {
  return typeof value === 'string' && words.has(value.toLowerCase()) ? value : undefined;
}
