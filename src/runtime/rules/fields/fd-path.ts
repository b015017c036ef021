import type { CaptureEvent } from '#runtime/events/event.ts';
import { fdTypeIsFile, fdTypeIsPath } from '#runtime/events/format/fd-kind.ts';
import type { Field } from '../field.ts';
import { fdName, fdOf, fdRawName, isOnDescriptor, numberedFd } from './fd-of-event.ts';
import { plain } from './reader-of.ts';

export const fdPathFields: readonly Field[] = [
  {
    name: 'fd.name',
    family: 'fd',
    type: 'charbuf',
    describes:
      'Name of the descriptor: the full path of a file, the two ends of a connection. Of a failed open, the path that was asked for.',
    reader: plain(fdName),
  },
  {
    name: 'fd.nameraw',
    family: 'fd',
    type: 'charbuf',
    describes: 'The path of a file as the program gave it: not made absolute, only double slashes made one.',
    reader: plain((event) => withoutDoubleSlashes(fdRawName(event))),
  },
  {
    name: 'fd.directory',
    family: 'fd',
    type: 'charbuf',
    describes: 'Directory of the file; a directory itself.',
    reader: plain(directory),
  },
  {
    name: 'fd.filename',
    family: 'fd',
    type: 'charbuf',
    describes: 'Name of the file without its directory.',
    reader: plain(fileName),
  },
  {
    name: 'fd.containername',
    family: 'fd',
    type: 'charbuf',
    describes: 'Id of the container (nothing for the host), a colon, and fd.name.',
    reader: plain((event) => inContainer(event, fdName(event))),
  },
  {
    name: 'fd.containerdirectory',
    family: 'fd',
    type: 'charbuf',
    describes: 'Id of the container (nothing for the host), a colon, and fd.directory.',
    reader: plain((event) => inContainer(event, directory(event))),
  },
];

function withoutDoubleSlashes(name: string | undefined): string | undefined {
  return name?.includes('//') ? name.replace(/\/{2,}/g, '/') : name;
}

function inContainer(event: CaptureEvent, name: string | undefined): string | undefined {
  return name === undefined ? undefined : `${event.thread!.containerId}:${name}`;
}

function directory(event: CaptureEvent): string | undefined {
  if (!isOnDescriptor(event)) return undefined;
  const fd = numberedFd(event);
  if (fd && !fdTypeIsPath(fd.type)) return undefined;
  const name = fdName(event);
  if (name === undefined || (fd && !fdTypeIsFile(fd.type))) return name;
  if (name !== lastName) {
    lastName = name;
    lastDirectory = directoryOf(name);
  }
  return lastDirectory;
}

/** Events that follow each other are often about the same file. */
let lastName = '/';
let lastDirectory = '/';

function directoryOf(name: string): string {
  const slash = name.lastIndexOf('/');
  if (slash <= 0) return '/';
  return slash < name.length - 1 ? name.slice(0, slash) : name;
}

function fileName(event: CaptureEvent): string | undefined {
  const fd = fdOf(event);
  if (!fd || !fdTypeIsFile(fd.type)) return undefined;
  const { name } = fd;
  const slash = name.lastIndexOf('/');
  if (slash < 0) return '/';
  return slash < name.length - 1 ? name.slice(slash + 1) : name;
}
