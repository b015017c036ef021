/** Options of getopt(3)'s string: letters, those with an argument followed by `:`. */
export interface OptionTable {
  readonly known: ReadonlySet<string>;
  readonly withArgument: ReadonlySet<string>;
}

export function parseOptions(text: string): OptionTable {
  const known = new Set<string>();
  const withArgument = new Set<string>();
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]!;
    if (letter === ':') continue;
    known.add(letter);
    if (text[at + 1] === ':') {
      withArgument.add(letter);
      at += 1;
    }
  }
  return { known, withArgument };
}

/** Every option and argument in order; `?` for an unknown option, an empty text for one whose argument is missing. */
export function listOptions(words: readonly string[], table: OptionTable): readonly string[] {
  const found: string[] = [];
  scan(words, table, (letter, argument) => {
    if (letter === undefined) found.push('?');
    else if (argument === missing) found.push('');
    else found.push(letter, ...(argument === undefined ? [] : [argument]));
  });
  return found;
}

/** What the option's last use says: its argument, or its own letter where it takes none; undefined where it is not there. */
export function selectOption(words: readonly string[], table: OptionTable, option: string): string | undefined {
  let selected: string | undefined;
  scan(words, table, (letter, argument) => {
    if (letter !== option) return;
    selected = argument === missing ? '' : (argument ?? letter);
  });
  return selected;
}

const missing = Symbol('missing argument');

/** Words from the first on: `--` and the first word that is no option end it; `--long` is passed over. */
function scan(
  words: readonly string[],
  table: OptionTable,
  found: (letter: string | undefined, argument: string | typeof missing | undefined) => void,
): void {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]!;
    if (word === '--') return;
    if (word.length > 2 && word.startsWith('--')) continue;
    if (word.length < 2 || word[0] !== '-') return;
    for (let at = 1; at < word.length; at += 1) {
      const letter = word[at]!;
      if (!table.known.has(letter)) {
        found(undefined, undefined);
      } else if (!table.withArgument.has(letter)) {
        found(letter, undefined);
      } else {
        if (at + 1 < word.length) found(letter, word.slice(at + 1));
        else if (index + 1 < words.length) found(letter, words[++index]!);
        else found(letter, missing);
        break;
      }
    }
  }
}
