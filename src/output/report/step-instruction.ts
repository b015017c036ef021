/** Keywords of the Dockerfile reference, with the one that only history has: kaniko and buildah write FROM there. */
const keywords: ReadonlySet<string> = new Set([
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
]);

/**
 * A history step as the Dockerfile instruction that it came from. BuildKit writes `RUN /bin/sh -c … # buildkit`, the classic
 * builder `/bin/sh -c …` and `/bin/sh -c #(nop) COPY …`, both put build arguments before the shell (`|1 V=2 /bin/sh -c …`),
 * kaniko writes the line as it stood. `keyword` is empty for steps of builders that know no Dockerfile.
 */
export function stepInstruction(createdBy: string): { keyword: string; content: string } {
  const text = createdBy
    .slice(0, 50_000)
    .trim()
    .replace(/#\s*buildkit$/, '')
    .trimEnd();
  const nop = /^(?:\/bin\/sh -c )?#\(nop\)\s*/.exec(text);
  if (nop) return split(text.slice(nop[0].length));
  const shell = /(?:^|\s)\/bin\/(?:ba|da|a)?sh(?: [\w-]{1,20}){0,4}? -\w{0,4}c\s/.exec(text);
  if (shell && /^(?:RUN\s|\||\/bin\/)/.test(text)) {
    return { keyword: 'RUN', content: text.slice(shell.index + shell[0].length).trim() };
  }
  return split(text);
}

function split(text: string): { keyword: string; content: string } {
  const space = text.search(/\s/);
  const word = (space < 0 ? text : text.slice(0, space)).toUpperCase();
  return keywords.has(word)
    ? { keyword: word, content: space < 0 ? '' : text.slice(space + 1).trim() }
    : { keyword: '', content: text };
}
