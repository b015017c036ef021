import type { Field } from '../field.ts';
import { fdTypeName } from './fd-type-name.ts';
import { plain } from './reader-of.ts';

/** Where the process's standard streams lead. */
export const processStreamFields: readonly Field[] = [
  typeField('proc.stdin.type', 0, 'standard input'),
  typeField('proc.stdout.type', 1, 'standard output'),
  typeField('proc.stderr.type', 2, 'standard error'),
  nameField('proc.stdin.name', 0, 'standard input'),
  nameField('proc.stdout.name', 1, 'standard output'),
  nameField('proc.stderr.name', 2, 'standard error'),
];

function typeField(name: string, fd: number, stream: string): Field {
  return {
    name,
    family: 'process',
    type: 'charbuf',
    describes: `Type (as fd.type) of descriptor ${fd}, ${stream}. A shell whose streams are sockets is a reverse shell.`,
    reader: plain((event) => {
      const type = event.thread?.fds.get(fd)?.type;
      return type === undefined ? undefined : fdTypeName(type);
    }),
  };
}

function nameField(name: string, fd: number, stream: string): Field {
  return {
    name,
    family: 'process',
    type: 'charbuf',
    describes: `Name (as fd.name) of descriptor ${fd}, ${stream}.`,
    reader: plain((event) => event.thread?.fds.get(fd)?.name),
  };
}
