import type { Paints } from './paints.ts';
import { cells, clip } from './text.ts';

/** Lines of text for a terminal: none is wider than the page. */
export class Page {
  readonly width: number;
  readonly paint: Paints;
  /** Everything, not only what matters first. */
  readonly full: boolean;
  readonly #lines: string[] = [];

  constructor(width: number, paint: Paints, full: boolean) {
    this.width = width;
    this.paint = paint;
    this.full = full;
  }

  line(text = ''): void {
    this.#lines.push(clip(text.trimEnd(), this.width));
  }

  /** Broken at spaces, each line begun with `indent` and painted. */
  paragraph(text: string, indent: string, paint: (line: string) => string = (line) => line): void {
    for (const line of wrap(text, this.width - cells(indent))) this.line(`${indent}${paint(line)}`);
  }

  heading(text: string, remark = ''): void {
    this.line();
    this.line(`${this.paint.bold(text)}${remark === '' ? '' : this.paint.dim(`  ${remark}`)}`);
  }

  /** Items of a section in the short form. */
  shown<T>(items: readonly T[], short: number): readonly T[] {
    return this.full ? items : items.slice(0, short);
  }

  /** `… and 3 more upgrades: --full shows all`; nothing where nothing is left out. */
  more(left: number, what = ''): void {
    if (left > 0) this.line(this.paint.dim(`  … and ${[left, 'more', what].join(' ').trimEnd()}: --full shows all`));
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}

/** Lines of at most `width` cells, broken at spaces; longer words stand alone. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && cells(line) + 1 + cells(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** `a, b, c and 4 more`: of the items in order, those that fit into `room` cells; the first in any case. */
export function listed(items: readonly string[], room: number): string {
  const [first = '', ...rest] = items;
  const tail = ' and 99 more'.length;
  const all = items.join(', ');
  if (cells(all) <= room) return all;
  let text = first;
  let left = 0;
  for (const item of rest) {
    if (cells(text) + 2 + cells(item) + tail <= room) text += `, ${item}`;
    else left++;
  }
  return left > 0 ? `${text} and ${left} more` : text;
}
