import { BlockType } from '#runtime/events/capture/block-type.ts';
import { eventTable } from '#runtime/events/table/event-table.ts';
import { mutate, nastyTokens } from '#testing/fuzz.ts';
import { below, pick, type Random } from '../target.ts';
import {
  blockOf,
  type CapturePart,
  type EventParts,
  eventOfPart,
  listOfPart,
  partOfEvent,
  partOfList,
  partsOf,
} from './capture-parts.ts';

const blockTypes = Object.values(BlockType);
/** Ids that meet each other, and those at the ends of what a number can be. */
const ids = [0n, 1n, 2n, 3n, 50n, 100n, 200n, -1n, -2n, 1n << 32n, (1n << 53n) + 1n, (1n << 63n) - 1n, -(1n << 63n)];
const times = [0n, 1n, (1n << 64n) - 1n, 1n << 63n, 1_704_067_200_000_000_000n, 10_000_000_000_000n];
const sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 16, 18, 31, 37, 110, 255, 1024, 4096, 65_535];

/**
 * A capture damaged where it hurts: events, entries and blocks that are whole by their lengths and say what no kernel says; now and then lengths
 * that lie, and bytes damaged at random.
 */
export function mutateCapture(seed: Buffer, random: Random): Buffer {
  const parts = partsOf(seed);
  if (parts.length === 0 || random() < 0.05) return mutate(seed, random);
  for (let edits = 1 + below(5, random); edits > 0; edits -= 1) editParts(parts, random);
  const lying = random() < 0.15 ? below(parts.length, random) : -1;
  let bytes: Buffer = Buffer.concat(parts.map((part, index) => (index === lying ? liar(part, random) : blockOf(part))));
  const end = random();
  if (end < 0.08) bytes = mutate(bytes, random);
  else if (end < 0.16) bytes = bytes.subarray(0, below(bytes.length + 1, random));
  else if (end < 0.2) bytes = Buffer.concat([bytes, seed.subarray(random() < 0.5 ? 0 : below(seed.length, random))]);
  return bytes;
}

function editParts(parts: CapturePart[], random: Random): void {
  const at = below(parts.length, random);
  const part = parts[at]!;
  switch (below(12, random)) {
    case 0:
      parts.splice(at, random() < 0.5 ? 1 : 1 + below(4, random));
      if (parts.length === 0) parts.push(part);
      return;
    case 1: {
      const copies = random() < 0.9 ? 1 + below(3, random) : 1 + below(200, random);
      parts.splice(below(parts.length + 1, random), 0, ...Array<CapturePart>(copies).fill(part));
      return;
    }
    case 2:
      parts[at] = { ...part, type: random() < 0.8 ? pick(blockTypes, random) : below(2 ** 32, random) };
      return;
    case 3:
      parts[at] = { ...part, body: mutate(part.body, random) };
      return;
    default:
      parts[at] = editPart(part, random);
  }
}

function editPart(part: CapturePart, random: Random): CapturePart {
  const event = eventOfPart(part);
  if (event) {
    for (let edits = 1 + below(3, random); edits > 0; edits -= 1) editEvent(event, random);
    return partOfEvent(event);
  }
  const list = listOfPart(part);
  if (!list || list.entries.length === 0) return { ...part, body: overwritten(part.body, random) };
  for (let edits = 1 + below(3, random); edits > 0; edits -= 1) {
    const at = below(list.entries.length, random);
    const entry = list.entries[at]!;
    switch (below(5, random)) {
      case 0:
        list.entries.splice(below(list.entries.length, random), 0, ...Array<Buffer>(1 + below(5, random)).fill(entry));
        break;
      case 1:
        list.entries[at] = entry.subarray(0, below(entry.length + 1, random));
        break;
      case 2:
        list.entries[at] = Buffer.concat([entry, Buffer.alloc(below(40, random), below(256, random))]);
        break;
      default:
        list.entries[at] = overwritten(entry, random);
    }
  }
  return partOfList(list);
}

/** An id or a small number written over the bytes; mostly where entries have their ids. */
function overwritten(bytes: Buffer, random: Random): Buffer {
  const copy = Buffer.from(bytes);
  if (copy.length < 8) return copy;
  const last = copy.length - 8;
  const at = random() < 0.5 ? Math.min(last, 8 * below(5, random)) : below(last + 1, random);
  if (random() < 0.6) copy.writeBigInt64LE(pick(ids, random), at);
  else if (random() < 0.5) copy.writeUInt16LE(pick(sizes, random), at);
  else copy[at] = below(256, random);
  return copy;
}

