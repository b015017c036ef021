import { eventHeaderBytes } from '../event.ts';
import { eventTable } from '../table/event-table.ts';
import { EventType } from '../table/generated/event-type.ts';

const oldHeaderBytes = eventHeaderBytes - 4;

/** Gives events of the first block version (header without the number of parameters) the header of today. */
export class FirstEventUpgrade {
  bytes: Buffer = Buffer.alloc(128 * 1024);
  view: DataView = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);

  /**
   * Copies the event into `bytes` in today's form; returns its number of parameters: the largest one, up to the table's, with which lengths and
   * values fill the event exactly; -1 where there is none. Source: libs, next_event_from_file.
   */
  upgrade(from: Buffer, view: DataView, at: number, room: number): number {
    const type = view.getUint16(at + 20, true);
    const most = eventTable[type]!.parameters.length;
    let length = view.getUint32(at + 16, true);
    if (length < oldHeaderBytes || length > room) return -1;
    let count = parameterCount(view, at + oldHeaderBytes, at + length, most);
    if (count < 0 && (type === EventType.NOTIFICATION_E || type === EventType.INFRASTRUCTURE_EVENT_E)) {
      // Old writers counted three bytes too many of these two.
      length -= 3;
      count = length < oldHeaderBytes ? -1 : parameterCount(view, at + oldHeaderBytes, at + length, most);
    }
    if (count < 0) return -1;
    from.copy(this.bytes, 0, at, at + oldHeaderBytes);
    from.copy(this.bytes, eventHeaderBytes, at + oldHeaderBytes, at + length);
    this.view.setUint32(16, length + 4, true);
    this.view.setUint32(22, count, true);
    return count;
  }
}

function parameterCount(view: DataView, lengths: number, end: number, most: number): number {
  for (let count = most; count >= 0; count -= 1) {
    let value = lengths + count * 2;
    if (value > end) continue;
    for (let index = 0; index < count; index += 1) value += view.getUint16(lengths + index * 2, true);
    if (value === end) return count;
    if (value < end) return -1;
  }
  return -1;
}
