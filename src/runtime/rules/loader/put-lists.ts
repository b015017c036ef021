import type { ListDefinition } from './definitions.ts';
import { type FaultContext, RuleError } from './faults.ts';
import { ruleLimits } from './limits.ts';

/** A list as conditions see it. */
interface PutList {
  readonly name: string;
  readonly order: number;
  readonly items: readonly string[];
  /** The items with commas between them: what takes the place of the name. */
  readonly text: string;
  /** Orders of lists that the text names itself. */
  readonly named: readonly number[];
}

/** A stretch of a text that was replaced. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

const delimiters = /[ \t\n\r(),=]+/;

/**
 * Puts lists into the texts of conditions. The language does it as text, before a condition is parsed: every name of a list between
 * delimiters (blanks, brackets, commas, `=`) becomes its items, in the order of the lists' first definition, inside quotes too. An item
 * that names a list defined before becomes that list's items, one level deep; deeper ones are found again in the text if their list comes
 * later in that order.
 */
export class ListPutter {
  readonly #lists: readonly PutList[];
  readonly #byName = new Map<string, PutList>();
  /** Names with a delimiter in them, which cannot be found word by word. */
  readonly #odd: readonly PutList[];
  readonly #used = new Set<string>();
  #listed = 0;
  #total = 0;

  constructor(definitions: ReadonlyMap<string, ListDefinition>) {
    const lists: PutList[] = [];
    // Lists of lists of lists are short to write.
    const expanded = [...definitions.values()].map((list) => this.#expand(list, definitions));
    const orders = new Map([...definitions.keys()].map((name, order) => [name, order]));
    for (const [order, definition] of [...definitions.values()].entries()) {
      const items = expanded[order] as readonly string[];
      const text = listText(items);
      const list = { name: definition.name, order, items, text, named: ordersIn(text, orders) };
      lists.push(list);
      this.#byName.set(list.name, list);
    }
    this.#lists = lists;
    this.#odd = lists.filter(({ name }) => delimiters.test(name));
  }

  /** Names of lists that another list names. */
  get usedByLists(): ReadonlySet<string> {
    return this.#used;
  }

  /**
   * The text with lists put in; their names are added to `used`, what was done to `edits`, one set for each list in order.
   * @throws RuleError where the text becomes too long
   */
  put(condition: string, context: FaultContext, used: Set<string>, edits?: Edit[][]): string {
    let text = condition;
    const waiting = new Set<number>(this.#odd.map(({ order }) => order));
    for (const word of condition.split(delimiters)) {
      const list = this.#byName.get(word);
      if (list !== undefined) waiting.add(list.order);
    }
    let done = -1;
    while (waiting.size > 0) {
      let order = Number.POSITIVE_INFINITY;
      for (const candidate of waiting) if (candidate < order) order = candidate;
      waiting.delete(order);
      if (order <= done) continue;
      done = order;
      const list = this.#lists[order] as PutList;
      const made = listEdits(text, list.name, list.text);
      if (made.length === 0) continue;
      used.add(list.name);
      edits?.push(made);
      checkLength(text, made, context);
      text = applyEdits(text, made);
      for (const named of list.named) if (named > order) waiting.add(named);
    }
    // A replay is not put in anywhere.
    if (edits === undefined) this.#total += text.length;
    if (this.#total > ruleLimits.totalConditionCharacters) throw tooLong(ruleLimits.totalConditionCharacters, context);
    return text;
  }

  #expand(list: ListDefinition, definitions: ReadonlyMap<string, ListDefinition>): readonly string[] {
    const items: string[] = [];
    let length = 0;
    for (const item of list.items) {
      const named = definitions.get(item);
      const added = named !== undefined && named.index < list.visibility ? named.items : [item];
      if (named !== undefined && added !== undefined && added === named.items) this.#used.add(named.name);
      for (const one of added) {
        items.push(one);
        length += one.length + 1;
      }
      if (length > ruleLimits.listCharacters) throw tooLong(ruleLimits.listCharacters, list.context);
    }
    this.#listed += length;
    if (this.#listed > ruleLimits.listCharacters) throw tooLong(ruleLimits.listCharacters, list.context);
    return items;
  }

  /** The items of a list with lists that it names put in. */
  itemsOf(name: string): readonly string[] {
    return this.#byName.get(name)?.items ?? [];
  }
}

/** Quotes around an item with a blank in it, unless it brings its own. */
export function quoteItem(item: string): string {
  return item.includes(' ') && item[0] !== '"' && item[0] !== "'" ? `"${item}"` : item;
}

/** Where an offset of a text with edits was in the text without them: for what an edit put in, where the edit begins. */
export function offsetBefore(offset: number, edits: readonly Edit[]): number {
  let shift = 0;
  for (const edit of edits) {
    const start = edit.start + shift;
    if (offset < start) break;
    if (offset < start + edit.text.length) return edit.start;
    shift += edit.text.length - (edit.end - edit.start);
  }
  return offset - shift;
}

function listText(items: readonly string[]): string {
  return items.map(quoteItem).join(', ');
}

function ordersIn(text: string, orders: ReadonlyMap<string, number>): number[] {
  const found = new Set<number>();
  for (const word of text.split(delimiters)) {
    const order = orders.get(word);
    if (order !== undefined) found.add(order);
  }
  return [...found];
}

/** The replacements of one list's name, from left to right, with the blanks around it. */
function listEdits(text: string, name: string, items: string): Edit[] {
  const edits: Edit[] = [];
  let from = 0;
  for (;;) {
    const found = text.indexOf(name, from);
    if (found < 0) return edits;
    let end = found + name.length;
    const last = edits.at(-1);
    const afterEdit = last !== undefined && last.end === found;
    if (
      (found > 0 && !afterEdit && !isDelimiter(text.charCodeAt(found - 1))) ||
      (end < text.length && !isDelimiter(text.charCodeAt(end)))
    ) {
      from = found + 1;
      continue;
    }
    let start = found;
    const floor = last?.end ?? 0;
    while (start > floor && isBlank(text.charCodeAt(start - 1))) start--;
    while (end < text.length && isBlank(text.charCodeAt(end))) end++;
    if (last !== undefined && start === floor) last.text = last.text.replace(/[ \t\n\r]+$/, '');
    if (items === '') {
      // A list without items takes a comma with it.
      if (start > floor && text[start - 1] === ',') start--;
      else if (text[end] === ',') end++;
    }
    const first = start === 0 && (last === undefined || last.text === '');
    edits.push({ start, end, text: first ? `${items} ` : ` ${items} ` });
    // At the beginning of a condition the ecosystem's reader passes over one character too many; nobody writes what would show it.
    from = first ? end + 1 : end;
  }
}

function checkLength(text: string, edits: readonly Edit[], context: FaultContext): void {
  let length = text.length;
  for (const edit of edits) length += edit.text.length - (edit.end - edit.start);
  if (length > ruleLimits.conditionCharacters) throw tooLong(ruleLimits.conditionCharacters, context);
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits) {
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

function isDelimiter(code: number): boolean {
  return isBlank(code) || code === 40 || code === 41 || code === 44 || code === 61;
}

function tooLong(limit: number, context: FaultContext): RuleError {
  return new RuleError(
    'LOAD_ERR_VALIDATE',
    `lists, or conditions with lists put in, are longer than ${limit} characters`,
    context,
    'use smaller lists, or fewer lists inside lists',
  );
}
