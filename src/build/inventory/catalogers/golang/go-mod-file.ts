import { splitLines } from '../../readers/text.ts';

/** A module and its version; '' where none is written. */
export interface GoRequirement {
  readonly path: string;
  readonly version: string;
}

export interface GoMod {
  /** Language version of the `go` line. */
  readonly go?: string;
  readonly toolchain?: string;
  readonly requires: readonly (GoRequirement & { readonly indirect: boolean })[];
  readonly replaces: readonly { readonly from: GoRequirement; readonly to: GoRequirement }[];
  readonly excludes: readonly GoRequirement[];
}

/** go.mod (go.dev/ref/mod#go-mod-file): directives on one line or in a block; unknown ones are passed over. */
export function parseGoMod(text: string): GoMod {
  const requires: (GoRequirement & { indirect: boolean })[] = [];
  const replaces: { from: GoRequirement; to: GoRequirement }[] = [];
  const excludes: GoRequirement[] = [];
  const single: { go?: string; toolchain?: string } = {};
  let block = '';
  for (const raw of splitLines(text)) {
    const slashes = raw.indexOf('//');
    const comment = slashes < 0 ? '' : raw.slice(slashes + 2).trim();
    const words = (slashes < 0 ? raw : raw.slice(0, slashes))
      .split(/\s+/)
      .filter((word) => word !== '')
      .map(unquote);
    if (words.length === 0) continue;
    if (block !== '' && words[0] === ')') {
      block = '';
      continue;
    }
    const verb = block === '' ? (words.shift() as string) : block;
    if (block === '' && words[0] === '(') {
      block = verb;
      continue;
    }
    const [path = '', version = ''] = words;
    if (verb === 'go') single.go ??= path;
    else if (verb === 'toolchain') single.toolchain ??= path;
    else if (verb === 'require') requires.push({ path, version, indirect: /^indirect\b/.test(comment) });
    else if (verb === 'exclude') excludes.push({ path, version });
    else if (verb === 'replace') {
      const arrow = words.indexOf('=>');
      if (arrow < 1) continue;
      replaces.push({
        from: { path, version: arrow > 1 ? version : '' },
        to: { path: words[arrow + 1] ?? '', version: words[arrow + 2] ?? '' },
      });
    }
  }
  return { ...single, requires, replaces, excludes };
}

function unquote(word: string): string {
  return word.length > 1 && (word.startsWith('"') || word.startsWith('`')) ? word.slice(1, -1) : word;
}
