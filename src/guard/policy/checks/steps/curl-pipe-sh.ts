import type { StepCheck } from '../check.ts';
import type { ShellCommand } from '../shell/parse-shell.ts';
import { withoutCredentials } from './add-remote-url.ts';

const downloaders = new Set(['curl', 'wget', 'fetch', 'aria2c', 'http', 'https', 'lynx']);
const shells = new Set([
  'sh',
  'bash',
  'ash',
  'dash',
  'zsh',
  'ksh',
  'fish',
  'source',
  '.',
  'eval',
  'iex',
  'invoke-expression',
]);
const interpreters = /^(?:python[0-9.]*|perl|ruby|node|nodejs|php|pwsh|powershell|deno|lua)$/;

/** What was downloaded runs at once, unseen and unpinned: `curl … | sh`, `sh -c "$(curl …)"`, `bash <(curl …)`, `iwr … | iex`. */
export const curlPipeSh: StepCheck = {
  id: 'curl-pipe-sh',
  run({ keyword, text, commands }) {
    if (keyword !== 'RUN') return [];
    const found = commands.flatMap((command, index) =>
      downloaders.has(command.program) && isRun(commands, index) ? [{ subject: urlOf(command) }] : [],
    );
    if (
      found.length === 0 &&
      /\b(?:iex|invoke-expression)\b[\s\S]{0,300}(?:downloadstring|\biwr\b|\birm\b|invoke-webrequest|invoke-restmethod)|(?:\biwr\b|\birm\b|invoke-webrequest|invoke-restmethod)[\s\S]{0,300}\|\s*(?:iex|invoke-expression)\b/i.test(
        text,
      )
    ) {
      return [{ subject: urlIn(text) }];
    }
    return found;
  },
};

/** Follows pipes and substitutions from a download until something runs it. */
function isRun(commands: readonly ShellCommand[], from: number): boolean {
  const seen = new Set<number>();
  const open = [from];
  while (open.length > 0) {
    const index = open.pop()!;
    if (seen.has(index)) continue;
    seen.add(index);
    const { pipesTo, feeds } = commands[index]!;
    for (const next of [pipesTo, feeds]) {
      if (next === undefined) continue;
      const command = commands[next]!;
      if (next === feeds ? runsArgument(command) : readsProgram(command)) return true;
      open.push(next);
    }
  }
  return false;
}

/** Reads its program from standard input. */
function readsProgram({ program, args }: ShellCommand): boolean {
  if (program === 'iex') return true;
  if (!shells.has(program) && !interpreters.test(program)) return false;
  const first = args.find((arg) => !/^-(?!$)/.test(arg) && !arg.startsWith('+'));
  const explicit = args.some((arg) => arg === '-' || arg === '-s' || arg === '/dev/stdin' || /^-[a-z]*s$/.test(arg));
  if (shells.has(program)) return explicit || (first === undefined && !args.some((arg) => /^-[a-z]*c$/.test(arg)));
  return (
    args.includes('-') ||
    (first === undefined && !args.some((arg) => /^-(?:[a-zA-Z]*[cemr]|-eval|-version)$/.test(arg)))
  );
}

/** Runs what a substitution in its arguments gave it. */
function runsArgument({ program, args }: ShellCommand): boolean {
  if (program === 'eval' || program === 'source' || program === '.') return true;
  if (!shells.has(program) && !interpreters.test(program)) return program.startsWith('$(') || program.startsWith('`');
  const option = args.findIndex((arg) => /^-[a-z]{0,8}[ce]$/.test(arg));
  return args.some((arg, i) => /^<\(/.test(arg) || (/\$\(|`/.test(arg) && option >= 0 && i === option + 1));
}

function urlOf({ args }: ShellCommand): string {
  return urlIn(args.join(' '));
}

function urlIn(text: string): string {
  const [url] = /\b(?:https?|ftp):\/\/[^\s"'`)]{1,500}/.exec(text) ?? [];
  return withoutCredentials(url ?? 'a download');
}
