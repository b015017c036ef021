import type { Place } from '../language/ast.ts';
import type { ConditionPart } from './definitions.ts';
import type { ExceptionSpan } from './exception-condition.ts';
import type { FaultContext, RuleItem } from './faults.ts';
import { type Edit, offsetBefore } from './put-lists.ts';
import type { RuleFile, RulePlace } from './rule-file.ts';

/** The text of a condition as it was written, with what was appended to it. */
export function writtenCondition(parts: readonly ConditionPart[]): string {
  return parts.length === 1 ? (parts[0] as ConditionPart).node.text : parts.map(({ node }) => node.text).join(' ');
}

/** What was done to the text of a condition before it was parsed. */
export interface ConditionChanges {
  /** True where brackets were put around it, for exceptions to follow. */
  readonly bracketed: boolean;
  readonly spans: readonly ExceptionSpan[];
  /** Of every list that was put in, in order. */
  readonly edits: readonly (readonly Edit[])[];
}

/** How the text of a condition came about; asked only where somebody wants to see a place of it in its file. */
export interface ConditionHistory {
  readonly parts: readonly ConditionPart[];
  readonly item: RuleItem;
  /** Replays what was done to the text. */
  replay(): ConditionChanges;
}

/** Knows where in which file every character of a condition was written, although lists and exceptions were put in since. */
export class ConditionOrigin {
  readonly #history: ConditionHistory;
  #changes: ConditionChanges | undefined;

  constructor(history: ConditionHistory) {
    this.#history = history;
  }

  context(offset: number): FaultContext {
    this.#changes ??= this.#history.replay();
    const { bracketed, spans, edits } = this.#changes;
    let at = offset;
    for (let index = edits.length - 1; index >= 0; index--) at = offsetBefore(at, edits[index] as readonly Edit[]);
    const { item } = this.#history;
    const span = spans.find(({ start, end }) => at >= start && at < end);
    if (span !== undefined) return span.exception.context;
    if (bracketed) at--;
    return { ...this.#written(Math.max(0, at)), item };
  }

  place(offset: number): RulePlace {
    const { file, offset: at } = this.context(offset);
    return file.placeAt(at);
  }

  #written(offset: number): { file: RuleFile; offset: number } {
    let at = offset;
    const { parts } = this.#history;
    const last = parts[parts.length - 1] as ConditionPart;
    for (const part of parts) {
      if (at <= part.node.text.length || part === last) return { file: part.file, offset: sourceOffset(part, at) };
      at -= part.node.text.length + 1;
    }
    return { file: last.file, offset: last.node.start };
  }
}

/** A place in a condition: its line and column are those of the file, found when they are asked for. */
export class ConditionPlace implements Place {
  readonly offset: number;
  readonly origin: ConditionOrigin;

  constructor(origin: ConditionOrigin, offset: number) {
    this.origin = origin;
    this.offset = offset;
  }

  get file(): string {
    return this.origin.place(this.offset).file;
  }

  get line(): number {
    return this.origin.place(this.offset).line;
  }

  get column(): number {
    return this.origin.place(this.offset).column;
  }
}

/**
 * Where a character of a scalar's text stands in the file. Folding only changes blanks, so the same count of characters that are none
 * leads there; escapes of double quotes would spoil the count, and lead to the beginning.
 */
function sourceOffset({ file, node }: ConditionPart, offset: number): number {
  const { content } = file;
  let at = node.start;
  const opening = content[at];
  if (node.style === 'block') {
    const line = content.indexOf('\n', at);
    at = line < 0 ? at : line + 1;
  } else if (node.style === 'quoted') {
    if (opening === '"' && content.slice(at, node.end).includes('\\')) return node.start;
    at++;
  }
  const doubled = node.style === 'quoted' && opening === "'";
  const { text } = node;
  for (let index = 0; index <= text.length; index++) {
    if (isBlank(text.charCodeAt(index))) {
      if (index === offset) return at;
      continue;
    }
    while (at < node.end && isBlank(content.charCodeAt(at))) at++;
    if (index >= offset) break;
    at += doubled && content[at] === "'" ? 2 : 1;
  }
  return Math.min(at, content.length);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}
