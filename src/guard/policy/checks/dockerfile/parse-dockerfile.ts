import { MiB } from '#core/limits.ts';
import { type BuildStep, buildStep } from '../steps/build-step.ts';

/** One instruction, continuation lines joined. */
export interface Instruction extends BuildStep {
  /** 1-based, inclusive; here-documents belong to it. */
  readonly line: number;
  readonly endLine: number;
  /** Index into `stages`; -1 before the first FROM. */
  readonly stage: number;
  /** Contents of `<<NAME` here-documents, in order. */
  readonly heredocs: readonly string[];
  /** Inside ONBUILD. */
  readonly onbuild: boolean;
}

export interface Stage {
  readonly index: number;
  /** `AS name`, lower case as BuildKit compares. */
  readonly name?: string;
  readonly from: Instruction;
  /** Image or stage name with the defaults of global ARGs put in. */
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

export interface Dockerfile {
  readonly path: string;
  readonly instructions: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** It has more than `dockerfileLimits` allow: the rest was not looked at. */
  readonly isCut: boolean;
}

export const dockerfileLimits = { bytes: 1 * MiB, instructions: 10_000 } as const;

/** Programs and data about Dockerfiles, in lower case as such files are: `dockerfile.go`. `Dockerfile.go` is one for Go. */
const aboutDockerfiles =
  /(?:^|\/)(?:docker|container)file(?:\.[^/]*)?\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|json|ya?ml|toml|html|lock|map)$/;

/** `Dockerfile`, `Dockerfile.prod`, `prod.Dockerfile`, `Containerfile`, in any directory but those of installed libraries. */
export function isDockerfile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (!name.includes('erfile') || name.endsWith('.dockerignore') || name.endsWith('.md')) return false;
  if (aboutDockerfiles.test(path) || /(?:^|\/)(?:node_modules|vendor|site-packages)\//.test(path)) return false;
  return ['dockerfile', 'containerfile'].some(
    (word) => name === word || name.startsWith(`${word}.`) || name.endsWith(`.${word}`),
  );
}

/**
 * Reads a Dockerfile as BuildKit's frontend does (Dockerfile reference): parser directives, continuation with a chosen escape character,
 * comments and empty lines inside a continued instruction, here-documents, flags, ONBUILD, stages. Never throws.
 */
export function parseDockerfile(text: string, path: string): Dockerfile {
  const lines = text
    .slice(0, dockerfileLimits.bytes)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const continuation = escapeDirective(lines);
  const ends = new HeredocEnds(lines);
  const instructions: Instruction[] = [];
  let stage = -1;
  let at = 0;
  while (at < lines.length && instructions.length < dockerfileLimits.instructions) {
    if (isBlank(lines[at]!)) {
      at++;
      continue;
    }
    const logical = readLogicalLine(lines, at, continuation);
    const head = readHead(logical.text);
    if (head.keyword === 'FROM') stage++;
    const heredocs =
      head.keyword === 'RUN' || head.keyword === 'COPY' || head.keyword === 'ADD'
        ? readHeredocs(logical.text, ends, logical.next)
        : { contents: [], next: logical.next };
    instructions.push(makeInstruction(head, at + 1, heredocs.next, stage, heredocs.contents));
    at = heredocs.next;
  }
  const isCut = text.length > dockerfileLimits.bytes || !lines.slice(at).every(isBlank);
  return { path, instructions, stages: readStages(instructions), isCut };
}

function isBlank(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}

/** Directives stand at the very top, before any comment or instruction. */
function escapeDirective(lines: readonly string[]): '\\' | '`' {
  for (const line of lines) {
    const [, name, value] = /^\s*#\s*([a-z]+)\s*=\s*(\S+)\s*$/i.exec(line) ?? [];
    if (name === undefined) break;
    if (name.toLowerCase() === 'escape' && value === '`') return '`';
  }
  return '\\';
}

function readLogicalLine(lines: readonly string[], from: number, continuation: string): { text: string; next: number } {
  const parts: string[] = [];
  let at = from;
  while (at < lines.length) {
    const line = lines[at]!;
    // Comments and (deprecated, but accepted) empty lines inside a continued instruction vanish.
    if (at > from && isBlank(line)) {
      at++;
      continue;
    }
    const end = line.trimEnd();
    at++;
    if (!end.endsWith(continuation)) {
      parts.push(line);
      break;
    }
    parts.push(end.slice(0, -1));
  }
  return { text: parts.join('').trim(), next: at };
}

interface Head {
  readonly keyword: string;
  readonly text: string;
  readonly flags: readonly { readonly name: string; readonly value: string }[];
  readonly onbuild: boolean;
}

