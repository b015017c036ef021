/** Numbers of descriptor types as captures have them (fd lists, u8). */
export const FdType = {
  unknown: 0,
  file: 1,
  directory: 2,
  ipv4: 3,
  ipv6: 4,
  ipv4Server: 5,
  ipv6Server: 6,
  fifo: 7,
  unix: 8,
  event: 9,
  unsupported: 10,
  signal: 11,
  eventpoll: 12,
  inotify: 13,
  timer: 14,
  netlink: 15,
  fileV2: 16,
  bpf: 17,
  userfault: 18,
  ioUring: 19,
  memory: 20,
  pid: 21,
} as const;

/** Numbers of transport protocols as captures have them (scap_l4_proto). */
export const Layer4 = { unknown: 0, notAvailable: 1, tcp: 2, udp: 3, icmp: 4, raw: 5 } as const;

/** One descriptor. Shared by the threads of a process; a dup makes a copy. */
export interface Fd {
  number: number;
  /** FdType */
  type: number;
  /** What fd.name shows: the path, resolved against the directory, or the tuple as text. */
  name: string;
  /** The path as the program gave it; '' where there was none. */
  rawName: string;
  openFlags: number;
  mode: number;
  device: number;
  inode: bigint;
  /** Bits of FdFlag. */
  flags: number;
  /** Sockets: Layer4. */
  l4: number;
  /** Sockets: address family of the socket call (AF_*), 0 unknown. */
  family: number;
  /** Sockets with addresses: 4 or 16 bytes; undefined where not known. Server sockets have only `serverAddress`, `serverPort`. */
  clientAddress: Uint8Array | undefined;
  clientPort: number;
  serverAddress: Uint8Array | undefined;
  serverPort: number;
  /** Unix sockets: kernel addresses of the two ends. */
  unixSource: bigint;
  unixDestination: bigint;
  /** pidfd: the process. */
  pid: number;
}

/** State of a descriptor that events left on it. */
export const FdFlag = {
  /** This end accepted the connection, or listens. */
  roleServer: 1,
  roleClient: 2,
  connected: 4,
  connectionPending: 8,
  connectionFailed: 16,
  cloned: 32,
  nameChanged: 64,
  closeOnExec: 128,
  upperLayer: 256,
  lowerLayer: 512,
  fromProc: 1024,
  overlayChecked: 2048,
  syslog: 4096,
  closeInProgress: 8192,
  inPipeline: 16384,
} as const;
