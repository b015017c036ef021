import { printableText } from '#runtime/events/text.ts';

/** Recorded text must not act on the terminal. */
const controls = /[\u0000-\u001f\u007f-\u009f]/g;
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Text of a recording for a terminal: on one line, and without control characters. */
export function escapeControls(text: string): string {
  controls.lastIndex = 0;
  return printableText(text).replace(
    controls,
    (character) => short[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
