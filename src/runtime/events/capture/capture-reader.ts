import { errorIssue, type Issue, warningIssue } from '#core/outcome.ts';
import { EventConverter } from '../convert/event-converter.ts';
import { CaptureEvent, eventHeaderBytes } from '../event.ts';
import { eventTable } from '../table/event-table.ts';
import { EventType } from '../table/generated/event-type.ts';
import { u16At, u32At } from '../unsigned.ts';
import { BlockCursor } from './block-cursor.ts';
import { BlockType, sectionMagic, swappedSectionMagic } from './block-type.ts';
import type { CaptureHandler, CaptureHost } from './capture-handler.ts';
import { captureLimits } from './capture-limits.ts';
import type { CaptureCompression, CaptureSummary } from './capture-summary.ts';
import { currentParameters, hiddenEvent, largeEvent, metaEvent, openingEvent, stateOnlyFlag } from './event-layout.ts';
import { FirstEventUpgrade } from './event-v1.ts';
import { blockLimit, blockOverhead, findBlock, mayBeBlock } from './find-block.ts';
import { ListBlocks } from './list-blocks.ts';

const sectionBytes = blockOverhead + 16;
/** An event block of version 2 with an event of no parameters. */
const minEventBlock = blockOverhead + 2 + eventHeaderBytes;
const supportedMajor = 1;
const tableSize = eventTable.length;

/** What is done with the events of a type. */
const Use = { count: 0, show: 1, glance: 2 } as const;

export interface CaptureReaderOptions {
  /** By event type: 1 where the handler wants the events. The others are only counted. Default: all. */
  readonly wanted?: Uint8Array;
  /** By event type: 1 where a glance may do (CaptureHost.glance), as long as the type is not shown (CaptureReader.show). */
  readonly glances?: Uint8Array;
  readonly glance?: NonNullable<CaptureHost['glance']>;
}

/**
 * Reads a capture (uncompressed) from chunks as they come, and says what it holds to the handler, in order. Format: libs, scap_savefile.h.
 * Chunks may be reused by the caller after push() returns. Nothing throws for what a file holds: damage is skipped, counted and told by
 * offset; only a stream that is no capture, or one that this program cannot read at all, ends with `failure`.
 */
export class CaptureReader {
  /** Why nothing (more) can be read. */
  failure: Issue | undefined = undefined;
  /** True while a section still tells what was there at its start: such events are for the host's state, and for nobody else. */
  opening = false;

  readonly #handler: CaptureHandler;
  /** By event type: Use. */
  readonly #use: Uint8Array;
  readonly #glance: CaptureReaderOptions['glance'];
  readonly #event = new CaptureEvent();
  readonly #converter = new EventConverter();
  readonly #lists: ListBlocks;
  readonly #upgrade = new FirstEventUpgrade();
  readonly #counts = new Float64Array(tableSize);
  readonly #issues: Issue[] = [];
  #issueCount = 0;
  #incomplete = false;

  /** An incomplete block at the end of the chunk before, or all that has to be searched while lost. */
  #carry: Buffer = Buffer.alloc(0);
  #carryView: DataView = viewOf(this.#carry);
  #carried = 0;
  /** Offset in the stream of the bytes that are being parsed. */
  #base = 0;
  #bytes = 0;
  /** Looking for the next block after damage. */
  #lost = false;
  /** Nothing more comes. */
  #final = false;

  #number = 0;
  #sections = 0;
  #hasFirst = false;
  #firstHigh = 0;
  #firstLow = 0;
  #lastHigh = 0;
  #lastLow = 0;
  /** Of the last event that somebody could see: evt.deltatime counts from it. */
  #shown = false;
  #shownHigh = 0;
  #shownLow = 0;
  #startHigh = 0;
  #startLow = 0;
  #newerTypes = 0;
  #unknownBlocks = 0;
  #damagedEvents = 0;
  #skippedBytes = 0;

