import { type Outcome, ok } from '#core/outcome.ts';
import type { Thread } from '#runtime/events/state/thread.ts';
import type { Field, FieldReader } from '../field.ts';
import { ancestorProcess, someAncestor } from './lineage.ts';
import { byteLength, plain, readIndex } from './reader-of.ts';
import { argumentsText, commandLine } from './thread-command.ts';
import { environmentText, environmentValue } from './thread-environment.ts';

const family = 'process';

/** What the process is called and was started with. */
export const processCommandFields: readonly Field[] = [
  {
    name: 'proc.exe',
    family,
    type: 'charbuf',
    describes:
      'argv[0] of the process: what it was started as. A caller may put anything there; proc.exepath is the file.',
    reader: plain((event) => event.thread?.exe),
  },
  {
    name: 'proc.exepath',
    family,
    type: 'charbuf',
    describes: 'Path of the executable file, with symbolic links resolved by the kernel.',
    reader: plain((event) => event.thread?.exepath),
  },
  {
    name: 'proc.name',
    family,
    type: 'charbuf',
    describes: "The kernel's name of the process: the executable's file name, cut to 15 bytes.",
    reader: plain((event) => event.thread?.comm),
  },
  {
    name: 'proc.args',
    family,
    type: 'charbuf',
    describes: 'Arguments after argv[0], joined by blanks; with an index, one of them.',
    argument: { required: false, kind: 'index', describes: 'which argument, from 0: proc.args[0] is argv[1]' },
    reader(argument) {
      if (argument === undefined)
        return ok<FieldReader>((event) => (event.thread === undefined ? undefined : argumentsText(event.thread)));
      const index = readIndex(argument);
      if (!index.ok) return index;
      const at = index.value;
      return ok<FieldReader>((event) => (event.thread === undefined ? undefined : (event.thread.args[at] ?? '')));
    },
  },
  {
    name: 'proc.aargs',
    family,
    type: 'charbuf',
    describes: 'proc.args of the ancestors, joined by blanks; with an index, of one of them.',
    argument: { required: false, kind: 'index', describes: 'which ancestor: 0 the process itself, 1 its parent' },
    reader: ancestorArguments,
  },
  {
    name: 'proc.cmdline',
    family,
    type: 'charbuf',
    describes: 'Command line: proc.name and proc.args.',
    reader: plain((event) => (event.thread === undefined ? undefined : commandLine(event.thread))),
  },
  {
    name: 'proc.cmdnargs',
    family,
    type: 'uint64',
    describes: 'How many arguments the process has, argv[0] not counted.',
    reader: plain((event) => event.thread?.args.length),
  },
  {
    name: 'proc.cmdlenargs',
    family,
    type: 'uint64',
    describes: 'Bytes of all arguments together, without the blanks between them.',
    reader: plain((event) => (event.thread === undefined ? undefined : argumentBytes(event.thread))),
  },
  {
    name: 'proc.exeline',
    family,
    type: 'charbuf',
    describes: 'Command line with argv[0] as it was given: proc.exe and proc.args.',
    reader: plain((event) =>
      event.thread === undefined ? undefined : `${event.thread.exe} ${argumentsText(event.thread)}`,
    ),
  },
  {
    name: 'proc.env',
    family,
    type: 'charbuf',
    describes:
      "Environment of the process as NAME=value texts joined by blanks; with a name, that variable's value ('' where it is not set).",
    argument: { required: false, kind: 'text', describes: 'name of a variable: proc.env[HOME]' },
    reader(argument) {
      if (argument === undefined || isIndex(argument)) {
        return ok<FieldReader>((event) => (event.thread === undefined ? undefined : environmentText(event.thread)));
      }
      return ok<FieldReader>((event) =>
        event.thread === undefined ? undefined : environmentValue(event.thread, argument),
      );
    },
  },
  {
    name: 'proc.cwd',
    family,
    type: 'charbuf',
    describes: 'Working directory of the process; ends in a slash.',
    reader: plain((event) => (event.thread === undefined ? undefined : (event.thread.main?.cwd ?? './'))),
  },
  {
    name: 'proc.tty',
    family,
    type: 'uint32',
    describes: 'Number of the controlling terminal; 0 where there is none.',
    reader: plain((event) => event.thread?.tty),
  },
];

function argumentBytes({ args }: Thread): number {
  let bytes = 0;
  for (const argument of args) bytes += byteLength(argument);
  return bytes;
}

function ancestorArguments(argument?: string): Outcome<FieldReader> {
  if (argument === undefined) {
    return ok<FieldReader>((event) => {
      const process = event.thread?.main;
      if (process === undefined) return undefined;
      let text = '';
      someAncestor(event.host, process, (ancestor) => {
        const own = argumentsText(ancestor);
        text = text === '' ? own : `${text} ${own}`;
        return false;
      });
      return text === '' ? undefined : text;
    });
  }
  const index = readIndex(argument);
  if (!index.ok) return index;
  const generation = index.value;
  return ok<FieldReader>((event) => {
    const { thread } = event;
    const ancestor = thread === undefined ? undefined : ancestorProcess(event.host, thread, generation);
    return ancestor === undefined ? undefined : argumentsText(ancestor);
  });
}

/** Digits alone are no variable's name: the peer takes proc.env[1] for the whole environment. */
function isIndex(argument: string): boolean {
  return /^[0-9]+$/.test(argument);
}
