import type { PeerName } from './peer-fixtures.ts';
import { installedMisses } from './peer-formats-installed.ts';
import { lockMisses } from './peer-formats-locks.ts';

/** An expectation of a peer that we do not meet, and why that is right (or what it would take). */
export interface PeerMiss {
  readonly peer: PeerName;
  readonly folder: string;
  /** `name@version`, or `*` for all misses of the folder's named case. */
  readonly package: string;
  /** `test` or `test/name`; without it, every case of the folder. */
  readonly case?: string;
  readonly reason: string;
}

/** Every miss must be here, and every line must still be a miss: the conformance test checks both. */
export const peerMisses: readonly PeerMiss[] = [...installedMisses, ...lockMisses];
