import { BlockType } from '#runtime/events/capture/block-type.ts';
import { type EventFacts, encodeEvent, eventBlock } from '#testing/capture-builder.ts';
import { block, u32 } from '#testing/capture-writer.ts';

export type Feed = (bytes: Buffer) => void;

const atOnce = 4_096;
const cgroup = 'cpu=/docker/5c1f93a887b78ae94e4710682577c3a3f50927ddee46e23afec06bcc3819c263';

/** The same block very many times over; `change` makes copy `index` different. */
export function repeated(
  template: Buffer,
  times: number,
  change?: (copy: Buffer, index: number) => void,
): (feed: Feed) => void {
  return (feed) => {
    for (let done = 0; done < times; done += atOnce) {
      const count = Math.min(atOnce, times - done);
      const bytes = Buffer.alloc(count * template.length, template);
      if (change)
        for (let index = 0; index < count; index += 1)
          change(bytes.subarray(index * template.length, (index + 1) * template.length), done + index);
      feed(bytes);
    }
  };
}

export function eventOf(facts: EventFacts): Buffer {
  return eventBlock(encodeEvent(facts));
}

/** Time and thread of an event's block. */
export function setEvent(copy: Buffer, time: number, tid: number): void {
  copy.writeBigUInt64LE(BigInt(time), 10);
  copy.writeBigInt64LE(BigInt(tid), 18);
}

/** Where a parameter's value starts in an event's block; u16 lengths. */
export function valueAt(bytes: Buffer, index: number): number {
  let at = 36 + bytes.readUInt32LE(32) * 2;
  for (let before = 0; before < index; before += 1) at += bytes.readUInt16LE(36 + before * 2);
  return at;
}

export function openEvent(tid: number, fd: number, name: string): Buffer {
  return eventOf({ type: 'SYSCALL_OPENAT_2_X', tid, time: 12n, parameters: { fd, dirfd: -100, name, flags: 1 } });
}

export const openFd = (copy: Buffer, fd: number): void => {
  copy.writeBigInt64LE(BigInt(fd), valueAt(copy, 0));
};

/** A clone as the child sees it. */
export function cloneEvent(tid: number, pid: number, ptid: number, flags = 0): Buffer {
  const parameters = {
    res: 0,
    exe: '/bin/x',
    args: ['a'.repeat(600)],
    tid,
    pid,
    ptid,
    comm: 'x',
    cgroups: [cgroup],
    flags,
    vtid: tid,
    vpid: pid,
  };
  return eventOf({ type: 'SYSCALL_CLONE_20_X', tid, time: 10n, parameters });
}

/** Makes the copy the clone of another process, or of another thread of the same one. */
export function setClone(copy: Buffer, tid: number, pid = tid): void {
  setEvent(copy, tid * 1000, tid);
  for (const [index, id] of [
    [3, tid],
    [4, pid],
    [18, tid],
    [19, pid],
  ] as const)
    copy.writeBigInt64LE(BigInt(id), valueAt(copy, index));
}

export function exitEvent(tid: number): Buffer {
  return eventOf({
    type: 'PROCEXIT_1_E',
    tid,
    time: 20n,
    parameters: { status: 0, ret: 0, sig: 0, core: 0, reaper_tid: 0 },
  });
}

/** A process list of version 9. */
export function processList(
  count: number,
  ids: (index: number) => readonly [tid: number, pid: number, parent: number],
): Buffer {
  return block(BlockType.processes9, (builder) => {
    for (let index = 0; index < count; index += 1) {
      const [tid, pid, parent] = ids(index);
      const entry = builder.beginEntry();
      for (const id of [tid, pid, parent, 1, 1]) builder.number64(id);
      for (const value of ['x', '/x', '/x', 'a\0', '/']) builder.text(value, 100);
      builder.raw(Buffer.alloc(48));
      builder.text('', 10);
      builder.number64(tid);
      builder.number64(pid);
      builder.text('cpu=/\0', 100);
      builder.text('/', 100);
      builder.raw(Buffer.alloc(92));
      builder.endEntry(entry);
    }
  });
}

/** A block's type and length, and nothing behind them. */
export function blockStart(type: number, length: number): Buffer {
  return Buffer.concat([u32(type), u32(length)]);
}
