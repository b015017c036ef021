import type { CaptureEvent } from '../event.ts';
import { decodeText } from '../text.ts';
import { LazyText, LazyTexts } from './lazy-text.ts';

/**
 * A text parameter that old writers left out as `(NULL)` and new ones as nothing: `<NA>` in both cases, which is what names made of it then show.
 */
export function textOrNotAvailable(event: CaptureEvent, index: number): string {
  const size = event.size(index);
  if (size === 0) return '<NA>';
  const start = event.start(index);
  const end = start + size;
  if (event.bytes[end - 1] !== 0) return event.text(index)!;
  const text = decodeText(event.bytes, start, end - 1);
  if (text === '(NULL)') return '<NA>';
  const nul = text.indexOf('\0');
  return nul < 0 ? text : text.slice(0, nul);
}

/** The same, as bytes for later; `like` where it says the same. */
export function lazyText(event: CaptureEvent, index: number, like: LazyText): LazyText {
  const size = event.size(index);
  if (size === 0) return LazyText.notAvailable;
  const start = event.start(index);
  if (like.equals(event.bytes, start, start + size)) return like;
  if (size === 7 && event.bytes[start] === openParenthesis && event.text(index) === '(NULL)') {
    return LazyText.notAvailable;
  }
  return LazyText.copy(event.bytes, start, start + size);
}

const openParenthesis = 40;

export function lazyTexts(event: CaptureEvent, index: number, like: LazyTexts): LazyTexts {
  const size = event.size(index);
  if (size === 0) return LazyTexts.empty;
  const start = event.start(index);
  return like.equals(event.bytes, start, start + size) ? like : LazyTexts.copy(event.bytes, start, start + size);
}

/** Time as a double: 256 ns of error. For ages of seconds. */
export function roughTime(event: CaptureEvent): number {
  return event.view.getUint32(event.at + 4, true) * 4294967296 + event.view.getUint32(event.at, true);
}