  constructor(handler: CaptureHandler, { wanted, glances, glance }: CaptureReaderOptions = {}) {
    this.#handler = handler;
    this.#lists = new ListBlocks(handler);
    this.#glance = glance;
    this.#use = new Uint8Array(tableSize);
    for (let type = 0; type < tableSize; type += 1) {
      if (wanted !== undefined && wanted[type] !== 1) continue;
      this.#use[type] = glance && glances?.[type] === 1 ? Use.glance : Use.show;
    }
  }

  /** From now on these events are only counted, or glanced at. */
  ignore(type: number, glance: boolean): void {
    this.#use[type] = glance && this.#glance ? Use.glance : Use.count;
  }

  push(chunk: Buffer): void {
    if (this.failure) return;
    let at = 0;
    while (this.#carried > 0 && at < chunk.length && !this.failure) {
      // As much as completes the one block that hangs over; all where the next block has to be found first.
      const needed = this.#lost ? this.#carried + chunk.length - at : this.#carriedBlockBytes();
      const take = Math.min(needed - this.#carried, chunk.length - at);
      this.#append(chunk, at, at + take);
      at += take;
      if (this.#carried < needed) break;
      this.#base = this.#bytes + at - this.#carried;
      const used = this.#parse(this.#carry, this.#carryView, 0, this.#carried);
      if (used > 0) {
        this.#carry.copyWithin(0, used, this.#carried);
        this.#carried -= used;
      }
    }
    if (at < chunk.length && !this.failure) {
      this.#base = this.#bytes;
      const used = this.#parse(chunk, viewOf(chunk), at, chunk.length);
      if (!this.failure) this.#append(chunk, used, chunk.length);
    }
    this.#bytes += chunk.length;
  }

  /** The stream is over: what is left is incomplete. */
  end(compression: CaptureCompression = 'none'): CaptureSummary {
    if (!this.failure) this.#finish();
    const { enters, converted, folded, unknownLayouts, mismatched } = this.#converter;
    if (unknownLayouts > 0)
      this.#tell(
        warningIssue('capture/unknown-layout', `${unknownLayouts} events have a layout that is not known.`),
        false,
      );
    if (this.#damagedEvents > 0)
      this.#tell(errorIssue('capture/damaged-events', `${this.#damagedEvents} damaged events were left out.`), true);
    if (this.#issueCount > this.#issues.length)
      this.#issues.push(warningIssue('capture/more-issues', `${this.#issueCount - this.#issues.length} more issues.`));
    return {
      events: this.#number,
      counts: this.#counts,
      firstTime: join(this.#startHigh, this.#startLow),
      lastTime: join(this.#lastHigh, this.#lastLow),
      sections: this.#sections,
      machine: this.#lists.machine,
      compression,
      bytes: this.#bytes,
      threads: this.#lists.threads,
      fds: this.#lists.fds,
      folded,
      converted,
      withoutEnter: mismatched + enters.evicted,
      notedDrops: this.#counts[EventType.DROP_E]! + this.#counts[EventType.DROP_X]!,
      newerTypes: this.#newerTypes,
      unknownBlocks: this.#unknownBlocks,
      damagedEvents: this.#damagedEvents,
      skippedBytes: this.#skippedBytes,
      complete: !this.#incomplete && !this.failure,
      issues: this.#issues,
    };
  }

  /** Parses whole blocks; returns where the first incomplete one starts. The hot loop: an event that nobody wants costs a dozen loads and stores. */
  #parse(bytes: Buffer, view: DataView, start: number, end: number): number {
    const use = this.#use;
    const counts = this.#counts;
    let at = start;
    while (!this.failure) {
      if (this.#lost) {
        const found = findBlock(view, at, end, this.#final);
        this.#lost = found < 0;
        const next = found < 0 ? ~found : found;
        this.#skippedBytes += next - at;
        at = next;
        if (this.#lost) return at;
      }
      // The first event is looked at more closely, and so are all where someone wants their blocks.
      const quick = this.#hasFirst && this.#handler.block === undefined;
      let events = 0;
      let last = -1;
      let type = 0;
      let length = 0;
      for (;;) {
        if (end - at < 8) break;
        type = u32At(view, at);
        length = u32At(view, at + 4);
        if (type !== BlockType.event2 || length < minEventBlock || length > end - at) break;
        const eventType = u16At(view, at + 30);
        if (
          eventType >= tableSize ||
          use[eventType] === Use.show ||
          u32At(view, at + 32) < currentParameters[eventType]! ||
          u32At(view, at + length - 4) !== length ||
          !quick ||
          (use[eventType] === Use.glance &&
            !this.#isDone(eventType, bytes, view, at, length, this.#number + events + 1))
        )
          break;
        counts[eventType]! += 1;
        events += 1;
        last = at;
        at += length;
      }
      if (events > 0) {
        this.#number += events;
        this.#lastLow = u32At(view, last + 10);
        this.#lastHigh = u32At(view, last + 14);
        this.#shown = true;
        this.#shownLow = this.#lastLow;
        this.#shownHigh = this.#lastHigh;
      }
      if (end - at < 8) return at;
      if (this.#sections === 0 && type !== BlockType.section) return this.#noCapture(at);
      if (type === BlockType.section) {
        if (end - at < blockOverhead) return at;
        if (u32At(view, at + 8) === swappedSectionMagic) return this.#bigEndian(at);
      }
      if (length < blockOverhead || length > blockLimit(type)) {
        if (this.#sections === 0) return this.#noCapture(at);
        this.#lose(at, `says that it has ${length} bytes`);
        continue;
      }
      if (length > end - at) return at;
      if (u32At(view, at + length - 4) !== length && !mayBeBlock(view, at + length, end)) {
        if (this.#sections === 0) return this.#noCapture(at);
        this.#lose(at, 'does not end with its length');
        continue;
      }
      this.#block(bytes, view, at, length, type);
      at += length;
    }
    return at;
  }

  /** A glance was enough. */
  #isDone(type: number, bytes: Buffer, view: DataView, at: number, length: number, number: number): boolean {
    const header = at + 10;
    return u32At(view, header + 16) <= length - minEventBlock + eventHeaderBytes
      ? this.#glance!(type, bytes, view, header, number)
      : false;
  }

  #block(bytes: Buffer, view: DataView, at: number, length: number, type: number): void {
    switch (type) {
      case BlockType.event2:
      case BlockType.event2Large:
        this.#eventBlock(bytes, view, at, length, 2, 0);
        break;
      case BlockType.flaggedEvent2:
      case BlockType.flaggedEvent2Large:
        if (length < blockOverhead + 6) this.#damaged(at, 'is too short');
        else this.#eventBlock(bytes, view, at, length, 6, u32At(view, at + 10));
        break;
      case BlockType.event1:
      case BlockType.oldEvent1:
        this.#oldEventBlock(bytes, view, at, length, 2, 0);
        break;
      case BlockType.flaggedEvent1:
        if (length < blockOverhead + 6) this.#damaged(at, 'is too short');
        else this.#oldEventBlock(bytes, view, at, length, 6, u32At(view, at + 10));
        break;
      case BlockType.section:
        this.#section(view, at, length);
        break;
      default:
        this.#otherBlock(bytes, view, at, length, type);
    }
  }

  #otherBlock(bytes: Buffer, view: DataView, at: number, length: number, type: number): void {
    const cursor = new BlockCursor(bytes, view, at + 8, at + length - 4);
    if (!this.#lists.read(cursor, type)) {
      this.#unknownBlocks += 1;
      const where = this.#offset(at);
      this.#tell(
        warningIssue('capture/unknown-block', `A block of the unknown type 0x${type.toString(16)} was skipped.`, {
          where,
        }),
        false,
      );
    } else if (cursor.short) {
      this.#tell(
        errorIssue(
          'capture/damaged-list',
          `A list block (type 0x${type.toString(16)}) is damaged: what follows the last whole entry is missing.`,
          { where: this.#offset(at) },
        ),
        true,
      );
    }
  }

  #section(view: DataView, at: number, length: number): void {
    if (length < sectionBytes || u32At(view, at + 8) !== sectionMagic) {
      if (this.#sections === 0) this.#noCapture(at);
      else
        this.#tell(
          errorIssue('capture/damaged-section', 'A section header is damaged.', { where: this.#offset(at) }),
          true,
        );
      return;
    }
    const major = u16At(view, at + 12);
    if (major > supportedMajor) {
      this.failure = errorIssue(
        'capture/newer-version',
        `The capture is of version ${major} of the format; this program reads version ${supportedMajor}.`,
        {
          where: this.#offset(at),
          hint: 'Read it with a newer version.',
        },
      );
      return;
    }
    this.#sections += 1;
    this.opening = true;
    this.#hasFirst = false;
    this.#firstHigh = 0;
    this.#firstLow = 0;
    this.#converter.restart();
    this.#handler.restart();
  }

  #eventBlock(bytes: Buffer, view: DataView, at: number, length: number, skip: number, flags: number): void {
    const header = at + 8 + skip;
    const room = length - blockOverhead - skip;
    if (room < eventHeaderBytes) {
      this.#damaged(at, 'is too short');
      return;
    }
    const type = u16At(view, header + 20);
    if (type >= tableSize) {
      this.#newerTypes += 1;
      this.#handler.block?.(bytes, at, length, this.#converter.enters, this.#number);
      return;
    }
    const eventLength = u32At(view, header + 16);
    const count = u32At(view, header + 22);
    const large = largeEvent[type] === 1;
    if (eventLength > room || !this.#event.point(bytes, view, header, count, large)) {
      this.#damaged(at, 'has parameters that do not fit into it');
      return;
    }
    this.#handler.block?.(bytes, at, length, this.#converter.enters, this.#number);
    this.#dispatch(view, header, count, at, u16At(view, at + 8), flags);
  }

  #oldEventBlock(bytes: Buffer, view: DataView, at: number, length: number, skip: number, flags: number): void {
    const header = at + 8 + skip;
    const room = length - blockOverhead - skip;
    if (room < eventHeaderBytes - 4) {
      this.#damaged(at, 'is too short');
      return;
    }
    if (u16At(view, header + 20) >= tableSize) {
      this.#newerTypes += 1;
      this.#handler.block?.(bytes, at, length, this.#converter.enters, this.#number);
      return;
    }
    const upgrade = this.#upgrade;
    const count = upgrade.upgrade(bytes, view, header, room);
    if (count < 0) {
      this.#damaged(at, 'has parameters that do not fit into it');
      return;
    }
    this.#handler.block?.(bytes, at, length, this.#converter.enters, this.#number);
    this.#event.point(upgrade.bytes, upgrade.view, 0, count, false);
    this.#dispatch(upgrade.view, 0, count, at, u16At(view, at + 8), flags);
  }

  /** What the event points at, for whoever wants it. */
  #dispatch(view: DataView, header: number, count: number, at: number, cpu: number, flags: number): void {
    const event = this.#event;
    if (count < currentParameters[event.type]! && !this.#converter.convert(event)) {
      this.opening = false;
      return;
    }
    this.opening &&= openingEvent[event.type] === 1;
    const { type } = event;
    const low = u32At(view, header);
    const high = u32At(view, header + 4);
    if (this.#number === 0) {
      this.#startLow = low;
      this.#startHigh = high;
    }
    if (!this.#hasFirst && metaEvent[event.type] === 0) {
      this.#hasFirst = true;
      this.#firstLow = low;
      this.#firstHigh = high;
    }
    // The peers number such events of the first section only.
    if (!this.opening || this.#sections === 1) this.#number += 1;
    this.#counts[event.type]! += 1;
    if (this.#use[event.type] !== Use.count) {
      event.number = this.#number;
      event.cpu = cpu;
      event.flags = flags;
      event.blockOffset = this.#base + at;
      event.firstLow = this.#firstLow;
      event.firstHigh = this.#firstHigh;
      event.previousLow = this.#shown ? this.#shownLow : low;
      event.previousHigh = this.#shown ? this.#shownHigh : high;
      this.#handler.event(event);
    }
    this.#lastLow = low;
    this.#lastHigh = high;
    if (hiddenEvent[type] === 0 && (flags & stateOnlyFlag) === 0 && !this.opening) {
      this.#shown = true;
      this.#shownLow = low;
      this.#shownHigh = high;
    }
  }

  /** Bytes of the block that the carry starts with; of its header where that is incomplete too. */
  #carriedBlockBytes(): number {
    if (this.#carried < blockOverhead) return blockOverhead;
    return Math.max(u32At(this.#carryView, 4), this.#carried + 1);
  }

  #append(chunk: Buffer, start: number, end: number): void {
    const needed = this.#carried + end - start;
    if (needed > this.#carry.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#carry.length * 2, 64 * 1024));
      this.#carry.copy(grown, 0, 0, this.#carried);
      this.#carry = grown;
      this.#carryView = viewOf(grown);
    }
    chunk.copy(this.#carry, this.#carried, start, end);
    this.#carried = needed;
  }

  #lose(at: number, what: string): void {
    this.#lost = true;
    this.#tell(
      errorIssue('capture/damaged-block', `A block ${what}; what follows was searched for the next one.`, {
        where: this.#offset(at),
      }),
      true,
    );
  }

  #damaged(at: number, what: string): void {
    this.#damagedEvents += 1;
    this.#tell(errorIssue('capture/damaged-event', `An event ${what}.`, { where: this.#offset(at) }), true);
  }

  #noCapture(at: number): number {
    this.failure = errorIssue(
      'capture/no-capture',
      'This is not a capture: it does not start with the header of a section.',
      {
        where: this.#offset(at),
        hint: 'Captures (.scap) are recorded by sysdig, Falco, Stratoshark or Holdfast.',
      },
    );
    return at;
  }

  #bigEndian(at: number): number {
    this.failure = errorIssue(
      'capture/big-endian',
      'The capture was recorded on a big-endian machine; only little-endian ones can be read.',
      {
        where: this.#offset(at),
      },
    );
    return at;
  }

  #finish(): void {
    if (this.#sections === 0 && this.#carried === 0) {
      this.failure = errorIssue('capture/empty', 'The capture has no bytes.');
      return;
    }
    if (this.#sections === 0) {
      this.#base = 0;
      this.#noCapture(0);
      return;
    }
    if (this.#lost) this.#searchRest();
    if (this.#carried === 0) return;
    const where = `byte ${this.#bytes - this.#carried}`;
    this.#tell(
      errorIssue(
        'capture/truncated',
        `The capture ends in the middle of a block: ${this.#carried} bytes are left over.`,
        { where },
      ),
      true,
    );
  }

  /** Nothing more comes: what would need more bytes is not the block that was looked for. */
  #searchRest(): void {
    let at = 0;
    this.#final = true;
    this.#base = this.#bytes - this.#carried;
    at = this.#parse(this.#carry, this.#carryView, at, this.#carried);
    this.#carry.copyWithin(0, at, this.#carried);
    this.#carried -= at;
    if (!this.#lost) return;
    this.#skippedBytes += this.#carried;
    this.#carried = 0;
  }

  #offset(at: number): string {
    return `byte ${this.#base + at}`;
  }

  #tell(issue: Issue, incomplete: boolean): void {
    if (incomplete) this.#incomplete = true;
    this.#issueCount += 1;
    if (this.#issues.length < captureLimits.issues) this.#issues.push(issue);
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function join(high: number, low: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}