function readHead(text: string): Head {
  const [, word = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  const keyword = word.toUpperCase();
  if (keyword === 'ONBUILD' && rest !== '')
    return { ...readHead(rest.replace(/^(?:onbuild\s+)+/i, '')), onbuild: true };
  const flags: { name: string; value: string }[] = [];
  let body = rest;
  for (
    let match = /^--([a-z][a-z-]{0,40})(?:=(\S*))?(?:\s+|$)/.exec(body);
    match;
    match = /^--([a-z][a-z-]{0,40})(?:=(\S*))?(?:\s+|$)/.exec(body)
  ) {
    // HEALTHCHECK's and the shell's own options are no flags of the builder; HEALTHCHECK's are.
    if (keyword === 'CMD' || keyword === 'ENTRYPOINT') break;
    flags.push({ name: match[1]!, value: match[2] ?? '' });
    body = body.slice(match[0].length);
  }
  return { keyword, text: body, flags, onbuild: false };
}

function makeInstruction(
  head: Head,
  line: number,
  next: number,
  stage: number,
  heredocs: readonly string[],
): Instruction {
  // `RUN <<EOF`: the document is the script, unless it names another interpreter.
  const isScript =
    head.keyword === 'RUN' &&
    /^<<-?\s*["']?\w+["']?\s*$/.test(head.text) &&
    !/^#!(?!.*\b(?:ba|a|da|z)?sh\b)/.test(heredocs[0] ?? '');
  const step = buildStep({ keyword: head.keyword, text: isScript ? (heredocs[0] ?? '') : head.text }, head.flags);
  return {
    keyword: step.keyword,
    text: step.text,
    flags: step.flags,
    get commands() {
      return step.commands;
    },
    get assignments() {
      return step.assignments;
    },
    line,
    endLine: Math.max(line, next),
    stage,
    heredocs,
    onbuild: head.onbuild,
  };
}

/** Where the lines are that end a here-document: made when first asked for, then each search costs its own result only. */
class HeredocEnds {
  readonly lines: readonly string[];
  #places: Map<string, number[]> | undefined;

  constructor(lines: readonly string[]) {
    this.lines = lines;
  }

  /** Index of the first line from `from` on that is `name`, behind tabs where `strip`; -1: none. */
  find(name: string, strip: boolean, from: number): number {
    if (this.#places === undefined) {
      this.#places = new Map();
      for (const [at, line] of this.lines.entries()) {
        const word = line.replace(/^\t+/, '');
        if (!/^\w{1,61}$/.test(word)) continue;
        const known = this.#places.get(word);
        if (known) known.push(at);
        else this.#places.set(word, [at]);
      }
    }
    const places = this.#places.get(name) ?? [];
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle]! < from) low = middle + 1;
      else high = middle;
    }
    for (; low < places.length; low++) if (strip || this.lines[places[low]!] === name) return places[low]!;
    return -1;
  }
}

function readHeredocs(text: string, ends: HeredocEnds, from: number): { contents: string[]; next: number } {
  const contents: string[] = [];
  let at = from;
  for (const [, strip, , name] of text.matchAll(/(?<![<\w])<<(-?)(["']?)([A-Za-z_][A-Za-z0-9_]{0,60})\2/g)) {
    const end = ends.find(name!, strip === '-', at);
    // Without its end it was none: an arithmetic shift, say.
    if (end < 0) break;
    contents.push(ends.lines.slice(at, end).join('\n'));
    at = end + 1;
  }
  return { contents, next: at };
}

function readStages(instructions: readonly Instruction[]): Stage[] {
  const globals = new Map<string, string>();
  for (const { keyword, stage, assignments } of instructions) {
    if (keyword === 'ARG' && stage < 0) for (const { name, value } of assignments) globals.set(name, value);
  }
  const byStage = Map.groupBy(instructions, ({ stage }) => stage);
  return instructions
    .filter(({ keyword }) => keyword === 'FROM')
    .map((from) => {
      const [image = '', as, name] = from.text.split(/\s+/);
      return {
        index: from.stage,
        ...(as?.toLowerCase() === 'as' && name ? { name: name.toLowerCase() } : {}),
        from,
        base: substitute(image, globals),
        instructions: (byStage.get(from.stage) ?? []).filter(({ keyword }) => keyword !== 'FROM'),
      };
    });
}

/** `$NAME`, `${NAME}`, `${NAME:-default}`; what has no value stays as written. */
function substitute(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(
    /\$(?:\{([A-Za-z_]\w*)(?::?-([^}]*))?\}|([A-Za-z_]\w*))/g,
    (all, braced: string | undefined, fallback: string | undefined, plain: string | undefined) => {
      return values.get(braced ?? plain ?? '') || fallback || all;
    },
  );
}
