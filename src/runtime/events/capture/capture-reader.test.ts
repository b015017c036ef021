import { describe, expect, it } from 'vitest';
import { block, event, i64, section, text, u32 } from '#testing/capture-writer.ts';
import { FdType } from '../state/fd.ts';
import { decodeParameters } from '../table/decode-parameters.ts';
import { EventType } from '../table/generated/event-type.ts';
import type { BlockBuilder } from './block-builder.ts';
import { BlockType } from './block-type.ts';
import type { FdEntry } from './capture-entries.ts';
import type { CaptureHandler } from './capture-handler.ts';
import { CaptureReader } from './capture-reader.ts';

const close = event({ type: EventType.SYSCALL_CLOSE_X, values: [i64(0), i64(3)], tid: 7, time: 5n });

describe('CaptureReader', () => {
  it('reads the same from any chunks', () => {
    const capture = Buffer.concat([
      section(),
      processes9(),
      close,
      event({ type: EventType.PROCEXIT_1_E, time: 9n }),
      close,
    ]);
    const whole = read([capture]);
    expect(whole.log).toEqual([
      'restart',
      'thread 1 init',
      '1 SYSCALL_CLOSE_X 7 5',
      '2 PROCEXIT_1_E 1 9',
      '3 SYSCALL_CLOSE_X 7 5',
    ]);
    for (const size of [1, 3, 7, 64, 111]) {
      const chunks = Array.from({ length: Math.ceil(capture.length / size) }, (_, index) =>
        capture.subarray(index * size, (index + 1) * size),
      );
      expect(read(chunks), `${size}`).toEqual(whole);
    }
    expect(whole.summary).toMatchObject({
      events: 3,
      complete: true,
      firstTime: 5n,
      lastTime: 5n,
      bytes: capture.length,
      issues: [],
    });
  });

  it('counts events that nobody wants, and tells them of the one before', () => {
    const wanted = new Uint8Array(512);
    wanted[EventType.PROCEXIT_1_E] = 1;
    const seen: string[] = [];
    const reader = new CaptureReader(
      { ...handler([]), event: (item) => seen.push(`${item.number} ${item.previousTime} ${item.firstTime}`) },
      { wanted },
    );
    const time = (value: bigint) => event({ type: EventType.SYSCALL_CLOSE_X, values: [i64(0), i64(3)], time: value });
    reader.push(
      Buffer.concat([section(), time(10n), time(20n), event({ type: EventType.PROCEXIT_1_E, time: 30n }), time(40n)]),
    );
    expect(seen).toEqual(['3 20 10']);
    const { events, counts, lastTime } = reader.end();
    expect([events, counts[EventType.SYSCALL_CLOSE_X], lastTime]).toEqual([4, 3, 40n]);
  });

  it('counts the time since the last event that was shown: of the first it is 0, and enter events of today do not count', () => {
    const seen: string[] = [];
    const reader = new CaptureReader({
      ...handler([]),
      event: (item) => seen.push(`${item.number} ${item.previousTime}`),
    });
    const enter = (time: bigint, flags = 0) =>
      event({ type: EventType.SYSCALL_OPEN_E, values: [text('/x'), u32(0), u32(0)], time, flags });
    const exit = (time: bigint, flags = 0) =>
      event({ type: EventType.SYSCALL_CLOSE_X, values: [i64(0), i64(3)], time, flags });
    reader.push(Buffer.concat([section(), enter(10n), exit(20n), enter(30n), exit(40n), exit(50n, 1), exit(60n)]));
    expect(seen).toEqual(['1 10', '2 20', '3 20', '4 20', '5 40', '6 40']);
  });

  it('gives a time without a first event while only events about the recording have come', () => {
    const seen: bigint[] = [];
    const reader = new CaptureReader({ ...handler([]), event: (item) => seen.push(item.firstTime) });
    reader.push(
      Buffer.concat([
        section(),
        event({ type: EventType.PROCINFO_E, values: [i64(0), i64(0)], time: 3n }),
        close,
        close,
      ]),
    );
    expect(seen).toEqual([0n, 5n, 5n]);
  });

  it('keeps flags, processor and place', () => {
    const seen: unknown[] = [];
    const reader = new CaptureReader({
      ...handler([]),
      event: ({ cpu, flags, blockOffset }) => seen.push([cpu, flags, blockOffset]),
    });
    reader.push(Buffer.concat([section(), close, event({ type: EventType.PROCEXIT_1_E, cpu: 3, flags: 1 })]));
    expect(seen).toEqual([
      [0, 0, section().length],
      [3, 1, section().length + close.length],
    ]);
  });

  it('folds enter events of old captures, and finds the number of parameters that they do not say', () => {
    const old = (type: number, ...values: Buffer[]) => event({ type, values, version: 1, tid: 4 });
    const { log, values, summary } = read([
      Buffer.concat([
        section(),
        old(EventType.SYSCALL_CLOSE_E, i64(3)),
        old(EventType.SYSCALL_CLOSE_X, i64(0)),
        old(EventType.SYSCALL_OPEN_E),
        old(EventType.SYSCALL_OPEN_X, i64(3), text('/etc/passwd'), u32(1), u32(0)),
      ]),
    ]);
    expect(log.slice(1)).toEqual(['1 SYSCALL_CLOSE_X 4 1', '2 SYSCALL_OPEN_E 4 1', '3 SYSCALL_OPEN_X 4 1']);
    expect(values[0]).toEqual({ res: 0, fd: 3 });
    expect(values[2]).toEqual({ fd: 3, name: '/etc/passwd', flags: 1, mode: 0 });
    expect(summary).toMatchObject({ folded: 1, withoutEnter: 0, complete: true });
  });

  it('takes parameters of newer writers, and leaves out types it does not know', () => {
    const { log, values, summary } = read([
      Buffer.concat([
        section(),
        event({ type: EventType.SYSCALL_CLOSE_X, values: [i64(0), i64(3), u32(9)] }),
        event({ type: 9998, values: [] }),
        block(0x7777, (builder) => builder.u32(1)),
        close,
      ]),
    ]);
    expect(log.slice(1)).toEqual(['1 SYSCALL_CLOSE_X 1 1', '2 SYSCALL_CLOSE_X 7 5']);
    expect(values[0]).toEqual({ res: 0, fd: 3, '+2': u32(9) });
    expect(summary).toMatchObject({ newerTypes: 1, unknownBlocks: 1, complete: true });
    expect(summary.issues.map((issue) => issue.code)).toEqual(['capture/unknown-block']);
  });

  it('starts anew at each section, and goes on numbering', () => {
    const user = event({
      type: EventType.USER_ADDED_E,
      values: [u32(1), u32(1), text('a'), text('/'), text('sh'), text('')],
      time: 1n,
    });
    const seen: string[] = [];
    const reader: CaptureReader = new CaptureReader({
      ...handler(seen),
      event: (item) => seen.push(`${item.number} ${reader.opening} ${item.firstTime}`),
    });
    reader.push(Buffer.concat([section({ options: Buffer.alloc(24) }), user, close, section(), user, close, user]));
    expect(seen).toEqual(['restart', '1 true 0', '2 false 5', 'restart', '2 true 0', '3 false 5', '4 false 5']);
    expect(reader.end().sections).toBe(2);
  });

  it.each([
    ['big-endian', section({ magic: 0x4d3c2b1a }), 'capture/big-endian'],
    ['of a newer version', section({ major: 2 }), 'capture/newer-version'],
    ['no capture', Buffer.from('#!/bin/sh\necho not a capture\n'), 'capture/no-capture'],
    ['too short', Buffer.from('\n\r\r'), 'capture/no-capture'],
    ['empty', Buffer.alloc(0), 'capture/empty'],
  ])('refuses what is %s', (_, bytes, code) => {
    const { reader } = read([bytes]);
    expect(reader.failure?.code).toBe(code);
  });

  it('says where a cut capture ends', () => {
    const capture = Buffer.concat([section(), close, close]);
    const { log, summary } = read([capture.subarray(0, -10)]);
    expect(log.length).toBe(2);
    expect(summary.complete).toBe(false);
    expect(summary.issues).toMatchObject([
      { code: 'capture/truncated', where: `byte ${section().length + close.length}` },
    ]);
  });

  it('finds the next block after damage', () => {
    const broken = Buffer.from(close);
    broken.writeUInt32LE(0x70000000, 4);
    const { log, summary } = read([Buffer.concat([section(), close, broken, close, close])]);
    expect(log.slice(1)).toEqual(['1 SYSCALL_CLOSE_X 7 5', '2 SYSCALL_CLOSE_X 7 5', '3 SYSCALL_CLOSE_X 7 5']);
    expect(summary).toMatchObject({ complete: false, skippedBytes: broken.length });
    expect(summary.issues).toMatchObject([
      { code: 'capture/damaged-block', where: `byte ${section().length + close.length}` },
    ]);
  });

  it('leaves out an event whose lengths contradict each other', () => {
    const broken = Buffer.from(close);
    broken.writeUInt16LE(9999, 8 + 2 + 26);
    const { log, summary } = read([Buffer.concat([section(), broken, close])]);
    expect(log.slice(1)).toEqual(['1 SYSCALL_CLOSE_X 7 5']);
    expect(summary).toMatchObject({ damagedEvents: 1, complete: false });
  });
});

