import { comparePrerelease } from './loose-semver.ts';

export interface NpmRangeOptions {
  /** Accept what npm accepted before semver was strict: `1.2.3beta`, leading zeros. */
  readonly loose?: boolean;
  /** Let pre-releases match like any version. */
  readonly includePrerelease?: boolean;
}

interface Version {
  readonly numbers: readonly [number, number, number];
  readonly pre: string;
}

interface Bound extends Version {
  readonly operator: string;
}

const number = '0|[1-9]\\d*';
const identifier = `(?:${number}|\\d*[A-Za-z-][0-9A-Za-z-]*)`;
const looseIdentifier = '(?:\\d+|\\d*[A-Za-z-][0-9A-Za-z-]*)';
const build = '(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?';

function grammar(numeric: string, pre: string): { version: RegExp; partial: RegExp; hyphen: RegExp } {
  const part = `(${numeric}|x|X|\\*)`;
  const partial = `([v=\\s]*)${part}(?:\\.${part}(?:\\.${part}(?:${pre})?${build})?)?`;
  return {
    version: new RegExp(`^[v=\\s]*(${numeric})\\.(${numeric})\\.(${numeric})(?:${pre})?${build}$`),
    partial: new RegExp(`^(>=|<=|<|>|=|~>?|\\^|)\\s*${partial}$`),
    hyphen: new RegExp(`^\\s*(${partial})\\s+-\\s+(${partial})\\s*$`),
  };
}

const strict = grammar(number, `-(${identifier}(?:\\.${identifier})*)`);
const loose = grammar('\\d+', `-?(${looseIdentifier}(?:\\.${looseIdentifier})*)`);

/** Characters of a version and of a range: node-semver's limit for the first, our own for the second. */
const maxVersionLength = 256;
const maxRangeLength = 8192;

/** node-semver's `satisfies`; undefined where the range cannot be read. A version that cannot be read satisfies nothing. */
export function satisfiesNpmRange(version: string, range: string, options: NpmRangeOptions = {}): boolean | undefined {
  if (range.length > maxRangeLength) return undefined;
  const sets = parseRange(range, options);
  if (sets === undefined) return undefined;
  const candidate = parseVersion(version, options);
  return candidate !== undefined && sets.some((bounds) => allows(bounds, candidate, options));
}

function allows(bounds: readonly Bound[], version: Version, { includePrerelease = false }: NpmRangeOptions): boolean {
  if (!bounds.every((bound) => holds(compareVersions(version, bound), bound.operator))) return false;
  if (version.pre === '' || includePrerelease) return true;
  // A pre-release is wanted only by somebody who names one of the same release.
  return bounds.some((bound) => bound.pre !== '' && bound.numbers.every((part, i) => part === version.numbers[i]));
}

function holds(order: number, operator: string): boolean {
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  if (operator === '>') return order > 0;
  return operator === '>=' ? order >= 0 : order === 0;
}

function compareVersions(a: Version, b: Version): number {
  for (let i = 0; i < 3; i += 1) {
    const difference = (a.numbers[i] as number) - (b.numbers[i] as number);
    if (difference !== 0) return difference;
  }
  return comparePrerelease(a.pre, 0, a.pre.length, b.pre, 0, b.pre.length);
}

function parseVersion(text: string, options: NpmRangeOptions): Version | undefined {
  const trimmed = text.trim();
  if (text.length > maxVersionLength) return undefined;
  const match = (options.loose ? loose : strict).version.exec(trimmed);
  // Strict versions may have a `v` but no `=`.
  if (!match || (!options.loose && /^(?:v?\s*=|v\s|v{2})/.test(trimmed))) return undefined;
  return makeVersion(match[1], match[2], match[3], match[4]);
}

function makeVersion(major?: string, minor?: string, patch?: string, pre = ''): Version | undefined {
  const numbers = [Number(major), Number(minor), Number(patch)] as const;
  return numbers.every(Number.isSafeInteger) ? { numbers, pre } : undefined;
}

function parseRange(range: string, options: NpmRangeOptions): Bound[][] | undefined {
  const sets: Bound[][] = [];
  for (const alternative of range.split('||')) {
    const bounds = parseAlternative(alternative.trim().replace(/\s+/g, ' '), options);
    if (bounds === undefined) return undefined;
    // In loose mode an alternative may be left without any readable part; it matches nothing.
    if (bounds !== 'nothing') sets.push(bounds);
  }
  // Beside `*` no other alternative counts, not even one that would let a pre-release in.
  if (sets.some((bounds) => bounds.length === 0)) return [[]];
  return sets.length > 0 ? sets : undefined;
}

function parseAlternative(text: string, options: NpmRangeOptions): Bound[] | undefined | 'nothing' {
  const { hyphen, partial } = options.loose ? loose : strict;
  const between = hyphen.exec(text);
  if (between) return hyphenBounds(between, options);
  const bounds: Bound[] = [];
  const parts = joinOperators(text.split(' '));
  let dropped = false;
  let any = false;
  for (const [i, part] of parts.entries()) {
    const match = partial.exec(part);
    const expanded = part === '' ? [] : match ? expand(match, options) : undefined;
    if (expanded === undefined) {
      if (!options.loose) return undefined;
      dropped = true;
      continue;
    }
    bounds.push(...expanded);
    // As in node-semver: beside something unreadable, `*` counts at either end only.
    any ||= expanded.length === 0 && (i === 0 || i === parts.length - 1);
  }
  return dropped && bounds.length === 0 && !any ? 'nothing' : bounds;
}

