import type { Place } from '../language/ast.ts';
import { ruleLimits } from './limits.ts';

/** A place in a rule file: line and column from 1, offset in characters from 0. */
export interface RulePlace extends Place {
  readonly file: string;
}

/** A rule file as it was read. */
export class RuleFile {
  readonly name: string;
  readonly content: string;
  #lineStarts: number[] | undefined;
  #values = 0;

  constructor(name: string, content: string) {
    this.name = name;
    this.content = content;
  }

  /** Counts values that are read; false where they are too many. An alias is small in the file, and what it names need not be. */
  spend(values: number): boolean {
    this.#values += values;
    return this.#values <= ruleLimits.values;
  }

  /** Counted only when somebody asks: rules are loaded at every start, and are mostly right. */
  placeAt(offset: number): RulePlace {
    this.#lineStarts ??= lineStarts(this.content);
    const starts = this.#lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.name, offset, line: low + 1, column: offset - (starts[low] as number) + 1 };
  }

  /** The line of the place, cut around it where it is long, and below it a mark. */
  snippet(place: Place): string {
    const start = place.offset - place.column + 1;
    let stop = this.content.indexOf('\n', start);
    if (stop < 0) stop = this.content.length;
    let from = start;
    let cut = '';
    if (place.column > maxSnippet / 2 && stop - start > maxSnippet) {
      from = Math.min(place.offset - maxSnippet / 2, stop - maxSnippet);
      cut = '…';
    }
    const to = Math.min(stop, from + maxSnippet);
    const line = this.content.slice(from, to).replace(unprintable, ' ');
    return `${cut}${line}${to < stop ? '…' : ''}\n${' '.repeat(cut.length + place.offset - from)}^`;
  }
}

/** Characters of a line that are shown. */
const maxSnippet = 160;
const unprintable = /[\u0000-\u001f\u007f-\u009f]/g;

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
