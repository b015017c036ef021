import { normaliseComposer } from './composer-normal.ts';
import { holds, maxConstraintLength } from './constraint.ts';
import type { Order } from './text.ts';

type Compare = (a: string, b: string) => Order;

interface Bound {
  readonly operator: string;
  readonly version: string;
}

/**
 * Composer's constraints (getcomposer.org/doc/articles/versions.md). As there, `<2.0` ends before `2.0-dev` and `>=1.0` begins
 * at `1.0-dev`. Undefined where Composer would refuse the text.
 */
export function satisfiesComposer(version: string, constraint: string, compare: Compare): boolean | undefined {
  if (constraint.length > maxConstraintLength) return undefined;
  const candidate = normaliseComposer(version);
  if (candidate === undefined) return undefined;
  let satisfied = false;
  for (const alternative of constraint.trim().split(/\s*\|\|?\s*/)) {
    const bounds = parseAlternative(alternative);
    if (bounds === undefined) return undefined;
    satisfied ||= bounds.every((bound) => matches(candidate, bound, compare));
  }
  return satisfied;
}

function matches(version: string, { operator, version: bound }: Bound, compare: Compare): boolean {
  // Branches have no order: they are the same or not.
  if (version.startsWith('dev-') || bound.startsWith('dev-')) {
    if (operator === '!=') return version !== bound;
    return operator === '=' && version === bound;
  }
  return holds(compare(version, bound), operator) === true;
}

function parseAlternative(text: string): Bound[] | undefined {
  if (text === '') return undefined;
  const between = /^(\S+)\s+-\s+(\S+)$/.exec(text);
  if (between) return parseHyphen(between[1] as string, between[2] as string);
  const bounds: Bound[] = [];
  const parts = text.replace(/([<>=!~^])\s+/g, '$1').split(/\s*,\s*|\s+/);
  for (const part of parts) {
    const read = part === '' ? undefined : parsePart(part);
    if (read === undefined) return undefined;
    bounds.push(...read);
  }
  return bounds;
}

const numbersPattern = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?/i;

function parsePart(part: string): Bound[] | undefined {
  const flag = /^([^@]*)@(stable|RC|beta|alpha|dev)$/i.exec(part);
  const text = flag ? (flag[1] as string) || '*' : part.replace(/#.+$/, '');
  if (/^v?[x*](?:\.[x*])*$/i.test(text)) return [];
  const wildcard = /^(==|=|!=|<>)?v?(\d+(?:\.\d+){0,2})(?:\.[x*])+$/i.exec(text);
  if (wildcard) return parseWildcard(wildcard[1] ?? '', (wildcard[2] as string).split('.'));
  if (text.startsWith('^')) return parseCaret(text.slice(1));
  if (text.startsWith('~')) return parseTilde(text.slice(1));
  const match = /^(<>|!=|>=|<=|==|<|>|=)?(.+)$/.exec(text);
  const written = match?.[2] as string | undefined;
  const normal = written === undefined ? undefined : normaliseComposer(written);
  if (normal === undefined || written === undefined) return undefined;
  const operator = { '<>': '!=', '==': '=', '': '=' }[match?.[1] ?? ''] ?? (match?.[1] as string);
  const open = (operator === '<' || operator === '>=') && isStable(written) && flag === null;
  return [{ operator, version: open ? `${normal}-dev` : normal }];
}

function parseCaret(text: string): Bound[] | undefined {
  const low = lowest(text);
  const numbers = numbersOf(text);
  if (low === undefined || numbers === undefined) return undefined;
  const [major = '0', minor, patch] = numbers;
  const position = Number(major) > 0 || minor === undefined ? 1 : Number(minor) > 0 || patch === undefined ? 2 : 3;
  return between(low, raise(numbers, position));
}

function parseTilde(text: string): Bound[] | undefined {
  const low = lowest(text);
  const numbers = numbersOf(text);
  if (low === undefined || numbers === undefined) return undefined;
  return between(low, raise(numbers, Math.max(1, numbers.length - 1)));
}

function parseWildcard(operator: string, numbers: string[]): Bound[] | undefined {
  const low = `${pad(numbers)}-dev`;
  const high = raise(numbers, numbers.length);
  // Everything but one line cannot be said with bounds that all must hold.
  return operator === '!=' || operator === '<>' ? undefined : between(low, high);
}

function parseHyphen(from: string, to: string): Bound[] | undefined {
  const low = lowest(from);
  const high = normaliseComposer(to);
  const numbers = numbersOf(to);
  if (low === undefined || high === undefined || numbers === undefined) return undefined;
  if (numbers.length >= 3 || !isStable(to)) {
    return [
      { operator: '>=', version: low },
      { operator: '<=', version: high },
    ];
  }
  return between(low, raise(numbers, numbers.length));
}

function between(low: string, high: string): Bound[] {
  return [
    { operator: '>=', version: low },
    { operator: '<', version: high },
  ];
}

function lowest(text: string): string | undefined {
  const normal = normaliseComposer(text);
  return normal !== undefined && isStable(text) ? `${normal}-dev` : normal;
}

/** No stability is written. */
function isStable(text: string): boolean {
  return /^v?\d+(?:\.\d+)*(?:\+\S+)?$/i.test(text);
}

function numbersOf(text: string): string[] | undefined {
  return numbersPattern
    .exec(text)
    ?.slice(1)
    .filter((part) => part !== undefined);
}

/** `[1,2,3]` raised at position 2: `1.3.0.0-dev`. */
function raise(numbers: readonly string[], position: number): string {
  const raised = numbers.slice(0, position);
  raised[position - 1] = String(BigInt(raised[position - 1] ?? '0') + 1n);
  return `${pad(raised)}-dev`;
}

function pad(numbers: readonly string[]): string {
  return [0, 1, 2, 3].map((i) => numbers[i] ?? '0').join('.');
}
