import type { CaptureEvent } from '../event.ts';
import { LazyText, LazyTexts } from './lazy-text.ts';
import { PathText } from './path-text.ts';

/**
 * A text parameter that old writers left out as `(NULL)` and new ones as nothing: `<NA>` in both cases, which is what names made of it then show.
 */
export function textOrNotAvailable(event: CaptureEvent, index: number): string {
  return pathText(event, index).text;
}

export function pathText(event: CaptureEvent, index: number): PathText {
  const size = event.size(index);
  if (size === 0) return PathText.notAvailable;
  const start = event.start(index);
  const end = start + size;
  const path = PathText.of(event.bytes, start, end);
  return size === 7 && path.text === '(NULL)' ? PathText.notAvailable : path;
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
