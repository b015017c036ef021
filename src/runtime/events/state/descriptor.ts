import { type Fd, FdFlag, FdType } from './fd.ts';
import { joinPath } from './join-path.ts';
import { UnixEnds } from './unix-ends.ts';

/** O_CLOEXEC, EPOLL_CLOEXEC and MFD_CLOEXEC, as captures number the open flags of a descriptor's kind. */
export const closeOnExecFlag = { open: 1 << 12, epoll: 1 << 0, memory: 1 << 0 } as const;

/** A descriptor as the host state keeps it. Names of files are put together when first asked for. */
export class Descriptor implements Fd {
  number = -1;
  type: number;
  openFlags = 0;
  mode = 0;
  device = 0;
  inode = 0n;
  flags = 0;
  l4 = 0;
  family = 0;
  clientAddress: Uint8Array | undefined = undefined;
  clientPort = 0;
  serverAddress: Uint8Array | undefined = undefined;
  serverPort = 0;
  pid = 0;
  rawName = '';
  /** Bytes of the tuples last received and last sent, since the ends changed: the same again change nothing. */
  lastReceived: string | undefined = undefined;
  lastSent: string | undefined = undefined;
  /** FdTable.id of the table that may change this object; another table that shares it copies first. */
  owner = 0;
  /** What `l4` was before an IPv6 socket got IPv4 ends. */
  #l4OfSix = 0;
  #name: string | undefined = '';
  #directory = '';
  #unixSource = 0n;
  #unixDestination = 0n;
  /** Where the name and the ends are those of a tuple; and the tuple before it: what is sent and what is received take turns. */
  #ends: UnixEnds | undefined = undefined;
  #otherEnds: UnixEnds | undefined = undefined;

  constructor(type: number) {
    this.type = type;
  }

  get name(): string {
    if (this.#name !== undefined) return this.#name;
    if (this.#ends) return this.#ends.text;
    this.#name = joinPath(this.#directory, this.rawName);
    return this.#name;
  }

  set name(value: string) {
    this.#name = value;
  }

  /** The name is `path` against `directory`. */
  setPath(directory: string, path: string): void {
    this.rawName = path;
    this.#directory = directory;
    this.#name = undefined;
  }

  get unixSource(): bigint {
    return this.#ends ? this.#ends.source : this.#unixSource;
  }

  get unixDestination(): bigint {
    return this.#ends ? this.#ends.destination : this.#unixDestination;
  }

  setUnixEnds(source: bigint, destination: bigint): void {
    this.#unixSource = source;
    this.#unixDestination = destination;
    // A name that was not yet put together stays what it was.
    if (this.#name === undefined && this.#ends) this.#name = this.#ends.text;
    this.#ends = undefined;
  }

  /** Whether it is a unix socket with these ends already. */
  hasUnixTuple(bytes: Buffer, start: number, end: number): boolean {
    return this.isNamedByTuple && this.#ends!.equals(bytes, start, end);
  }

  get isNamedByTuple(): boolean {
    return this.#ends !== undefined && this.#name === undefined;
  }

  /** The tuple says its ends and its name. */
  setUnixTuple(bytes: Buffer, start: number, end: number): void {
    const before = this.#ends;
    this.#ends = this.#otherEnds?.equals(bytes, start, end) ? this.#otherEnds : new UnixEnds(bytes, start, end);
    this.#otherEnds = before;
    this.#name = undefined;
  }

  get hasName(): boolean {
    if (this.#ends) return true;
    if (this.#name !== undefined) return this.#name !== '';
    const { rawName } = this;
    // Only a name of dots (`..` from the root) may come to nothing.
    return rawName !== '' && (rawName.charCodeAt(0) !== 0x2e || this.name !== '');
  }

  copy(): Descriptor {
    const copy = new Descriptor(this.type);
    copy.number = this.number;
    copy.openFlags = this.openFlags;
    copy.mode = this.mode;
    copy.device = this.device;
    copy.inode = this.inode;
    copy.flags = this.flags;
    copy.l4 = this.l4;
    copy.#l4OfSix = this.#l4OfSix;
    copy.family = this.family;
    copy.clientAddress = this.clientAddress;
    copy.clientPort = this.clientPort;
    copy.serverAddress = this.serverAddress;
    copy.serverPort = this.serverPort;
    copy.#unixSource = this.#unixSource;
    copy.#unixDestination = this.#unixDestination;
    copy.#ends = this.#ends;
    copy.pid = this.pid;
    copy.rawName = this.rawName;
    copy.#name = this.#name;
    copy.#directory = this.#directory;
    return copy;
  }

  /**
   * The ends that come are IPv4 or IPv6 addresses. The peer keeps the protocol apart for each of the two, that of IPv4 where an IPv6 socket has its first
   * address: an IPv6 socket that gets IPv4 ends (getaddrinfo of glibc makes such) has the protocol that this byte says, mostly none.
   */
  turnTo(four: boolean): void {
    const { type } = this;
    if (four && (type === FdType.ipv6 || type === FdType.ipv6Server)) {
      const first = type === FdType.ipv6 ? this.clientAddress : this.serverAddress;
      this.#l4OfSix = this.l4;
      this.l4 = first?.length === 16 ? first[12]! : 0;
    } else if (!four && (type === FdType.ipv4 || type === FdType.ipv4Server)) this.l4 = this.#l4OfSix;
    this.type = four ? FdType.ipv4 : FdType.ipv6;
  }

  get isInternetSocket(): boolean {
    return this.type === FdType.ipv4 || this.type === FdType.ipv6;
  }

  get hasNoRole(): boolean {
    return (this.flags & (FdFlag.roleClient | FdFlag.roleServer)) === 0;
  }

  get isCloseOnExec(): boolean {
    return (
      (this.openFlags & closeOnExecFlag.open) !== 0 ||
      (this.type === FdType.eventpoll && (this.openFlags & closeOnExecFlag.epoll) !== 0) ||
      (this.type === FdType.memory && (this.openFlags & closeOnExecFlag.memory) !== 0)
    );
  }

  clearCloseOnExec(): void {
    this.openFlags &= ~closeOnExecFlag.open;
    if (this.type === FdType.eventpoll || this.type === FdType.memory) this.openFlags &= ~closeOnExecFlag.epoll;
  }

  setConnected(): void {
    this.flags = (this.flags & ~connectionFlags) | FdFlag.connected;
  }
}

const connectionFlags = FdFlag.connected | FdFlag.connectionPending | FdFlag.connectionFailed;
