import calculators from 'ae-cvss-calculator';
import type { CvssScore } from './db/record.ts';

/**
 * Score of a CVSS vector, v2.0 to v4.0, with the metrics that it gives (base, threat, environmental). Undefined where it is no
 * complete vector. Used while importing: a scan reads the score from the database and never loads the calculator.
 */
export function scoreVector(vector: string): CvssScore | undefined {
  const text = vector.trim().replace(/^\((.*)\)$/, '$1');
  const version = versionOf(text);
  // The calculator writes to the console what is no metric.
  if (version === undefined || text.length > 1024 || !metrics.test(text)) return undefined;
  const known = cache.get(text);
  if (known !== undefined) return known;
  try {
    const calculator = parse(text, version);
    const score = calculator.isBaseFullyDefined() ? calculator.calculateScores().overall : undefined;
    if (score === undefined || !Number.isFinite(score)) return undefined;
    const result = { vector: text, score, version };
    if (cache.size >= cacheEntries) cache.clear();
    cache.set(text, result);
    return result;
  } catch {
    return undefined;
  }
}

const metrics = /^(?:CVSS:\d\.\d\/)?[A-Za-z]{1,3}:[A-Za-z]{1,6}(?:\/[A-Za-z]{1,3}:[A-Za-z]{1,6})*$/;

interface Calculator {
  isBaseFullyDefined(): boolean;
  calculateScores(): { readonly overall: number };
}

function parse(vector: string, version: string): Calculator {
  if (version === '4.0') return new calculators.Cvss4P0(vector);
  if (version === '3.1') return new calculators.Cvss3P1(vector);
  return version === '3.0' ? new calculators.Cvss3P0(vector) : new calculators.Cvss2(vector);
}

function versionOf(vector: string): string | undefined {
  const prefix = /^CVSS:(\d\.\d)\//.exec(vector);
  if (prefix) return ['2.0', '3.0', '3.1', '4.0'].includes(prefix[1] as string) ? prefix[1] : undefined;
  return /^AV:[LAN]\/AC:[HML]\/Au:/.test(vector) ? '2.0' : undefined;
}

/** Many advisories share a vector, and a v4 score takes 0.2 ms. */
const cache = new Map<string, CvssScore>();
const cacheEntries = 20_000;