function editEvent(event: EventParts, random: Random): void {
  const { values } = event;
  switch (below(12, random)) {
    case 0:
      event.type = random() < 0.9 ? below(eventTable.length, random) : below(65_536, random);
      return;
    case 1:
      event.tid = pick(ids, random);
      return;
    case 2:
      event.time = random() < 0.5 ? pick(times, random) : event.time + BigInt(below(2 ** 40, random) - 2 ** 39);
      return;
    case 3:
      values.splice(below(values.length + 1, random), 1 + below(3, random));
      return;
    case 4: {
      const count = random() < 0.8 ? below(6, random) : random() < 0.9 ? below(80, random) : 65_535;
      for (let index = 0; index < count; index += 1) values.push(index < 100 ? nastyValue(random) : Buffer.alloc(0));
      return;
    }
    case 5:
      event.flags = event.flags === undefined ? undefined : below(4, random);
      event.cpu = below(65_536, random);
      return;
    default:
      if (values.length === 0) return;
      {
        const at = below(values.length, random);
        const value = values[at]!;
        values[at] =
          random() < 0.4 ? sameSize(value, random) : random() < 0.3 ? mutate(value, random) : nastyValue(random);
      }
  }
}

function sameSize(value: Buffer, random: Random): Buffer {
  const copy = Buffer.alloc(value.length, pick([0, 0xff, 1, 0x7f, 0x41], random));
  if (copy.length === 8) copy.writeBigInt64LE(pick(ids, random));
  else if (copy.length === 4) copy.writeUInt32LE(Number(BigInt.asUintN(32, pick(ids, random))));
  return copy;
}

function nastyValue(random: Random): Buffer {
  switch (below(7, random)) {
    case 0:
      return Buffer.alloc(pick(sizes, random), pick([0, 0xff, 0x41, 0x2f, 0x80], random));
    case 1: {
      const bytes = Buffer.alloc(pick(sizes, random));
      for (let at = 0; at < bytes.length && at < 200; at += 1) bytes[at] = below(256, random);
      return bytes;
    }
    case 2:
      return Buffer.from(`${pick(nastyTokens, random).slice(0, 60_000)}${random() < 0.8 ? '\0' : ''}`);
    case 3:
      return Buffer.from(
        `${pick(['/', '../', './', '//', 'a/', '\xff/'], random).repeat(1 + below(300, random))}x\0`,
        'latin1',
      );
    case 4:
      return Buffer.concat([
        Buffer.from([pick([0, 1, 2, 10, 255], random)]),
        Buffer.alloc(pick(sizes, random) % 64, below(256, random)),
      ]);
    case 5: {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64LE(pick(ids, random));
      return bytes.subarray(0, pick([1, 2, 4, 8], random));
    }
    default:
      return Buffer.from(`${pick(documents, random)}\0`);
  }
}

const documents = [
  '{"container":{"id":"5c1f93a887b7","type":7,"name":null,"Mounts":[{},null,1],"labels":{"__proto__":"x","a":1},"created_time":1e300}}',
  '{"container":{"id":"","type":"x"}}',
  '{"container":{"id":"constructor","labels":[],"env":[1,"A"],"port_mappings":[{"HostIp":-1,"HostPort":1.5}],"created_time":-1.5}}',
  `{"container":{"id":"a","Mounts":[${'{"Source":"/"},'.repeat(500)}{}]}}`,
  `${'['.repeat(2000)}`,
  'cpu=/docker/5c1f93a887b78ae94e4710682577c3a3f50927ddee46e23afec06bcc3819c263\0cpuset=/kubepods/x\0=\0',
  'A=b\0LD_PRELOAD=\0=\0NOEQUALS\0',
];

/** A block whose lengths are not its own. */
function liar(part: CapturePart, random: Random): Buffer {
  const bytes = blockOf(part);
  const lie = pick(
    [0, 4, 11, 12, bytes.length - 4, bytes.length + 4, bytes.length * 2, 0xffff, 0x7fffffff, 0xffffffff],
    random,
  );
  const where = below(3, random);
  if (where !== 1) bytes.writeUInt32LE(lie, 4);
  if (where !== 0) bytes.writeUInt32LE(lie, bytes.length - 4);
  return bytes;
}
