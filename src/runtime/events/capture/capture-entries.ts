import type { Fd } from '../state/fd.ts';

/**
 * One thread of a process list, as the writer saw it in /proc. Texts are bytes of the block: valid only during the call, to be copied by whoever
 * keeps them. What the file's version does not have holds the value that stands for "not known".
 */
export interface ProcessEntry {
  tid: number;
  pid: number;
  ptid: number;
  /** -1 where not known, as of vpgid, pgid, vtid and vpid. */
  sid: number;
  vpgid: number;
  pgid: number;
  vtid: number;
  vpid: number;
  comm: Buffer;
  /** argv[0] */
  exe: Buffer;
  exepath: Buffer;
  /** argv from 1 on, each ended by NUL (the last one not always). */
  args: Buffer;
  cwd: Buffer;
  /** NAME=value, each ended by NUL. */
  env: Buffer;
  /** `subsystem=path`, each ended by NUL. */
  cgroups: Buffer;
  root: Buffer;
  fdLimit: bigint;
  /** ThreadFlag bits. */
  flags: number;
  uid: number;
  gid: number;
  /** 4294967295 where not set. */
  loginuid: number;
  tty: number;
  vmSizeKb: number;
  vmRssKb: number;
  vmSwapKb: number;
  majorFaults: bigint;
  minorFaults: bigint;
  capInheritable: bigint;
  capPermitted: bigint;
  capEffective: bigint;
  exeWritable: boolean;
  exeUpperLayer: boolean;
  exeLowerLayer: boolean;
  exeFromMemfd: boolean;
  exeInode: bigint;
  exeInodeCtime: bigint;
  exeInodeMtime: bigint;
  pidnsInitStart: bigint;
}

/** One descriptor of an fd list. `name` is the path (decoded); of sockets with addresses it is ''. The object is the receiver's to keep. */
export type FdEntry = Pick<
  Fd,
  | 'number'
  | 'type'
  | 'name'
  | 'openFlags'
  | 'device'
  | 'inode'
  | 'l4'
  | 'clientAddress'
  | 'clientPort'
  | 'serverAddress'
  | 'serverPort'
  | 'unixSource'
  | 'unixDestination'
> &
  /** Not in lists; where the host tells it, it is of a socket that lists cannot say. */
  Partial<Pick<Fd, 'family'>>;
