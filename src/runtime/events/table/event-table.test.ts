import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { conversionRule } from '../convert/conversion-rule.ts';
import { conversionRows } from './conversion-rows.ts';
import { eventTable, type ParameterRow } from './event-table.ts';
import { EventType } from './generated/event-type.ts';
import { syscallNames } from './syscall-names.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

describe('the event table', () => {
  it('has a row for each number, in pairs of an enter and an exit event', () => {
    eventTable.forEach((row, number) => {
      expect(row.number).toBe(number);
      expect(row.enter, row.id).toBe(number % 2 === 0);
    });
    expect(new Set(eventTable.map((row) => row.id)).size).toBe(eventTable.length);
  });

  it('has the law of compatibility at its head', () => {
    const head = readFileSync(join(root, 'src/runtime/events/table/event-rows.ts'), 'utf8').split('export const')[0];
    expect(head).toContain('The law of compatibility');
    for (const rule of ['1.', '2.', '3.', '4.']) expect(head).toContain(` ${rule} `);
  });

  it('has flag sets and directories that exist, and no name twice in an event', () => {
    for (const row of eventTable) {
      const names = row.parameters.map((parameter) => parameter.name);
      expect(new Set(names).size, row.id).toBe(names.length);
      for (const { directory } of row.parameters)
        if (directory !== undefined) expect(row.parameters[directory]?.type, row.id).toBe('fd');
    }
  });

  it('has conversion rules that name existing parameters', () => {
    for (const line of conversionRows.trim().split('\n')) {
      const [id = '', count = ''] = line.split(' ');
      const type = (EventType as Readonly<Record<string, number>>)[id]!;
      const rule = conversionRule(type, Number(count))!;
      const target = eventTable[rule.action === 'become' ? rule.type : type]!;
      const kept = rule.action === 'become' ? 0 : Number(count);
      if (rule.action === 'add' || rule.action === 'become')
        expect(kept + rule.parameters.length, line).toBeLessThanOrEqual(target.parameters.length);
      for (const { from, index } of rule.parameters) {
        if (from === 'old') expect(index, line).toBeLessThan(Number(count));
        if (from === 'enter') expect(index, line).toBeLessThan(eventTable[type - 1]!.parameters.length);
      }
    }
  });

  it('agrees with the files derived from it', async () => {
    const { derivedFiles } = (await import(pathToFileURL(join(root, 'tools/event-table.mjs')).href)) as {
      derivedFiles: () => Map<string, string>;
    };
    for (const [path, text] of derivedFiles())
      expect(readFileSync(join(root, path), 'utf8') === text, `${path}: run node tools/event-table.mjs`).toBe(true);
  });
});

interface Dump {
  events: {
    id: number;
    ppme: string;
    name: string;
    dir: string;
    category: number;
    flags: string[];
    params: DumpParameter[];
  }[];
  syscall_codes: { id: number; name: string }[];
  old_event_conversions: {
    event: string;
    nparams: number;
    action: string;
    new_event?: string;
    params?: { from: string; index?: number; flags?: string }[];
  }[];
}

interface DumpParameter {
  name: string;
  type: string;
  fmt: number;
  dirfd_param?: number;
  values?: { name: string; value: number }[];
  variants?: { type: string; fmt: number }[];
}

describe.skipIf(skipShared.skip)(`the event table against libscap's ${skipShared.note}`, () => {
  const dump = skipShared.skip
    ? undefined
    : (JSON.parse(readFileSync(sharedPath('conformance/event-table.json'), 'utf8')) as Dump);

  it('has the same events, parameters, flags and values', () => {
    expect(eventTable.length).toBe(dump!.events.length);
    for (const event of dump!.events) {
      const row = eventTable[event.id]!;
      expect({
        id: `PPME_${row.id}`,
        name: row.name,
        enter: row.enter,
        flags: [...row.flags].map((flag) => flagNames[flag]).sort(),
        category: (row.source ? sourceBits[row.source] : 0) + categories[row.category]!,
        parameters: row.parameters.map(facts),
      }).toEqual({
        id: event.ppme,
        name: event.name,
        enter: event.dir === '>',
        flags: [...event.flags].sort(),
        category: event.category,
        parameters: event.params.map(dumpFacts),
      });
    }
  });

  it('has the same syscall codes', () => {
    expect([...syscallNames]).toEqual(dump!.syscall_codes.map((code) => code.name));
  });

  it('has the same conversion rules', () => {
    for (const rule of dump!.old_event_conversions) {
      const id = rule.event.slice('PPME_'.length);
      const own = conversionRule((EventType as Readonly<Record<string, number>>)[id]!, rule.nparams);
      // The dump runs two rules into one here: BPF_E is only stored, and BPF_X with one parameter becomes BPF_2_X (libs, converter/table.cpp).
      if (id === 'SYSCALL_BPF_E') {
        expect(own?.action).toBe('store');
        const exit = conversionRule(EventType.SYSCALL_BPF_X, 1)!;
        expect(`PPME_${eventTable[exit.type]?.id}`).toBe(rule.new_event);
        expect(exit.parameters.map(ruleFacts)).toEqual(rule.params?.map(dumpRuleFacts));
        continue;
      }
      expect(own?.action, rule.event).toBe(actionNames[rule.action]);
      if (rule.new_event) expect(`PPME_${eventTable[own!.type]?.id}`, rule.event).toBe(rule.new_event);
      expect(own?.parameters.map(ruleFacts), rule.event).toEqual((rule.params ?? []).map(dumpRuleFacts));
    }
    expect(conversionRows.trim().split('\n').length).toBe(dump!.old_event_conversions.length + 1);
  });
});

