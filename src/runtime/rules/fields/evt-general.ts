import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { type CaptureEvent, EventType } from '#runtime/events/event.ts';
import { eventName } from '#runtime/events/format/event-name.ts';
import { eventTable } from '#runtime/events/table/event-table.ts';
import type { Field, FieldReader } from '../field.ts';
import { trait, traitsOfEvent } from './event-traits.ts';
import { plain } from './reader-of.ts';

export const evtGeneralFields: readonly Field[] = [
  {
    name: 'evt.num',
    family: 'evt',
    type: 'uint64',
    describes: 'Place of the event in the capture, from 1.',
    reader: plain((event) => event.number),
  },
  {
    name: 'evt.cpu',
    family: 'evt',
    type: 'int16',
    describes: 'Processor on which the event happened, from 0.',
    reader: plain((event) => (event.cpu << 16) >> 16),
  },
  {
    name: 'evt.dir',
    family: 'evt',
    type: 'charbuf',
    describes:
      '`<` for syscalls, which are recorded as they return; `>` for what has no end of its own, such as a signal or the exit of a process.',
    deprecated: true,
    reader: plain((event) => (traitsOfEvent(event) & trait.exit ? '<' : '>')),
  },
  {
    name: 'evt.type',
    family: 'evt',
    type: 'charbuf',
    describes: 'What happened: the name of the syscall or of the other kind of event (`execve`, `openat`, `procexit`).',
    reader: plain(eventName),
  },
  {
    name: 'evt.type.is',
    family: 'evt',
    type: 'uint32',
    describes:
      '1 where the event is of a given type, else 0. Knows a name only by the oldest of the types that have it; evt.type is what to use.',
    argument: { required: true, kind: 'text', describes: 'name of an event, or number of an event type' },
    reader: typeIs,
  },
  {
    name: 'syscall.type',
    family: 'evt',
    type: 'charbuf',
    describes: 'Name of the syscall; nothing for events that are none.',
    reader: plain((event) => (traitsOfEvent(event) & trait.syscall ? eventName(event) : undefined)),
  },
  {
    name: 'evt.source',
    family: 'evt',
    type: 'charbuf',
    describes: 'Where the event comes from: `syscall`. Nothing for events of plug-ins, which are not loaded.',
    reader: plain((event) => (traitsOfEvent(event) & trait.plugin ? undefined : 'syscall')),
  },
  {
    name: 'evt.is_async',
    family: 'evt',
    type: 'bool',
    describes: 'Tells of something that the recorder noticed (a new container, load of processes), not of a syscall.',
    reader: plain((event) => (traitsOfEvent(event) & trait.meta) !== 0),
  },
  {
    name: 'evt.asynctype',
    family: 'evt',
    type: 'charbuf',
    describes: 'What an asynchronous event tells of (`container`).',
    reader: plain((event) => (traitsOfEvent(event) & trait.meta ? eventName(event) : undefined)),
  },
  {
    name: 'evt.hostname',
    family: 'evt',
    type: 'charbuf',
    describes: 'Name of the machine on which the capture was made.',
    reader: plain((event) => event.host.machine?.hostname),
  },
  {
    name: 'evt.pluginname',
    family: 'evt',
    type: 'charbuf',
    describes: 'Name of the plug-in that an event comes from. Plug-ins are not loaded: never has a value.',
    reader: plain(() => undefined),
  },
  {
    name: 'evt.plugininfo',
    family: 'evt',
    type: 'charbuf',
    describes: "A plug-in's summary of its event. Plug-ins are not loaded: never has a value.",
    reader: plain(() => undefined),
  },
  {
    name: 'evt.count',
    family: 'evt',
    type: 'uint32',
    describes: 'Always 1: for sums over events.',
    reader: plain(() => 1),
  },
  {
    name: 'evt.count.exit',
    family: 'evt',
    type: 'uint32',
    describes: '1 where evt.dir is `<`, else nothing.',
    reader: plain((event) => (traitsOfEvent(event) & trait.exit ? 1 : undefined)),
  },
  {
    name: 'evt.count.procinfo',
    family: 'evt',
    type: 'uint32',
    describes: "1 for a report of a process's load (of its main thread), else 0.",
    only: 'table',
    reader: plain((event) => (isLoadReport(event) && event.thread && event.thread.main === event.thread ? 1 : 0)),
  },
  {
    name: 'evt.count.threadinfo',
    family: 'evt',
    type: 'uint32',
    describes: "1 for a report of a thread's load, else 0.",
    only: 'table',
    reader: plain((event) => (isLoadReport(event) ? 1 : 0)),
  },
  {
    name: 'evt.infra.docker.name',
    family: 'evt',
    type: 'charbuf',
    describes: 'Name of an event of the Docker engine, as old captures have them.',
    only: 'table',
    reader: plain((event) => firstPart(engineText(event, 'Event'))),
  },
  {
    name: 'evt.infra.docker.container.id',
    family: 'evt',
    type: 'charbuf',
    describes: 'Short id of the container that an event of the Docker engine is about.',
    only: 'table',
    reader: plain((event) => firstPart(engineText(event, 'ID'))?.slice(0, 12)),
  },
  {
    name: 'evt.infra.docker.container.name',
    family: 'evt',
    type: 'charbuf',
    describes: 'Name of the container that an event of the Docker engine is about.',
    only: 'table',
    reader: plain((event) => firstPart(engineText(event, 'name'))),
  },
  {
    name: 'evt.infra.docker.container.image',
    family: 'evt',
    type: 'charbuf',
    describes: 'Image of the container that an event of the Docker engine is about, without its digest.',
    only: 'table',
    reader: plain(engineImage),
  },
];

/** The first row of that name and the one after it, or the row of that number. */
function typeIs(argument: string | undefined): Outcome<FieldReader> {
  if (argument !== undefined && /^[0-9]{1,9}$/.test(argument)) {
    const type = Number(argument);
    return ok((event) => (event.type === type ? 1 : 0));
  }
  const first = argument === undefined ? -1 : eventTable.findIndex((row) => row.name === argument);
  if (first < 0) {
    const message = argument === undefined ? 'filter syntax error: evt.type.is' : `unknown event type ${argument}`;
    return failed(errorIssue('rules/field-argument', message, { hint: 'write evt.type = NAME' }));
  }
  return ok((event) => (event.type === first || event.type === first + 1 ? 1 : 0));
}

function isLoadReport(event: CaptureEvent): boolean {
  return event.type === EventType.PROCINFO_E;
}

/** `Event:start;ID:4dbf…;Image:nginx@sha256:…`: the value of the first item whose key starts so. */
function engineText(event: CaptureEvent, key: string): string | undefined {
  if (event.type !== EventType.INFRASTRUCTURE_EVENT_E) return undefined;
  for (const item of (event.text(2) ?? '').split(';')) {
    const text = item.trim();
    if (text.startsWith(key)) return text.slice(text.indexOf(':') + 1).trim();
  }
  return undefined;
}

function firstPart(text: string | undefined): string | undefined {
  return text?.split(':')[0]?.trim();
}

function engineImage(event: CaptureEvent): string | undefined {
  const image = engineText(event, 'Image');
  if (image?.includes('@')) return image.slice(0, image.indexOf('@'));
  return image?.startsWith('sha256') ? image : firstPart(image);
}
