import { KiB } from '#core/limits.ts';

/** One simple command of a shell text. */
export interface ShellCommand {
  /** Last path component of what runs, `curl` for `/usr/bin/curl`; '' for a bare assignment. */
  readonly program: string;
  readonly args: readonly string[];
  /** `NAME=value` before the command, or in `export`. */
  readonly assignments: readonly { readonly name: string; readonly value: string }[];
  /** Index of the command that reads this one's output through a pipe, or that gets it by `$(…)`, `` `…` `` or `<(…)`. */
  pipesTo?: number;
  feeds?: number;
  /** Run through sudo. */
  readonly sudo: boolean;
  /** Offset in the text. */
  readonly at: number;
}

const shellLimits = {
  textChars: 256 * KiB,
  commands: 5_000,
  /** `sh -c '…'` and `$(…)` inside each other. */
  depth: 5,
} as const;

/**
 * POSIX shell, as far as checks need it: words with quotes removed, pipes, lists, substitutions, here-documents skipped, and the commands
 * that `sudo`, `env`, `sh -c` … run. Nothing is expanded. Never throws; what is no shell gives odd words, no more.
 */
export function parseShell(text: string): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  new Reader(text.slice(0, shellLimits.textChars), commands, 0, 0).read();
  return commands;
}

type Mutable = { -readonly [K in keyof ShellCommand]: ShellCommand[K] };

class Reader {
  readonly #text: string;
  readonly #commands: ShellCommand[];
  readonly #depth: number;
  readonly #base: number;
  #at = 0;
  #words: string[] = [];
  #word: string | undefined;
  #start = -1;
  /** Commands that substitutions of the current command hold. */
  #inner: number[] = [];
  #pipeFrom: number | undefined;
  #skipNext = false;
  #heredocs: string[] = [];

  constructor(text: string, commands: ShellCommand[], depth: number, base: number) {
    this.#text = text;
    this.#commands = commands;
    this.#depth = depth;
    this.#base = base;
  }

  read(): void {
    const text = this.#text;
    while (this.#at < text.length && this.#commands.length < shellLimits.commands) {
      const char = text[this.#at]!;
      const next = text[this.#at + 1];
      if (char === '\\') {
        if (next !== '\n' && next !== '\r') this.#append(next ?? '');
        this.#at += next === '\r' ? 3 : 2;
      } else if (char === "'") this.#single();
      else if (char === '"') this.#double();
      else if (char === '`') this.#backtick();
      else if (char === '$' && next === '(') this.#substitution(this.#at + 2);
      else if (char === '$' && next === '{') this.#braces();
      else if ((char === '<' || char === '>') && next === '(') this.#substitution(this.#at + 2);
      else if (char === '<' || char === '>') this.#redirection();
      else if (char === '#' && this.#word === undefined) this.#comment();
      else if (char === '\n') {
        this.#endCommand();
        this.#at++;
        this.#skipHeredocs();
      } else if (char === ' ' || char === '\t' || char === '\r') {
        this.#endWord();
        this.#at++;
      } else if (char === '|') {
        const pipes = next !== '|';
        this.#endCommand(pipes);
        this.#at += next === '|' || next === '&' ? 2 : 1;
      } else if (char === ';' || char === '&' || char === '(' || char === ')') {
        this.#endCommand();
        this.#at++;
      } else {
        this.#append(char);
        this.#at++;
      }
    }
    this.#endCommand();
  }

  #append(text: string): void {
    if (this.#word === undefined && this.#words.length === 0 && this.#start < 0) this.#start = this.#at;
    this.#word = (this.#word ?? '') + text;
  }

  #single(): void {
    const end = this.#text.indexOf("'", this.#at + 1);
    const stop = end < 0 ? this.#text.length : end;
    this.#append(this.#text.slice(this.#at + 1, stop));
    this.#at = stop + 1;
  }

  #double(): void {
    this.#append('');
    this.#at++;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!;
      const next = this.#text[this.#at + 1];
      if (char === '"') break;
      if (char === '\\') {
        if (next !== '\n') this.#append('"$`\\'.includes(next ?? ' ') ? (next ?? '') : `\\${next ?? ''}`);
        this.#at += 2;
      } else if (char === '$' && next === '(') this.#substitution(this.#at + 2);
      else if (char === '`') this.#backtick();
      else {
        this.#append(char);
        this.#at++;
      }
    }
    this.#at++;
  }