/** `>= 1.0` is `>=1.0`. */
function joinOperators(parts: readonly string[]): string[] {
  const joined: string[] = [];
  for (let i = 0; i < parts.length; i += 1) {
    const part = parts[i] as string;
    joined.push(
      /^(?:[<>]?=?|~>?|\^)$/.test(part) && part !== '' && i + 1 < parts.length ? `${part}${parts[++i]}` : part,
    );
  }
  return joined;
}

function bound(operator: string, numbers: readonly [number, number, number], pre = ''): Bound {
  return { operator, numbers, pre };
}

function isAny(part: string | undefined): boolean {
  return part === undefined || part === 'x' || part === 'X' || part === '*';
}

type Match = RegExpExecArray;

function expand(match: Match, options: NpmRangeOptions): Bound[] | undefined {
  const [, operator = '', prefix = '', major, minor, patch, pre = ''] = match;
  // `*.1` and `1.x.2` say nothing.
  if ((isAny(major) && !isAny(minor)) || (isAny(minor) && !isAny(patch))) {
    if (operator === '^' || operator.startsWith('~')) return isAny(major) ? [] : expandMissing(match, options);
    return undefined;
  }
  if (isAny(major)) return operator === '<' || operator === '>' ? [bound('<', [0, 0, 0], '0')] : [];
  if (isAny(patch)) return expandMissing(match, options);
  const version = makeVersion(major, minor, patch, pre);
  if (version === undefined) return undefined;
  if (operator === '^' || operator.startsWith('~')) {
    const upper = bound('<', nextUp(version.numbers, operator === '^'), '0');
    return inRange(upper) ? [{ operator: '>=', ...version }, upper] : undefined;
  }
  if (!isPrefix(prefix, options)) return undefined;
  return [{ operator: operator === '' ? '=' : operator, ...version }];
}

/** Before a whole version strict rules allow a `v`; `=` and spaces are for partial ones. */
function isPrefix(prefix: string, options: NpmRangeOptions): boolean {
  return options.loose === true || prefix === '' || prefix === 'v';
}

/** The first release that `^1.2.3` (or, without `caret`, `~1.2.3`) leaves out. */
function nextUp([major, minor, patch]: Version['numbers'], caret: boolean): [number, number, number] {
  if (!caret) return [major, minor + 1, 0];
  if (major > 0) return [major + 1, 0, 0];
  return minor > 0 ? [0, minor + 1, 0] : [0, 0, patch + 1];
}

/** `1`, `1.2`, `1.x` behind any operator. */
function expandMissing(
  [, operator = '', , majorText, minorText]: Match,
  options: NpmRangeOptions,
): Bound[] | undefined {
  const major = Number(majorText);
  const onlyMajor = isAny(minorText);
  const minor = onlyMajor ? 0 : Number(minorText);
  const lowest = options.includePrerelease ? '0' : '';
  const afterMajor = onlyMajor || (operator === '^' && major > 0);
  const next: [number, number, number] = afterMajor ? [major + 1, 0, 0] : [major, minor + 1, 0];
  const nextHere: [number, number, number] = onlyMajor ? [major + 1, 0, 0] : [major, minor + 1, 0];
  const from = bound('>=', [major, minor, 0], lowest);
  const bounds =
    operator === '>'
      ? [bound('>=', nextHere, lowest)]
      : operator === '<='
        ? [bound('<', nextHere, '0')]
        : operator === '<'
          ? [bound('<', [major, minor, 0], '0')]
          : operator === '>='
            ? [from]
            : [from, bound('<', next, '0')];
  return bounds.every(inRange) ? bounds : undefined;
}

function inRange({ numbers }: Bound): boolean {
  return numbers.every(Number.isSafeInteger);
}

/** `1.2 - 3.4`: groups 2–6 are the lower end's prefix and parts, 8–12 the upper end's. */
function hyphenBounds(match: Match, options: NpmRangeOptions): Bound[] | undefined {
  const { includePrerelease = false } = options;
  const [, , fromPrefix = '', fromMajor, fromMinor, fromPatch, fromPre = ''] = match;
  const [toPrefix = '', toMajor, toMinor, toPatch, toPre = ''] = match.slice(8);
  const lowest = includePrerelease ? '0' : '';
  const bounds: Bound[] = [];
  const value = (part: string | undefined) => (isAny(part) ? 0 : Number(part));
  if (!isAny(fromMajor)) {
    const minor = value(fromMinor);
    const patch = isAny(fromMinor) ? 0 : value(fromPatch);
    const whole = !isAny(fromMinor) && !isAny(fromPatch);
    if (whole && !isPrefix(fromPrefix, options)) return undefined;
    bounds.push(bound('>=', [Number(fromMajor), minor, patch], whole && fromPre !== '' ? fromPre : lowest));
  }
  if (!isAny(toMajor)) {
    const major = Number(toMajor);
    const minor = value(toMinor);
    if (isAny(toMinor)) bounds.push(bound('<', [major + 1, 0, 0], '0'));
    else if (isAny(toPatch)) bounds.push(bound('<', [major, minor + 1, 0], '0'));
    else if (toPre !== '') bounds.push(bound('<=', [major, minor, Number(toPatch)], toPre));
    else if (includePrerelease) bounds.push(bound('<', [major, minor, Number(toPatch) + 1], '0'));
    else if (!isPrefix(toPrefix, options)) return undefined;
    else bounds.push(bound('<=', [major, minor, Number(toPatch)]));
  }
  return bounds.every(inRange) ? bounds : undefined;
}
