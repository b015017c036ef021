import { type Fd, FdFlag, FdType } from './fd.ts';
import { PathText } from './path-text.ts';
import { UnixEnds } from './unix-ends.ts';

/** O_CLOEXEC, EPOLL_CLOEXEC and MFD_CLOEXEC, as captures number the open flags of a descriptor's kind. */
export const closeOnExecFlag = { open: 1 << 12, epoll: 1 << 0, memory: 1 << 0 } as const;

/** What only sockets and pidfds have, so that files need no room for it. */
class SocketPart {
  l4 = 0;
  family = 0;
  clientAddress: Uint8Array | undefined = undefined;
  clientPort = 0;
  serverAddress: Uint8Array | undefined = undefined;
  serverPort = 0;
  pid = 0;
  /** Bytes of the tuples last received and last sent, since the ends changed: the same again change nothing. */
  lastReceived: string | undefined = undefined;
  lastSent: string | undefined = undefined;
  /** What `l4` was before an IPv6 socket got IPv4 ends. */
  l4OfSix = 0;
  unixSource = 0n;
  unixDestination = 0n;
  /** Where the name and the ends are those of a tuple; and the tuple before it: what is sent and what is received take turns. */
  ends: UnixEnds | undefined = undefined;
  otherEnds: UnixEnds | undefined = undefined;

  copy(): SocketPart {
    const copy = new SocketPart();
    copy.l4 = this.l4;
    copy.family = this.family;
    copy.clientAddress = this.clientAddress;
    copy.clientPort = this.clientPort;
    copy.serverAddress = this.serverAddress;
    copy.serverPort = this.serverPort;
    copy.pid = this.pid;
    copy.l4OfSix = this.l4OfSix;
    copy.unixSource = this.unixSource;
    copy.unixDestination = this.unixDestination;
    copy.ends = this.ends;
    return copy;
  }
}

/** Of all that are none; never written to. */
const noSocket = new SocketPart();

/** A descriptor as the host state keeps it. Names of files are put together when first asked for. */
export class Descriptor implements Fd {
  number = -1;
  type: number;
  openFlags = 0;
  device = 0;
  inodeLow = 0;
  inodeHigh = 0;
  flags = 0;
  /** FdTable.id of the table that may change this object; another table that shares it copies first. */
  owner = 0;
  #name: string | undefined = '';
  #directory = '';
  #path: PathText = PathText.empty;
  #socket: SocketPart = noSocket;

  constructor(type: number) {
    this.type = type;
  }

  /** To be written to. */
  #own(): SocketPart {
    if (this.#socket === noSocket) this.#socket = new SocketPart();
    return this.#socket;
  }

  get name(): string {
    if (this.#name !== undefined) return this.#name;
    if (this.#socket.ends) return this.#socket.ends.text;
    this.#name = this.#path.against(this.#directory);
    return this.#name;
  }

  set name(value: string) {
    this.#name = value;
  }

  /** The name is `path` against `directory`. */
  setPath(directory: string, path: PathText): void {
    this.#path = path;
    this.#directory = directory;
    this.#name = undefined;
  }

  get rawName(): string {
    return this.#path.text;
  }

  get inode(): bigint {
    return (BigInt(this.inodeHigh) << 32n) | BigInt(this.inodeLow);
  }

  set inode(value: bigint) {
    this.inodeLow = Number(value & 0xffffffffn);
    this.inodeHigh = Number((value >> 32n) & 0xffffffffn);
  }

  get mode(): number {
    return 0;
  }
  get l4(): number {
    return this.#socket.l4;
  }

  set l4(value: number) {
    if (value !== this.#socket.l4) this.#own().l4 = value;
  }

  get family(): number {
    return this.#socket.family;
  }

  set family(value: number) {
    if (value !== this.#socket.family) this.#own().family = value;
  }

  get clientAddress(): Uint8Array | undefined {
    return this.#socket.clientAddress;
  }

  set clientAddress(value: Uint8Array | undefined) {
    if (value !== this.#socket.clientAddress) this.#own().clientAddress = value;
  }

  get clientPort(): number {
    return this.#socket.clientPort;
  }

  set clientPort(value: number) {
    if (value !== this.#socket.clientPort) this.#own().clientPort = value;
  }

  get serverAddress(): Uint8Array | undefined {
    return this.#socket.serverAddress;
  }

  set serverAddress(value: Uint8Array | undefined) {
    if (value !== this.#socket.serverAddress) this.#own().serverAddress = value;
  }

  get serverPort(): number {
    return this.#socket.serverPort;
  }

  set serverPort(value: number) {
    if (value !== this.#socket.serverPort) this.#own().serverPort = value;
  }

  get pid(): number {
    return this.#socket.pid;
  }

  set pid(value: number) {
    if (value !== this.#socket.pid) this.#own().pid = value;
  }

  get lastReceived(): string | undefined {
    return this.#socket.lastReceived;
  }

  set lastReceived(value: string | undefined) {
    if (value !== this.#socket.lastReceived) this.#own().lastReceived = value;
  }

  get lastSent(): string | undefined {
    return this.#socket.lastSent;
  }

  set lastSent(value: string | undefined) {
    if (value !== this.#socket.lastSent) this.#own().lastSent = value;
  }

  get unixSource(): bigint {
    const { ends, unixSource } = this.#socket;
    return ends ? ends.source : unixSource;
  }

  get unixDestination(): bigint {
    const { ends, unixDestination } = this.#socket;
    return ends ? ends.destination : unixDestination;
  }

  setUnixEnds(source: bigint, destination: bigint): void {
    const socket = this.#own();
    socket.unixSource = source;
    socket.unixDestination = destination;
    // A name that was not yet put together stays what it was.
    if (this.#name === undefined && socket.ends) this.#name = socket.ends.text;
    socket.ends = undefined;
  }

  /** Whether it is a unix socket with these ends already. */
  hasUnixTuple(bytes: Buffer, start: number, end: number): boolean {
    return this.isNamedByTuple && this.#socket.ends!.equals(bytes, start, end);
  }

  get isNamedByTuple(): boolean {
    return this.#socket.ends !== undefined && this.#name === undefined;
  }

  /** The tuple says its ends and its name. */
  setUnixTuple(bytes: Buffer, start: number, end: number): void {
    const socket = this.#own();
    const { ends, otherEnds } = socket;
    socket.ends = otherEnds?.equals(bytes, start, end) ? otherEnds : new UnixEnds(bytes, start, end);
    socket.otherEnds = ends;
    this.#name = undefined;
  }

  get hasName(): boolean {
    if (this.#socket.ends) return true;
    if (this.#name !== undefined) return this.#name !== '';
    const { rawName } = this;
    // Only a name of dots (`..` from the root) may come to nothing.
    return rawName !== '' && (rawName.charCodeAt(0) !== 0x2e || this.name !== '');
  }

  copy(): Descriptor {
    const copy = new Descriptor(this.type);
    copy.number = this.number;
    copy.openFlags = this.openFlags;
    copy.device = this.device;
    copy.inodeLow = this.inodeLow;
    copy.inodeHigh = this.inodeHigh;
    copy.flags = this.flags;
    copy.#name = this.#name;
    copy.#directory = this.#directory;
    copy.#path = this.#path;
    if (this.#socket !== noSocket) copy.#socket = this.#socket.copy();
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
      this.#own().l4OfSix = this.l4;
      this.l4 = first?.length === 16 ? first[12]! : 0;
    } else if (!four && (type === FdType.ipv4 || type === FdType.ipv4Server)) this.l4 = this.#socket.l4OfSix;
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
