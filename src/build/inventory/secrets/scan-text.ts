import { createHash } from 'node:crypto';
import { KiB } from '#core/limits.ts';
import { compareText } from '#core/order.ts';
import { isConfigLike } from './config-like.ts';
import { entropy } from './entropy.ts';
import { findKeyStore } from './key-store.ts';
import { type Keyword, KeywordScanner } from './keyword-scanner.ts';
import { isFakeToken, isPlaceholder } from './placeholder.ts';
import { redact } from './redact.ts';
import type { RuleMatch, RuleRank, SecretRule } from './rule.ts';
import { secretRules } from './rules/index.ts';
import type { SecretMatch } from './types.ts';

export const secretLimits = {
  /** Secrets reported for one file; the rest is counted. A generated file may repeat thousands. */
  matchesPerFile: 50,
  /** Places in one file at which one rule is tried. */
  candidatesPerRule: 5_000,
  /** Bytes of a text that a rule without keywords looks at. */
  wholeFileBytes: 64 * KiB,
  /** Bytes in which a NUL says that a file is not text. */
  binaryProbeBytes: 8 * KiB,
  /** Bytes of text that one regular expression sees at a time. */
  windowBytes: 64 * KiB,
} as const;

export interface TextSecrets {
  /** In order of position, at most `secretLimits.matchesPerFile`. */
  readonly matches: readonly LocatedMatch[];
  /** How many more there are. */
  readonly suppressed: number;
  /** A rule reached `candidatesPerRule`: there may be more than was looked at. */
  readonly incomplete: boolean;
  /** Places at which a rule was tried: what the search cost. */
  readonly places: number;
}

/** A match with its place in the text, for callers that cut it out. */
export interface LocatedMatch extends SecretMatch {
  /** Byte offsets; of the text after decoding where it was UTF-16. */
  readonly start: number;
  readonly end: number;
}

/** Secrets in one file's content; `path` decides which rules hold. Binary content has none but key stores. Never throws. */
export function scanText(bytes: Buffer, path: string): TextSecrets {
  const text = asText(bytes);
  if (text === undefined) {
    const store = findKeyStore(bytes, path);
    return { matches: store ? [store] : [], suppressed: 0, incomplete: false, places: 0 };
  }
  const { found, ...cost } = candidates(text, path);
  return { ...report(text, withoutOverlaps(found)), ...cost };
}

interface Candidate {
  readonly rule: SecretRule;
  readonly start: number;
  readonly end: number;
  readonly secret: string;
  readonly title: string;
  readonly severity: SecretMatch['severity'];
  readonly name: string | undefined;
}

function candidates(text: Buffer, path: string): { found: Candidate[]; incomplete: boolean; places: number } {
  const { scanner, rulesOf } = isConfigLike(path) || path === '' ? fullIndex() : formatIndex();
  const hits = new Map<number, number[]>();
  let incomplete = false;
  let places = 0;
  scanner.scan(text, (keyword, at) => {
    for (const rule of rulesOf[keyword]!) {
      const positions = hits.get(rule);
      if (positions === undefined) hits.set(rule, [at]);
      else if (positions.length < secretLimits.candidatesPerRule) positions.push(at);
      else {
        incomplete = true;
        continue;
      }
      places += 1;
    }
  });
  const found: Candidate[] = [];
  for (const [index, positions] of hits) {
    const rule = secretRules[index]!;
    if (rule.files && !rule.files(path)) continue;
    const wanted = rule.guard ? positions.filter((at) => rule.guard!(text, at)) : positions;
    if (wanted.length > 0) matchRule(rule, text, path, windows(rule, wanted, text.length), found);
  }
  for (const rule of wholeFileRules()) {
    if (text.length <= secretLimits.wholeFileBytes && rule.files!(path))
      matchRule(rule, text, path, [[0, text.length]], found);
  }
  return { found, incomplete, places };
}

/** Ranges around the keywords, joined where they touch, so that no byte is matched twice by a rule. */
function windows(rule: SecretRule, positions: readonly number[], length: number): [number, number][] {
  const before = rule.before ?? 64;
  const after = rule.after ?? 512;
  const ranges: [number, number][] = [];
  for (const at of positions) {
    const start = Math.max(0, at - before);
    const end = Math.min(length, at + after);
    const last = ranges.at(-1);
    if (last && start <= last[1] && end - last[0] <= secretLimits.windowBytes) last[1] = Math.max(last[1], end);
    else ranges.push([start, end]);
  }
  return ranges;
}

function matchRule(rule: SecretRule, text: Buffer, path: string, ranges: [number, number][], found: Candidate[]): void {
  const pattern = compiled(rule);
  const reach = secretLimits.matchesPerFile * 4;
  let count = 0;
  let doneUntil = 0;
  for (const [from, to] of ranges) {
    const window = text.toString('latin1', from, to);
    pattern.lastIndex = Math.max(0, doneUntil - from);
    for (let match = pattern.exec(window); match !== null; match = pattern.exec(window)) {
      if (match[0] === '') pattern.lastIndex++;
      const candidate = judge(rule, match, window, from, path);
      if (!candidate) continue;
      found.push(candidate);
      doneUntil = candidate.end;
      if (++count >= reach) return;
    }
  }
}

