import { type Outcome, ok } from '#core/outcome.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import type { Thread } from '#runtime/events/state/thread.ts';
import type { Field, FieldReader, FieldScalar, FieldSome } from '../field.ts';
import { ancestorProcess, someAncestor } from './lineage.ts';
import { plain, readIndex } from './reader-of.ts';
import { commandLine } from './thread-command.ts';
import { environmentText, environmentValue } from './thread-environment.ts';

const family = 'process';

/** Ancestors whose environment is searched for a variable. */
const environmentGenerations = 20;

/** What stands above the process: its parent, and any or one of its ancestors. */
export const processAncestorFields: readonly Field[] = [
  parentField('proc.pexe', 'proc.exe of the parent process.', (parent) => parent.exe),
  ancestorField('proc.aexe', 'proc.exe', (ancestor) => ancestor.exe),
  parentField('proc.pexepath', 'proc.exepath of the parent process.', (parent) => parent.exepath),
  ancestorField('proc.aexepath', 'proc.exepath', (ancestor) => ancestor.exepath),
  parentField('proc.pname', 'proc.name of the parent process.', (parent) => parent.comm),
  ancestorField('proc.aname', 'proc.name', (ancestor) => ancestor.comm),
  parentField('proc.pcmdline', 'proc.cmdline of the parent process.', commandLine),
  ancestorField('proc.acmdline', 'proc.cmdline', commandLine),
  {
    name: 'proc.apid',
    family,
    type: 'int64',
    describes:
      'proc.pid of the ancestors: a condition holds where it holds for any of them. With an index, of one of them. In outputs without an index: of the process itself.',
    argument: ancestorArgument(),
    any: true,
    noTransformer: true,
    noRight: true,
    reader: (argument) => (argument === undefined ? ok(valuesOf(pidOf)) : generation(argument, pidOf)),
    some: (argument) => (argument === undefined ? ok(someOf(pidOf)) : undefined),
    shown: (argument) => generation(argument ?? '0', pidOf),
  },
  {
    name: 'proc.aenv',
    family,
    type: 'charbuf',
    describes:
      "Environment of the ancestors: a condition holds where it holds for any of them. With a variable's name, its value in the nearest ancestor that has it. An index counts in outputs only, where it is proc.env of one of them, and of the process itself without one.",
    argument: { required: false, kind: 'text', describes: 'which ancestor (1 is the parent), or name of a variable' },
    any: true,
    noTransformer: true,
    noRight: true,
    reader: (argument) => (argument === undefined ? ok(valuesOf(environmentText)) : ancestorEnvironment(argument)),
    // With an index too, as in the peer: rules for it are written to what it does.
    some: (argument) => (argument === undefined || /^[0-9]+$/.test(argument) ? ok(someOf(environmentText)) : undefined),
    shown: (argument) => ancestorEnvironment(argument ?? '0'),
  },
];

function parentField(name: string, describes: string, of: (parent: Thread) => string): Field {
  return {
    name,
    family,
    type: 'charbuf',
    describes,
    reader: plain((event) => {
      const { thread } = event;
      const parent = thread === undefined ? undefined : event.host.parent(thread);
      return parent === undefined ? undefined : of(parent);
    }),
  };
}

function ancestorField(name: string, what: string, of: (ancestor: Thread) => string): Field {
  return {
    name,
    family,
    type: 'charbuf',
    describes: `${what} of the ancestors: a condition holds where it holds for any of them. With an index, of one of them. In outputs without an index: all of them, the parent first, joined by blanks.`,
    argument: ancestorArgument(),
    any: true,
    noTransformer: true,
    noRight: true,
    reader: (argument) => (argument === undefined ? ok(valuesOf(of)) : generation(argument, of)),
    some: (argument) => (argument === undefined ? ok(someOf(of)) : undefined),
    shown: (argument) => (argument === undefined ? ok(joined(of)) : generation(argument, of)),
  };
}

function ancestorArgument() {
  return { required: false, kind: 'index', describes: 'which ancestor: 0 the process itself, 1 its parent' } as const;
}

function pidOf(thread: Thread): number {
  return thread.pid;
}

function generation(argument: string, of: (ancestor: Thread) => FieldScalar): Outcome<FieldReader> {
  const index = readIndex(argument);
  if (!index.ok) return index;
  const steps = index.value;
  return ok<FieldReader>((event) => {
    const { thread } = event;
    const ancestor = thread === undefined ? undefined : ancestorProcess(event.host, thread, steps);
    return ancestor === undefined ? undefined : of(ancestor);
  });
}

function valuesOf(of: (ancestor: Thread) => FieldScalar): FieldReader {
  return (event) => {
    const process = event.thread?.main;
    if (process === undefined) return undefined;
    const values: FieldScalar[] = [];
    someAncestor(event.host, process, (ancestor) => {
      values.push(of(ancestor));
      return false;
    });
    return values.length === 0 ? undefined : values;
  };
}

function someOf(of: (ancestor: Thread) => FieldScalar): FieldSome {
  // One visitor for all events: a closure made for each would be garbage for each.
  let asked: (value: FieldScalar) => boolean;
  const visit = (ancestor: Thread) => asked(of(ancestor));
  return (event: CaptureEvent, test) => {
    const process = event.thread?.main;
    if (process === undefined) return false;
    asked = test;
    return someAncestor(event.host, process, visit);
  };
}

function joined(of: (ancestor: Thread) => string): FieldReader {
  return (event) => {
    const process = event.thread?.main;
    if (process === undefined) return undefined;
    let text = '';
    someAncestor(event.host, process, (ancestor) => {
      text = text === '' ? of(ancestor) : `${text} ${of(ancestor)}`;
      return false;
    });
    return text === '' ? undefined : text;
  };
}

function ancestorEnvironment(argument: string): Outcome<FieldReader> {
  if (!/^[0-9]+$/.test(argument)) return ok(inheritedVariable(argument));
  const index = readIndex(argument);
  if (!index.ok) return index;
  const steps = index.value;
  return ok<FieldReader>((event) => {
    const { thread } = event;
    if (thread === undefined) return undefined;
    if (steps === 0) return environmentText(thread);
    let found: Thread | undefined;
    let left = steps;
    const process = thread.main;
    if (process === undefined) return '';
    someAncestor(event.host, process, (ancestor) => {
      left -= 1;
      if (left === 0) found = ancestor;
      return left === 0;
    });
    return found === undefined ? undefined : environmentText(found);
  });
}

function inheritedVariable(name: string): FieldReader {
  return (event) => {
    const { thread } = event;
    if (thread === undefined) return undefined;
    const process = thread.main;
    let value = '';
    let left = environmentGenerations;
    if (process === undefined) return value;
    someAncestor(event.host, process, (ancestor) => {
      value = environmentValue(ancestor, name);
      left -= 1;
      return value !== '' || left === 0;
    });
    return value;
  };
}
