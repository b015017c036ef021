import { encodeText } from '#runtime/events/text.ts';
import { isAscii } from '../language/ascii.ts';

/** Order by bytes, as strcmp has it: negative, 0 or positive. */
export function compareText(left: string, right: string): number {
  if (isAscii(left) && isAscii(right)) return left < right ? -1 : left > right ? 1 : 0;
  return Buffer.compare(encodeText(left), encodeText(right));
}