function judge(
  rule: SecretRule,
  match: RegExpExecArray,
  window: string,
  offset: number,
  path: string,
): Candidate | undefined {
  const groups = match.groups ?? {};
  let secret = groups.secret ?? match[0];
  let start = groups.secret === undefined ? match.index : match.index + match[0].lastIndexOf(secret);
  let end = start + secret.length;
  const rank = rule.rank ?? 'format';
  if (groups.secret !== undefined && (rank === 'format' ? isFakeToken(secret) : isPlaceholder(secret)))
    return undefined;
  if (rule.entropy !== undefined && entropy(secret) < rule.entropy) return undefined;
  const name = groups.name ?? nameBefore(window, match.index);
  const seen: RuleMatch = { secret, name, path, text: window, start, end, groups };
  const verdict = rule.accept?.(seen) ?? true;
  if (verdict === false) return undefined;
  const refined = verdict === true ? {} : verdict;
  if (refined.start !== undefined || refined.end !== undefined) {
    start = refined.start ?? start;
    end = refined.end ?? end;
    secret = window.slice(start, end);
  }
  return {
    rule,
    start: offset + start,
    end: offset + end,
    secret,
    title: refined.title ?? rule.title,
    severity: refined.severity ?? rule.severity,
    name,
  };
}

/** What a token is assigned to: the identifier left of `=`, `:` or `=>` on the same line. */
function nameBefore(text: string, start: number): string | undefined {
  const before = text.slice(Math.max(0, start - 100), start);
  return /([A-Za-z_][A-Za-z0-9_.-]{0,60})["'`]?[ \t]{0,4}(?:=>|[:=])[ \t]{0,4}["'`]?$/.exec(before)?.[1];
}

const rankOrder: Record<RuleRank, number> = { format: 0, file: 1, generic: 2 };

/** Of two findings over the same bytes the better proved stays, then the longer. */
function withoutOverlaps(found: Candidate[]): Candidate[] {
  // Among equals a rule for particular files knows better.
  const rank = ({ rule }: Candidate) => rankOrder[rule.rank ?? 'format'] * 2 + (rule.files ? 0 : 1);
  found.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      b.end - b.start - (a.end - a.start) ||
      a.start - b.start ||
      compareText(a.rule.id, b.rule.id),
  );
  const kept: Candidate[] = [];
  const taken = new Map<number, Candidate[]>();
  for (const candidate of found) {
    // Blocks of 4 KiB keep this linear for files with thousands of findings.
    const blocks = range(candidate.start >> 12, candidate.end >> 12);
    if (
      blocks.some((block) =>
        taken.get(block)?.some((other) => candidate.start < other.end && other.start < candidate.end),
      )
    )
      continue;
    kept.push(candidate);
    for (const block of blocks) taken.set(block, [...(taken.get(block) ?? []), candidate]);
  }
  return kept.sort((a, b) => a.start - b.start);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function report(text: Buffer, found: Candidate[]): Pick<TextSecrets, 'matches' | 'suppressed'> {
  const seen = new Set<string>();
  const matches: LocatedMatch[] = [];
  let suppressed = 0;
  let line = 1;
  let counted = 0;
  for (const { rule, start, end, secret, title, severity, name } of found) {
    const hash = hashOf(secret);
    if (seen.has(hash)) continue;
    seen.add(hash);
    if (matches.length >= secretLimits.matchesPerFile) {
      suppressed++;
      continue;
    }
    for (let at = text.indexOf(10, counted); at >= 0 && at < start; at = text.indexOf(10, at + 1)) line++;
    counted = start;
    matches.push({
      rule: rule.id,
      title,
      severity,
      line,
      redacted: redact(secret),
      hash,
      ...(name === undefined ? {} : { name }),
      start,
      end,
    });
  }
  return { matches, suppressed };
}

/** sha256 of the secret's bytes (given as latin1), first 16 hex characters. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret, 'latin1').digest('hex').slice(0, 16);
}

/** The bytes where they are text; decoded where a byte order mark says UTF-16; undefined where they are not text. */
function asText(bytes: Buffer): Buffer | undefined {
  if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) return Buffer.from(bytes.toString('utf16le', 2));
  const probe = bytes.subarray(0, secretLimits.binaryProbeBytes);
  return probe.includes(0) ? undefined : bytes;
}

interface RuleIndex {
  readonly scanner: KeywordScanner;
  /** Keyword → rules that it belongs to, as indices of `secretRules`. */
  readonly rulesOf: readonly (readonly number[])[];
}

let full: RuleIndex | undefined;
let formats: RuleIndex | undefined;
let wholeFile: readonly SecretRule[] | undefined;
const patterns = new WeakMap<SecretRule, RegExp>();

function fullIndex(): RuleIndex {
  full ??= indexRules(() => true);
  return full;
}

/** Without the guesses by name, whose keywords stand all over program text. */
function formatIndex(): RuleIndex {
  formats ??= indexRules((rule) => rule.rank !== 'generic' && rule.files !== isConfigLike);
  return formats;
}

function wholeFileRules(): readonly SecretRule[] {
  wholeFile ??= secretRules.filter((rule) => rule.keywords.length === 0);
  return wholeFile;
}

function indexRules(wanted: (rule: SecretRule) => boolean): RuleIndex {
  const keywords: Keyword[] = [];
  const rulesOf: number[][] = [];
  const known = new Map<string, number>();
  for (const [index, rule] of secretRules.entries()) {
    if (!wanted(rule)) continue;
    for (const text of rule.keywords) {
      const anyCase = rule.anyCase ?? false;
      const key = `${anyCase}${text}`;
      let at = known.get(key);
      if (at === undefined) {
        at = keywords.push({ text, anyCase }) - 1;
        known.set(key, at);
        rulesOf.push([]);
      }
      rulesOf[at]!.push(index);
    }
  }
  return { scanner: new KeywordScanner(keywords), rulesOf };
}

function compiled(rule: SecretRule): RegExp {
  let pattern = patterns.get(rule);
  if (pattern === undefined) {
    pattern = new RegExp(rule.pattern, rule.anyCase ? 'gim' : 'gm');
    patterns.set(rule, pattern);
  }
  return pattern;
}
