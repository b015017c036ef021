import type { Machine } from '../state/host-state.ts';
import type { BlockCursor } from './block-cursor.ts';
import { BlockType, processListVersion } from './block-type.ts';
import type { CaptureHandler } from './capture-handler.ts';
import { readFdList } from './fd-list.ts';
import { readInterfaceList } from './interface-list.ts';
import { readMachine } from './machine-info.ts';
import { readProcessList } from './process-list.ts';
import { readUserList } from './user-list.ts';

/** Reads the blocks that say what was there at the start of a section, and counts their entries. */
export class ListBlocks {
  threads = 0;
  fds = 0;
  machine: Machine | undefined;
  readonly #handler: CaptureHandler;

  constructor(handler: CaptureHandler) {
    this.#handler = handler;
  }

  /** False where the block is of another type. What is wrong with it shows in `cursor.short`. */
  read(cursor: BlockCursor, type: number): boolean {
    const handler = this.#handler;
    const version = processListVersion.get(type);
    if (version !== undefined) {
      this.threads += readProcessList(cursor, version, (entry) => handler.addThread(entry));
      return true;
    }
    switch (type) {
      case BlockType.fds1:
      case BlockType.oldFds1:
      case BlockType.fds2: {
        const tid = cursor.number64();
        const list = readFdList(cursor, type === BlockType.fds2 ? 2 : 1);
        this.fds += list.length;
        if (list.length > 0) handler.addFds(tid, list);
        return true;
      }
      case BlockType.users1:
      case BlockType.oldUsers1:
      case BlockType.users2:
        readUserList(
          cursor,
          type === BlockType.users2 ? 2 : 1,
          (user) => handler.addUser(user),
          (group) => handler.addGroup(group),
        );
        return true;
      case BlockType.interfaces1:
      case BlockType.oldInterfaces1:
      case BlockType.interfaces2:
        readInterfaceList(cursor, type === BlockType.interfaces2 ? 2 : 1, (item) => handler.addInterface(item));
        return true;
      case BlockType.machine:
      case BlockType.oldMachine:
        this.machine = readMachine(cursor);
        handler.setMachine(this.machine);
        return true;
      default:
        return false;
    }
  }
}