describe('lists', () => {
  it.each([
    [1, BlockType.processes1],
    [1, BlockType.oldProcesses1],
    [2, BlockType.processes2],
    [3, BlockType.processes3],
    [4, BlockType.processes4],
    [5, BlockType.processes5],
    [6, BlockType.processes6],
    [7, BlockType.processes7],
    [8, BlockType.processes8],
  ])('reads process lists of version %i', (version, type) => {
    const list = block(type, (builder) => {
      for (const tid of [1, 2]) processFields(builder, version, tid);
    });
    const { threads } = read([Buffer.concat([section(), list])]);
    expect(threads).toEqual([1, 2].map((tid) => processFacts(version, tid)));
  });

  it('reads entries of version 9 that end earlier or later than today', () => {
    const tail = (bytes: number) => Buffer.alloc(bytes, 1);
    const facts = [0, 4, 29, 41, 41 + 1 + 24, 41 + 1 + 24 + 2 + 8, 200].map((bytes) => {
      const list = block(BlockType.processes9, (builder) => {
        const entry = builder.beginEntry();
        processFields(builder, 9, 1);
        builder.raw(tail(bytes));
        builder.endEntry(entry);
      });
      const { summary, threads } = read([Buffer.concat([section(), list])]);
      expect(summary.complete).toBe(true);
      const { loginuid, tty, capEffective, exeInode, pgid } = threads[0] as Record<string, unknown>;
      return [loginuid, tty, capEffective, exeInode, pgid];
    });
    const one = 0x0101010101010101n;
    expect(facts).toEqual([
      [0xffffffff, 0, 0n, 0n, -1],
      [0x01010101, 0, 0n, 0n, -1],
      [0x01010101, 0, one, 0n, -1],
      [0x01010101, 0x01010101, one, 0n, -1],
      [0x01010101, 0x01010101, one, one, -1],
      [0x01010101, 0x01010101, one, one, Number(one)],
      [0x01010101, 0x01010101, one, one, Number(one)],
    ]);
  });

  it.each([1, 2])('reads fd lists of version %i', (version) => {
    const entries: ((builder: BlockBuilder) => void)[] = [
      (builder) => fd(builder, 0, FdType.file, () => counted(builder, '/dev/null')),
      (builder) =>
        fd(builder, 3, FdType.ipv4, () => {
          builder.raw(Buffer.from([10, 0, 0, 1, 10, 0, 0, 2]));
          builder.u16(1234);
          builder.u16(80);
          builder.u8(1);
        }),
      (builder) =>
        fd(builder, 4, FdType.unix, () => {
          builder.u64(1n);
          builder.u64(2n);
          counted(builder, '/run/socket');
        }),
      (builder) =>
        fd(builder, 5, FdType.fileV2, () => {
          builder.u32(7);
          counted(builder, '/file');
          if (version === 2) builder.u32(42);
        }),
    ];
    const list = block(version === 1 ? BlockType.fds1 : BlockType.fds2, (builder) => {
      builder.number64(9);
      for (const write of entries) {
        const entry = version === 2 ? builder.beginEntry() : 0;
        write(builder);
        if (version === 2) builder.endEntry(entry);
      }
    });
    const { fds } = read([Buffer.concat([section(), list])]);
    expect(fds).toMatchObject([
      { number: 0, type: FdType.file, name: '/dev/null', inode: 77n },
      { number: 3, clientAddress: Uint8Array.of(10, 0, 0, 1), clientPort: 1234, serverPort: 80, l4: 1 },
      { number: 4, unixSource: 1n, unixDestination: 2n, name: '/run/socket' },
      { number: 5, openFlags: 7, name: '/file', device: version === 2 ? 42 : 0 },
    ]);
  });

  it('reads users, groups, interfaces and the machine', () => {
    const users = block(BlockType.users1, (builder) => {
      builder.u8(0);
      builder.u32(1000);
      builder.u32(100);
      for (const value of ['ada', '/home/ada', '/bin/sh']) counted(builder, value);
      builder.u8(1);
      builder.u32(100);
      counted(builder, 'staff');
    });
    const interfaces = block(BlockType.interfaces2, (builder) => {
      const entry = builder.beginEntry();
      builder.u16(1);
      builder.u16(2);
      builder.raw(Buffer.from([127, 0, 0, 1, 255, 0, 0, 0, 0, 0, 0, 0]));
      builder.u64(5n);
      builder.raw(Buffer.from('lo'));
      builder.u32(99);
      builder.endEntry(entry, 4);
    });
    const machine = block(BlockType.machine, (builder) => {
      builder.u32(8);
      builder.u64(1024n);
      builder.u64(32768n);
      builder.raw(Buffer.alloc(128, 'host\0', 'latin1').fill(0, 4));
      for (let index = 0; index < 4; index += 1) builder.u64(BigInt(index + 3));
    });
    const { log } = read([Buffer.concat([section(), machine, interfaces, users])]);
    expect(log).toEqual([
      'restart',
      'machine host 8 3',
      'interface lo 127,0,0,1 5',
      'user ada 1000',
      'group staff 100',
    ]);
  });

  it('tells the whole entries of a damaged list', () => {
    const list = block(BlockType.processes1, (builder) => {
      processFields(builder, 1, 1);
      builder.raw(Buffer.alloc(30, 0xff));
    });
    const { threads, summary } = read([Buffer.concat([section(), list, close])]);
    expect(threads.length).toBe(1);
    expect(summary).toMatchObject({ complete: false, events: 1, issues: [{ code: 'capture/damaged-list' }] });
  });
});

