/** One line of an image's history, taken apart. */
export interface BuildInstruction {
  /** Dockerfile keyword, upper case: `RUN`, `COPY`, `ENV` …; empty for the steps of builders that know no Dockerfile. */
  readonly keyword: string;
  /** What follows the keyword: for RUN the shell text without `/bin/sh -c`. Without a keyword, the whole step. */
  readonly text: string;
  /** RUN: values of ARG in force (`|2 A=1 B=2 …`). They are readable by whoever has the image. */
  readonly buildArgs: readonly { readonly name: string; readonly value: string }[];
}

/** Keywords of the Dockerfile reference. FROM stands in the history of kaniko and buildah. */
const keywords = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
);

/**
 * `/bin/sh -c #(nop)  ENV A=b` (classic builder, buildah), `RUN |1 T=x /bin/sh -c make # buildkit` (BuildKit), `RUN /bin/sh -c make` (kaniko),
 * `|1 T=x /bin/sh -c make` (classic).
 */
export function parseHistoryStep(createdBy: string): BuildInstruction {
  let text = createdBy.trim();
  if (text.endsWith('# buildkit')) text = text.slice(0, -'# buildkit'.length).trimEnd();
  const nop = /^(?:\S{1,40} (?:-c|\/S \/C|-Command) )?#\(nop\)\s{0,4}/.exec(text);
  if (nop) text = text.slice(nop[0].length);
  const space = text.search(/\s/);
  const word = (space < 0 ? text : text.slice(0, space)).toUpperCase();
  // Lines of kaniko stand as they were written, `copy` too; Windows' shell has the name of an instruction.
  const isInstruction = keywords.has(word) && !/^cmd \/S \/C /i.test(text);
  if (isInstruction && word !== 'RUN') return { keyword: word, text: text.slice(word.length).trim(), buildArgs: [] };
  if (isInstruction) text = text.slice(word.length).trim();
  const { buildArgs, rest } = takeBuildArgs(text);
  const command = withoutShell(rest);
  const isRun = isInstruction || buildArgs.length > 0 || command.length < rest.length;
  return { keyword: isRun ? 'RUN' : '', text: command, buildArgs };
}

/** BuildKit writes values without quotes, so a value ends where the next `NAME=` or the shell begins. */
function takeBuildArgs(text: string): { buildArgs: { name: string; value: string }[]; rest: string } {
  const head = /^\|(\d{1,4})\s+/.exec(text);
  if (!head) return { buildArgs: [], rest: text };
  const count = Number(head[1]);
  const buildArgs: { name: string; value: string }[] = [];
  let rest = text.slice(head[0].length);
  while (buildArgs.length < count) {
    const assignment = /^([A-Za-z_][A-Za-z0-9_.-]*)=/.exec(rest);
    if (!assignment) break;
    rest = rest.slice(assignment[0].length);
    const isLast = buildArgs.length === count - 1;
    const end = rest.search(
      isLast
        ? /(?:^|\s)(?:\/\S*(?:sh|ash|zsh)\s|(?:ba|a|z)?sh -|cmd |cmd\.exe|powershell|pwsh)/i
        : /(?:^|\s)[A-Za-z_][A-Za-z0-9_.-]*=/,
    );
    const value = end < 0 ? (isLast ? (rest.split(/\s/, 1)[0] ?? '') : rest) : rest.slice(0, end);
    buildArgs.push({ name: assignment[1]!, value: value.trim() });
    rest = rest.slice(end < 0 ? value.length : end).trimStart();
  }
  return { buildArgs, rest };
}

function withoutShell(text: string): string {
  return text
    .replace(
      /^(?:(?:\/\S{0,60}\/)?(?:ba|a|da|z|k)?sh(?: -[a-z]{0,6}o [a-z]{1,20}| -[a-z]{1,8}){0,5} -[a-z]{0,6}c |cmd(?:\.exe)? \/S \/C |(?:powershell|pwsh)(?:\.exe)? -Command )/i,
      '',
    )
    .trim();
}