function facts(row: ParameterRow) {
  return {
    name: row.name,
    type: typeNames[row.type] ?? row.type.toUpperCase(),
    base: row.base,
    flags: row.flags,
    directory: row.directory,
    variants: row.variants?.map(({ type, base }) => ({ type: typeNames[type] ?? type.toUpperCase(), base })),
  };
}

function dumpFacts(parameter: DumpParameter) {
  return {
    name: parameter.name,
    type: parameter.type,
    base: baseNames[parameter.fmt],
    flags: parameter.values?.length ? parameter.values : undefined,
    directory: parameter.dirfd_param,
    variants: parameter.variants?.map(({ type, fmt }) => ({ type, base: baseNames[fmt] })),
  };
}

function ruleFacts({ from, index, elseEmpty }: { from: string; index: number; elseEmpty: boolean }) {
  return { from, index: from === 'old' || from === 'enter' ? index : 0, elseEmpty };
}

function dumpRuleFacts({ from, index, flags }: { from: string; index?: number; flags?: string }) {
  const own = from.replace('FROM_', '').toLowerCase();
  return {
    from: own,
    index: own === 'old' || own === 'enter' ? (index ?? 0) : 0,
    elseEmpty: flags?.includes('FALLBACK_TO_EMPTY') ?? false,
  };
}

const actionNames: Readonly<Record<string, string>> = {
  STORE: 'store',
  PASS: 'pass',
  STORE_AND_PASS: 'store+pass',
  ADD_PARAMS: 'add',
  CHANGE_TYPE: 'become',
};

const flagNames: Readonly<Record<string, string>> = {
  'creates-fd': 'CREATES_FD',
  'destroys-fd': 'DESTROYS_FD',
  'uses-fd': 'USES_FD',
  reads: 'READS_FROM_FD',
  writes: 'WRITES_TO_FD',
  state: 'MODIFIES_STATE',
  unused: 'UNUSED',
  waits: 'WAITS',
  old: 'OLD_VERSION',
  large: 'LARGE_PAYLOAD',
  converted: 'CONVERTER_MANAGED',
};

/** Bits of ppm_event_category, and the categories below them. */
const sourceBits = { syscall: 512, tracepoint: 1024, plugin: 2048, meta: 4096, iter: 8192 } as const;
const categories: Readonly<Record<string, number>> = {
  unknown: 0,
  other: 1,
  file: 2,
  net: 3,
  ipc: 4,
  memory: 5,
  process: 6,
  sleep: 7,
  system: 8,
  signal: 9,
  user: 10,
  time: 11,
  'io-read': 32,
  'io-write': 33,
  'io-other': 34,
  wait: 64,
  scheduler: 128,
  internal: 256,
};

/** ppm_print_format */
const baseNames: Readonly<Record<number, string>> = { 0: 'na', 1: 'dec', 2: 'hex', 6: 'oct' };

/** Types whose name in the dump is not the row's in capitals. */
const typeNames: Readonly<Record<string, string>> = {
  syscall: 'SYSCALLID',
  u8: 'UINT8',
  u16: 'UINT16',
  u32: 'UINT32',
  u64: 'UINT64',
  i16: 'INT16',
  i32: 'INT32',
  i64: 'INT64',
  path: 'FSPATH',
  relpath: 'FSRELPATH',
  bytes: 'BYTEBUF',
  text: 'CHARBUF',
  texts: 'CHARBUFARRAY',
  'text-pairs': 'CHARBUF_PAIR_ARRAY',
  enum8: 'ENUMFLAGS8',
  enum16: 'ENUMFLAGS16',
  enum32: 'ENUMFLAGS32',
  signal: 'SIGTYPE',
  ipv4: 'IPV4ADDR',
  ipv6: 'IPV6ADDR',
};
