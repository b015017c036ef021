import type { Machine } from '../state/host-state.ts';
import { decodeText } from '../text.ts';
import type { BlockCursor } from './block-cursor.ts';

const hostnameBytes = 128;

/** Reads the block about the machine (libs, scap_machine_info). Fields at its end may be missing. */
export function readMachine(cursor: BlockCursor): Machine {
  const cpus = cursor.u32();
  const memoryBytes = cursor.u64();
  const maxPid = cursor.u64();
  const hostname = cursor.raw(Math.min(hostnameBytes, cursor.left));
  const nul = hostname.indexOf(0);
  return {
    cpus,
    memoryBytes,
    maxPid,
    hostname: decodeText(hostname, 0, nul < 0 ? hostname.length : nul),
    bootTime: cursor.left >= 8 ? cursor.u64() : 0n,
    flags: cursor.left >= 8 ? cursor.u64() : 0n,
  };
}
