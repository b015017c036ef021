import { BlockType, sectionMagic } from '#runtime/events/capture/block-type.ts';
import { eventHeaderBytes } from '#runtime/events/event.ts';
import { FdType } from '#runtime/events/state/fd.ts';
import { encodeText } from '#runtime/events/text.ts';
import { parseEndpoint } from './address.ts';
import { ByteWriter, nulTexts } from './byte-writer.ts';
import type { ScriptHost, ScriptProcess, ScriptUser } from './script-host.ts';

const hostnameBytes = 128;
/** What a file says of sockets' protocol (scap_l4_proto). */
const protocols: Readonly<Record<string, number>> = { tcp: 1, udp: 2, icmp: 3, raw: 4 };

/** Writes blocks of a capture (libs, userspace/libscap/scap_savefile.c): the newest version of each. */
export class CaptureBytes {
  readonly #file = new ByteWriter();

  get bytes(): Buffer {
    return Buffer.from(this.#file.bytes);
  }

  get size(): number {
    return this.#file.length;
  }

  section(): void {
    this.#block(BlockType.section, new ByteWriter().u32(sectionMagic).u16(1).u16(2).u64(-1n));
  }

  machine({ hostname, cpus, bootTime }: ScriptHost): void {
    const name = encodeText(hostname).subarray(0, hostnameBytes - 1);
    const body = new ByteWriter()
      .u32(cpus)
      .u64(8n << 30n)
      .u64(4194304n);
    body
      .raw(name)
      .zeros(hostnameBytes - name.length)
      .u64(bootTime)
      .u64(0n)
      .u64(0n)
      .u64(0n);
    this.#block(BlockType.machine, body);
  }

  users(users: readonly ScriptUser[]): void {
    const body = new ByteWriter();
    for (const { uid, gid, name, home, shell } of users) {
      const entry = new ByteWriter().u8(0).u32(uid).u32(gid).counted(name).counted(home).counted(shell);
      body.u32(entry.length + 4).raw(entry.bytes);
    }
    for (const { gid, name } of users) {
      const entry = new ByteWriter().u8(1).u32(gid).counted(name);
      body.u32(entry.length + 4).raw(entry.bytes);
    }
    if (body.length > 0) this.#block(BlockType.users2, body);
  }

  processes(processes: readonly ScriptProcess[]): void {
    const body = new ByteWriter();
    for (const process of processes) {
      const entry = processEntry(process);
      body.u32(entry.length + 4).raw(entry.bytes);
    }
    if (body.length > 0) this.#block(BlockType.processes9, body);
  }

  /** The descriptors that a process holds when the capture starts. */
  descriptors({ pid, fds }: ScriptProcess): void {
    if (fds.size === 0) return;
    const body = new ByteWriter().u64(pid);
    for (const [number, text] of fds) {
      const entry = descriptorEntry(number, text);
      body.u32(entry.length + 4).raw(entry.bytes);
    }
    this.#block(BlockType.fds2, body);
  }

  event(cpu: number, time: bigint, tid: number, type: number, parameters: readonly Uint8Array[], large: boolean): void {
    const width = large ? 4 : 2;
    const values = parameters.reduce((sum, value) => sum + value.length, 0);
    const length = eventHeaderBytes + parameters.length * width + values;
    const body = new ByteWriter().u16(cpu).u64(time).u64(tid).u32(length).u16(type).u32(parameters.length);
    for (const value of parameters) {
      if (large) body.u32(value.length);
      else body.u16(value.length);
    }
    for (const value of parameters) body.raw(value);
    this.#block(large ? BlockType.event2Large : BlockType.event2, body);
  }

  #block(type: number, body: ByteWriter): void {
    const padding = (4 - (body.length % 4)) % 4;
    const total = 12 + body.length + padding;
    this.#file.u32(type).u32(total).raw(body.bytes).zeros(padding).u32(total);
  }
}

function processEntry(process: ScriptProcess): ByteWriter {
  const { pid, parent, session, name, exe, exepath, args, cwd, env, uid, gid, vpid, cgroups, tty, loginuid } = process;
  const writer = new ByteWriter().u64(pid).u64(pid).u64(parent).u64(session).u64(vpid);
  writer.counted(name).counted(exe).counted(exepath).counted(nulTexts(args)).counted(cwd).u64(1048576n);
  writer.u32(0).u32(uid).u32(gid).u32(0).u32(0).u32(0).u64(0n).u64(0n).counted(nulTexts(env));
  writer.u64(vpid).u64(vpid).counted(nulTexts(cgroups)).counted('/').u64(0n).u32(tty).u32(loginuid);
  const { capabilities } = process;
  return writer.u8(0).u64(0n).u64(capabilities).u64(capabilities).u8(0).u64(0n).u64(0n).u64(0n).u8(0).u8(0).u64(pid);
}

/** `tcp 10.0.0.1:5000->10.0.0.2:443`, `unix /run/x.sock`, `pipe`, or a path. */
function descriptorEntry(number: number, text: string): ByteWriter {
  const writer = new ByteWriter().u64(number).u64(0n);
  const [, protocol, rest = ''] = /^(tcp|udp|unix)\s+(.*)$/.exec(text) ?? [];
  const [client, server] = rest.split('->').map((part) => parseEndpoint(part.trim()));
  if (protocol === 'unix') return writer.u8(FdType.unix).u64(0n).u64(0n).counted(rest);
  if (protocol !== undefined && client !== undefined && server === undefined) {
    const type = client.address.length === 4 ? FdType.ipv4Server : FdType.ipv6Server;
    return writer
      .u8(type)
      .raw(client.address)
      .u16(client.port)
      .u8(protocols[protocol] ?? 0);
  }
  if (protocol !== undefined && client !== undefined && server !== undefined) {
    const type = client.address.length === 4 ? FdType.ipv4 : FdType.ipv6;
    writer.u8(type).raw(client.address).raw(server.address).u16(client.port).u16(server.port);
    return writer.u8(protocols[protocol] ?? 0);
  }
  if (text === 'pipe') return writer.u8(FdType.fifo).counted('');
  return writer.u8(FdType.fileV2).u32(3).counted(text).u32(0);
}