  #backtick(): void {
    const end = this.#text.indexOf('`', this.#at + 1);
    const stop = end < 0 ? this.#text.length : end;
    this.#nested(this.#at + 1, stop);
    this.#append(this.#text.slice(this.#at, stop + 1));
    this.#at = stop + 1;
  }

  #substitution(from: number): void {
    const end = closing(this.#text, from);
    // `$((1 + 2))` is arithmetic.
    if (this.#text[from] !== '(') this.#nested(from, end);
    this.#append(this.#text.slice(this.#at, end + 1));
    this.#at = end + 1;
  }

  #braces(): void {
    const end = this.#text.indexOf('}', this.#at);
    const stop = end < 0 ? this.#text.length : end + 1;
    this.#append(this.#text.slice(this.#at, stop));
    this.#at = stop;
  }

  #nested(from: number, to: number): void {
    if (this.#depth >= shellLimits.depth) return;
    const first = this.#commands.length;
    new Reader(this.#text.slice(from, to), this.#commands, this.#depth + 1, this.#base + from).read();
    for (let i = first; i < this.#commands.length; i++) this.#inner.push(i);
  }

  #redirection(): void {
    if (this.#word !== undefined && /^\d+$/.test(this.#word)) this.#word = undefined;
    else this.#endWord();
    const operator = /^(?:<<<|<<-?|<>|<&|<|>>|>&|>\||>)/.exec(this.#text.slice(this.#at, this.#at + 3))![0];
    this.#at += operator.length;
    if (operator === '<<' || operator === '<<-') {
      const [all, name] =
        /^[ \t]*["']?([A-Za-z_][A-Za-z0-9_]{0,60})["']?/.exec(this.#text.slice(this.#at, this.#at + 100)) ?? [];
      if (all !== undefined && name !== undefined) {
        this.#heredocs.push(name);
        this.#at += all.length;
      }
    } else this.#skipNext = true;
  }

  #skipHeredocs(): void {
    for (const name of this.#heredocs.splice(0)) {
      let lineStart = this.#at;
      while (lineStart < this.#text.length) {
        const lineEnd = this.#text.indexOf('\n', lineStart);
        const stop = lineEnd < 0 ? this.#text.length : lineEnd;
        const line = this.#text.slice(lineStart, stop).trim();
        lineStart = stop + 1;
        if (line === name) break;
      }
      this.#at = lineStart;
    }
  }

  #comment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #endWord(): void {
    if (this.#word === undefined) return;
    if (this.#skipNext) this.#skipNext = false;
    else this.#words.push(this.#word);
    this.#word = undefined;
  }

  #endCommand(pipes = false): void {
    this.#endWord();
    this.#skipNext = false;
    const words = withoutKeywords(this.#words);
    const at = this.#base + Math.max(0, this.#start);
    const inner = this.#inner;
    this.#words = [];
    this.#start = -1;
    this.#inner = [];
    if (words.length === 0) {
      // `… | ` at a line's end, `| (sh)`: the pipe goes on to the next command.
      if (!pipes && this.#pipeFrom !== undefined && this.#text[this.#at] !== '\n' && this.#text[this.#at] !== '(')
        this.#pipeFrom = undefined;
      return;
    }
    const index = this.#commands.length;
    this.#commands.push(unwrap(words, at));
    for (const i of inner) this.#commands[i]!.feeds ??= index;
    if (this.#pipeFrom !== undefined) this.#commands[this.#pipeFrom]!.pipesTo = index;
    this.#pipeFrom = pipes ? index : undefined;
    this.#readScript(words, index, at);
  }

  /** `sh -c 'text'`: the text is shell as well. */
  #readScript(words: readonly string[], index: number, at: number): void {
    const script = scriptOf(words);
    if (script === undefined || this.#depth >= shellLimits.depth) return;
    const first = this.#commands.length;
    new Reader(script, this.#commands, this.#depth + 1, at).read();
    if (this.#commands.length > first && this.#commands[index]!.sudo) {
      for (let i = first; i < this.#commands.length; i++) (this.#commands[i] as Mutable).sudo = true;
    }
  }
}

/** Offset of the `)` that closes a substitution which began before `from`; quotes are respected. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === "'") {
      const end = text.indexOf("'", at + 1);
      if (end < 0) return text.length;
      at = end;
    } else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return at;
  }
  return text.length;
}

const keywords = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', '!', '{', 'time']);
const silent = new Set(['for', 'case', 'fi', 'done', 'esac', '}', 'function', 'select', 'in']);

function withoutKeywords(words: readonly string[]): readonly string[] {
  let first = 0;
  while (first < words.length && keywords.has(words[first]!)) first++;
  if (first < words.length && silent.has(words[first]!)) return [];
  return words.slice(first);
}

const assignment = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/;

/** Programs that run another one, with their options that take a value. */
const wrappers: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    command: new Set(),
    doas: new Set(['-u', '-C']),
    eatmydata: new Set(),
    env: new Set(['-u', '-C', '-S']),
    exec: new Set(['-a']),
    gosu: new Set(),
    ionice: new Set(['-c', '-n']),
    nice: new Set(['-n']),
    nohup: new Set(),
    setarch: new Set(),
    stdbuf: new Set(['-o', '-e', '-i']),
    'su-exec': new Set(),
    sudo: new Set(['-u', '-g', '-h', '-p', '-C', '-r', '-t', '-U', '-D']),
    timeout: new Set(['-s', '-k']),
    xargs: new Set(['-n', '-I', '-P', '-L', '-d', '-s', '-E', '-a']),
  }),
);
/** Of these the first operand is not the program. */
const operandFirst = new Set(['gosu', 'su-exec', 'timeout', 'setarch']);

function unwrap(words: readonly string[], at: number): ShellCommand {
  const assignments: { name: string; value: string }[] = [];
  let sudo = false;
  let first = 0;
  for (let rounds = 0; rounds < 8; rounds++) {
    for (let match = assignment.exec(words[first] ?? ''); match; match = assignment.exec(words[first] ?? '')) {
      assignments.push({ name: match[1]!, value: match[2]! });
      first++;
    }
    const program = baseName(words[first] ?? '');
    const options = wrappers.get(program);
    if (options === undefined || first + 1 >= words.length) break;
    sudo ||= program === 'sudo' || program === 'doas';
    first++;
    while (words[first]?.startsWith('-')) first += options.has(words[first]!) ? 2 : 1;
    if (operandFirst.has(program)) first++;
  }
  const program = baseName(words[first] ?? '');
  const args = words.slice(first + 1);
  if (program === 'export' || program === 'declare' || program === 'readonly' || program === 'local') {
    for (const arg of args) {
      const match = assignment.exec(arg);
      if (match) assignments.push({ name: match[1]!, value: match[2]! });
    }
  }
  return { program, args, assignments, sudo, at };
}

const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'fish', 'su', 'busybox']);

function scriptOf(words: readonly string[]): string | undefined {
  const { program, args } = unwrap(words, 0);
  if (!shells.has(program)) return undefined;
  const option = args.findIndex(
    (arg) => arg === '-c' || arg === '--command' || (/^-[a-z]{1,8}$/.test(arg) && arg.endsWith('c')),
  );
  return option < 0 ? undefined : args[option + 1];
}

function baseName(path: string): string {
  return path.startsWith('$(') || path.startsWith('`') ? path : path.slice(path.lastIndexOf('/') + 1);
}