function read(chunks: readonly Buffer[]) {
  const log: string[] = [];
  const values: unknown[] = [];
  const threads: unknown[] = [];
  const fds: FdEntry[] = [];
  const reader = new CaptureReader({
    ...handler(log),
    addThread: (entry) => {
      log.push(`thread ${entry.tid} ${entry.comm}`);
      threads.push({
        ...entry,
        comm: `${entry.comm}`,
        root: `${entry.root}`,
        env: `${entry.env}`,
        exepath: `${entry.exepath}`,
      });
    },
    addFds: (_, list) => fds.push(...list),
    event: (item) => {
      log.push(`${item.number} ${typeName(item.type)} ${item.tid} ${item.time}`);
      values.push({ ...decodeParameters(item) });
    },
  });
  for (const chunk of chunks) reader.push(chunk);
  return { log, values, threads, fds, summary: reader.end(), reader: { failure: reader.failure } };
}

function handler(log: string[]): CaptureHandler {
  return {
    restart: () => void log.push('restart'),
    setMachine: (machine) => void log.push(`machine ${machine.hostname} ${machine.cpus} ${machine.bootTime}`),
    addInterface: (item) => void log.push(`interface ${item.name} ${item.address} ${item.linkSpeed}`),
    addUser: (user) => void log.push(`user ${user.name} ${user.uid}`),
    addGroup: (group) => void log.push(`group ${group.name} ${group.gid}`),
    addThread: () => {},
    addFds: () => {},
    event: () => {},
  };
}

