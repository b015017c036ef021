import { type BuildInstruction, parseHistoryStep } from '#build/inventory/history-step.ts';
import { parseShell, type ShellCommand } from '../shell/parse-shell.ts';

/** One build step, the same whether it was read from history or from a Dockerfile. */
export interface BuildStep {
  /** Dockerfile keyword, upper case. */
  readonly keyword: string;
  /** What follows it, without flags. */
  readonly text: string;
  /** `--name=value` flags of the instruction; a Dockerfile only. */
  readonly flags: readonly { readonly name: string; readonly value: string }[];
  /** Commands of RUN, CMD, ENTRYPOINT and HEALTHCHECK; [] for others. */
  readonly commands: readonly ShellCommand[];
  /** ENV, ARG and LABEL; ARG without a default has the value ''. */
  readonly assignments: readonly { readonly name: string; readonly value: string }[];
}

const withCommands = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK']);
const withAssignments = new Set(['ENV', 'ARG', 'LABEL']);

/** A step of a builder that knows no Dockerfile is taken for the command that it most likely is. */
export function historyStep(createdBy: string): BuildStep {
  const { keyword, text } = parseHistoryStep(createdBy);
  return buildStep({ keyword: keyword || 'RUN', text }, []);
}

export function buildStep(
  { keyword, text }: Pick<BuildInstruction, 'keyword' | 'text'>,
  flags: BuildStep['flags'],
): BuildStep {
  let commands: readonly ShellCommand[] | undefined;
  let assignments: BuildStep['assignments'] | undefined;
  return {
    keyword,
    text,
    flags,
    get commands() {
      commands ??= withCommands.has(keyword) ? parseShell(commandText(keyword, text)) : [];
      return commands;
    },
    get assignments() {
      assignments ??= withAssignments.has(keyword) ? readAssignments(keyword, text) : [];
      return assignments;
    },
  };
}

/** The exec form as a shell text of the same words; HEALTHCHECK without its `CMD` and options. */
function commandText(keyword: string, text: string): string {
  let command = text.trim();
  if (keyword === 'HEALTHCHECK')
    command = command.replace(/^(?:--\S{1,60}\s+){0,6}CMD\s+/, '').replace(/^&\{\["CMD(?:-SHELL)?"\s?/, '[');
  const words = parseExecForm(command);
  return words ? words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ') : command;
}

/** `["a", "b"]`, or undefined where it is shell form. */
export function parseExecForm(text: string): string[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}

/** `A=1 B="x y"`, the old `ENV A value`, and `ARG A`. */
function readAssignments(keyword: string, text: string): { name: string; value: string }[] {
  const found: { name: string; value: string }[] = [];
  if (keyword === 'ENV' && !/^[^\s=]+=/.test(text)) {
    const [, name, value] = /^(\S+)\s+([\s\S]+)$/.exec(text) ?? [];
    return name === undefined ? [] : [{ name, value: unquote(value!.trim()) }];
  }
  for (const [, name, value] of text.matchAll(
    /("[^"]{0,500}"|'[^']{0,500}'|[^\s="']{1,500})(?:=("(?:[^"\\]|\\[\s\S])*"|'[^']*'|(?:[^\s\\"']|\\[\s\S]|"[^"]*"|'[^']*')*))?/g,
  )) {
    found.push({ name: unquote(name!), value: unquote(value ?? '') });
  }
  return found;
}

function unquote(text: string): string {
  const first = text[0];
  return text.length >= 2 && (first === '"' || first === "'") && text.endsWith(first) ? text.slice(1, -1) : text;
}
