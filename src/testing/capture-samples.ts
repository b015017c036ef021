import { BlockType } from '#runtime/events/capture/block-type.ts';
import { eventTable, type ParameterType } from '#runtime/events/table/event-table.ts';
import { parameterSize } from '#runtime/events/table/parameter-size.ts';
import { block, event, section } from './capture-writer.ts';

/** Small captures that together have every row of the event table, in both block versions, after lists of both kinds. */
export function sampleCaptures(rowsInOne = 60): Buffer[] {
  const samples: Buffer[] = [];
  for (let at = 0; at < eventTable.length; at += rowsInOne) {
    const rows = eventTable.slice(at, at + rowsInOne);
    for (const version of [1, 2] as const) {
      const events = rows.flatMap((row, index) => {
        const large = row.flags.has('large');
        const values = row.parameters.map((parameter) => sampleValue(parameter.type));
        const common = { type: row.number, tid: 1 + (index % 3), time: BigInt(1000 + index) };
        const whole = event({ ...common, values, version: large ? 2 : version });
        // As an older writer had it: the last parameters are missing.
        return values.length > 1 && version === 2
          ? [whole, event({ ...common, values: values.slice(0, -1), flags: 1 })]
          : [whole];
      });
      samples.push(Buffer.concat([section(), ...lists(version), ...events, section(), ...events.slice(0, 5)]));
    }
  }
  return samples;
}

/** Something that is a value of the type. */
export function sampleValue(type: ParameterType): Buffer {
  const size = parameterSize(type);
  if (size !== undefined) return Buffer.from([3, ...Array<number>(15).fill(0)]).subarray(0, size);
  switch (type) {
    case 'path':
    case 'relpath':
      return Buffer.from('/etc/passwd\0');
    case 'texts':
    case 'text-pairs':
      return Buffer.from('one\0two\0');
    case 'sockaddr':
      return Buffer.from([2, 127, 0, 0, 1, 80, 0]);
    case 'socktuple':
      return Buffer.from([2, 127, 0, 0, 1, 57, 48, 10, 0, 0, 1, 80, 0]);
    case 'fdlist':
      return Buffer.from([1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0]);
    case 'text':
      return Buffer.from('text\0');
    default:
      return Buffer.from('{"container":{"id":"5c1f93a887b7","type":0}}\0');
  }
}

function lists(version: 1 | 2): Buffer[] {
  const processes = block(version === 1 ? BlockType.processes1 : BlockType.processes9, (builder) => {
    for (const tid of [1, 2, 3]) {
      const entry = version === 2 ? builder.beginEntry() : 0;
      for (const id of version === 2 ? [tid, 1, 0, 1, 1] : [tid, 1, 0]) builder.number64(id);
      for (const value of version === 2
        ? ['init', '/init', '/sbin/init', 'a\0b\0', '/']
        : ['init', '/init', 'a\0b\0', '/'])
        builder.text(value, 1023);
      builder.u64(1024n);
      for (const value of [0, 0, 0]) builder.u32(value);
      if (version === 2) {
        for (const value of [1, 2, 3]) builder.u32(value);
        builder.u64(4n);
        builder.u64(5n);
        builder.text('A=b\0', 1023);
        builder.number64(tid);
        builder.number64(1);
        for (const value of ['cpu=/docker/5c1f93a887b78ae94e4710682577c3a3f50927ddee46e23afec06bcc3819c263\0', '/'])
          builder.text(value, 1023);
        builder.raw(Buffer.alloc(80, 1));
        builder.endEntry(entry);
      }
    }
  });
  const fds = block(version === 1 ? BlockType.fds1 : BlockType.fds2, (builder) => {
    builder.number64(1);
    for (const [number, type] of [
      [0, 1],
      [3, 3],
      [4, 8],
      [5, 16],
    ] as const) {
      const entry = version === 2 ? builder.beginEntry() : 0;
      builder.number64(number);
      builder.u64(9n);
      builder.u8(type);
      if (type === 3) builder.raw(Buffer.from([127, 0, 0, 1, 10, 0, 0, 1, 57, 48, 80, 0, 1]));
      if (type === 8) builder.raw(Buffer.alloc(16, 1));
      if (type === 16) builder.u32(1);
      if (type !== 3) builder.text('/dev/null', 1023);
      if (version === 2) builder.endEntry(entry);
    }
  });
  const users = block(version === 1 ? BlockType.users1 : BlockType.users2, (builder) => {
    const entry = version === 2 ? builder.beginEntry() : 0;
    builder.u8(0);
    builder.u32(1000);
    builder.u32(100);
    for (const value of ['ada', '/home/ada', '/bin/sh']) builder.text(value, 255);
    if (version === 2) builder.endEntry(entry);
  });
  return [processes, fds, users];
}