function typeName(type: number): string {
  return Object.entries(EventType).find(([, number]) => number === type)?.[0] ?? `${type}`;
}

function processes9(): Buffer {
  return block(BlockType.processes9, (builder) => {
    const entry = builder.beginEntry();
    processFields(builder, 9, 1);
    builder.endEntry(entry);
  });
}

function processFields(builder: BlockBuilder, version: number, tid: number): void {
  for (const id of [tid, tid, 0]) builder.number64(id);
  if (version >= 6) builder.number64(5);
  if (version >= 8) builder.number64(6);
  for (const value of ['init', '/sbin/init']) counted(builder, value);
  if (version >= 7) counted(builder, '/usr/sbin/init');
  for (const value of ['', '/']) counted(builder, value);
  builder.u64(1024n);
  for (const value of [8, 0, 0]) builder.u32(value);
  if (version >= 2) {
    for (const value of [1, 2, 3]) builder.u32(value);
    builder.u64(4n);
    builder.u64(5n);
  }
  if (version >= 3) counted(builder, 'A=b');
  if (version >= 4) {
    builder.number64(tid);
    builder.number64(tid);
    counted(builder, 'cpu=/');
  }
  if (version >= 5) counted(builder, '/root');
}

function processFacts(version: number, tid: number): unknown {
  return expect.objectContaining({
    tid,
    sid: version >= 6 ? 5 : -1,
    vpgid: version >= 8 ? 6 : -1,
    comm: 'init',
    exepath: version >= 7 ? '/usr/sbin/init' : '',
    flags: 8,
    vmSwapKb: version >= 2 ? 3 : 0,
    env: version >= 3 ? 'A=b' : '',
    vtid: version >= 4 ? tid : -1,
    root: version >= 5 ? '/root' : '',
    loginuid: 0xffffffff,
  });
}

function fd(builder: BlockBuilder, number: number, type: number, rest: () => void): void {
  builder.number64(number);
  builder.u64(77n);
  builder.u8(type);
  rest();
}

function counted(builder: BlockBuilder, value: string): void {
  builder.text(value, 1023);
}
