import { compareText } from '#core/order.ts';
import type { VersionScheme } from '../scheme.ts';
import { type Comparator, evaluate, holds, parseConstraint } from './shared/constraint.ts';
import { compareNumbers, endOfDigits, isDigit, isLetter, type Order } from './shared/text.ts';

export const gem = {
  id: 'gem',
  describes: 'RubyGems: Gem::Version, Gem::Requirement with `~>`; a platform suffix is ignored in constraints',
  isValid: (version) => pattern.test(version),
  compare,
  satisfies: (version, constraint) => evaluate(parseConstraint(constraint), withoutPlatform(version), test),
} satisfies VersionScheme;

const pattern = /^\s*[0-9]+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?\s*$/;

function compare(a: string, b: string): Order {
  if (a === b) return 0;
  const left = canonicalSegments(a);
  const right = canonicalSegments(b);
  const length = Math.max(left.length, right.length);
  for (let i = 0; i < length; i += 1) {
    const order = compareSegments(left[i] ?? '0', right[i] ?? '0');
    if (order !== 0) return order;
  }
  return 0;
}

/** A word is older than any number. */
function compareSegments(a: string, b: string): Order {
  const aNumber = isDigit(a.charCodeAt(0));
  const bNumber = isDigit(b.charCodeAt(0));
  if (aNumber && bNumber) return compareNumbers(a, b);
  if (aNumber !== bNumber) return aNumber ? 1 : -1;
  return compareText(a, b);
}

/** Runs of digits or letters; a dash stands for `.pre.`. Zeros before the first word and at the end do not count. */
function canonicalSegments(version: string): string[] {
  const segments: string[] = [];
  let word = false;
  for (let at = 0; at < version.length; ) {
    const code = version.charCodeAt(at);
    if (isDigit(code)) {
      const end = endOfDigits(version, at);
      segments.push(version.slice(at, end));
      at = end;
      continue;
    }
    if (!isLetter(code) && code !== 45) {
      at += 1;
      continue;
    }
    if (!word) {
      dropZeros(segments);
      word = true;
    }
    if (code === 45) {
      segments.push('pre');
      at += 1;
      continue;
    }
    let end = at;
    while (end < version.length && isLetter(version.charCodeAt(end))) end += 1;
    segments.push(version.slice(at, end));
    at = end;
  }
  dropZeros(segments);
  return segments;
}

function dropZeros(segments: string[]): void {
  while (segments.length > 0 && /^0+$/.test(segments[segments.length - 1] as string)) segments.pop();
}

const platform =
  /-(?:x86|x86_64|x64|i[3-6]86|universal|arm|armv\d+[a-z]*|arm64|aarch64|powerpc|ppc64le|ppc64|s390x|riscv64|sparc|mswin(?:32|64)?|mingw(?:32)?|java|jruby|dalvik|darwin|linux|ruby)(?:-.*)?$/;

function withoutPlatform(version: string): string {
  return version.replace(platform, '');
}

function test(version: string, { operator, version: bound }: Comparator): boolean | undefined {
  if (operator !== '~>') return holds(compare(version, bound), operator);
  return compare(version, bound) >= 0 && compare(release(version), bump(bound)) < 0;
}

/** Gem::Version#release: the numbers before the first word. */
function release(version: string): string {
  return /^\s*\d+(?:\.\d+(?![A-Za-z]))*/.exec(version)?.[0] ?? '0';
}

/** Gem::Version#bump: `2.3.4` → `2.4`, `2` → `3`. */
function bump(version: string): string {
  const numbers = release(version).trim().split('.');
  if (numbers.length > 1) numbers.pop();
  const last = numbers.pop() ?? '0';
  return [...numbers, String(BigInt(last) + 1n)].join('.');
}
