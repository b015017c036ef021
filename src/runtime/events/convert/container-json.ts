import type { CaptureEvent } from '../event.ts';
import { encodeText } from '../text.ts';

/** The JSON of a container event from before containers were told as JSON; undefined where a part is missing. */
export function containerJson(event: CaptureEvent): Buffer | undefined {
  const id = event.text(0);
  const type = event.u32(1);
  const name = event.text(2);
  const image = event.text(3);
  if (id === undefined || type === undefined || name === undefined || image === undefined) return undefined;
  return encodeText(`${JSON.stringify({ id, type, name, image })}\0`);
}
