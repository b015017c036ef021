import { compareText } from '#core/order.ts';
import { compareNumbers, isNumber, type Order } from './text.ts';

/**
 * Release labels as NuGet.Versioning orders them: like semver, but a number that does not fit 32 bits is text. Both sides lower
 * case, without the leading dash; none at all is the release.
 */
export function compareLabels(a: string | undefined, b: string | undefined): Order {
  if (a === undefined || b === undefined) return a !== undefined ? -1 : b !== undefined ? 1 : 0;
  const left = a.split('.');
  const right = b.split('.');
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const order = compareLabel(left[i] as string, right[i] as string);
    if (order !== 0) return order;
  }
  return left.length === right.length ? 0 : left.length < right.length ? -1 : 1;
}

function compareLabel(a: string, b: string): Order {
  const aNumber = isInt32(a);
  const bNumber = isInt32(b);
  if (aNumber && bNumber) return compareNumbers(a, b);
  if (aNumber !== bNumber) return aNumber ? -1 : 1;
  return compareText(a, b);
}

function isInt32(label: string): boolean {
  return isNumber(label) && Number(label) <= 0x7fff_ffff;
}
