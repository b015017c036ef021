export interface TarMember {
  readonly path: string;
  readonly type?: 'file' | 'directory' | 'symlink' | 'hardlink' | 'fifo' | 'char';
  readonly mode?: number;
  readonly uid?: number;
  readonly content?: Buffer | string;
  readonly linkTarget?: string;
  /** Overrides of raw header fields, for damaged and odd archives. */
  readonly flag?: string;
  readonly size?: number;
}

const flags = { file: '0', hardlink: '1', symlink: '2', char: '3', directory: '5', fifo: '6' } as const;

/** A ustar archive with a fixed time; names and links over 100 bytes go into PAX headers. */
export function writeTar(members: readonly TarMember[]): Buffer {
  const blocks: Buffer[] = [];
  for (const member of members) {
    const content = Buffer.from(member.content ?? '');
    const flag = member.flag ?? flags[member.type ?? 'file'];
    const records: Buffer[] = [];
    if (Buffer.byteLength(member.path) > 100) records.push(paxRecord('path', member.path));
    if (Buffer.byteLength(member.linkTarget ?? '') > 100) records.push(paxRecord('linkpath', member.linkTarget ?? ''));
    if (records.length > 0) {
      const pax = Buffer.concat(records);
      blocks.push(header({ path: 'pax' }, 'x', pax.length), padded(pax));
    }
    blocks.push(header(member, flag, member.size ?? content.length));
    if (content.length > 0) blocks.push(padded(content));
  }
  blocks.push(Buffer.alloc(1024));
  return Buffer.concat(blocks);
}

export function paxRecord(key: string, value: string): Buffer {
  const body = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')]);
  let length = body.length + 1;
  while (String(length).length + body.length !== length) length = String(length).length + body.length;
  return Buffer.concat([Buffer.from(String(length)), body]);
}

function header(member: TarMember, flag: string, size: number): Buffer {
  const block = Buffer.alloc(512);
  const mode = member.mode ?? (flag === '5' ? 0o755 : 0o644);
  block.write(member.path, 0, 100);
  block.write(`${mode.toString(8).padStart(7, '0')}\0`, 100);
  block.write(`${(member.uid ?? 0).toString(8).padStart(7, '0')}\0`, 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('14524773020\0', 136);
  block.write('        ', 148);
  block.write(flag, 156);
  block.write(member.linkTarget ?? '', 157, 100);
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function padded(content: Buffer): Buffer {
  const rest = content.length % 512;
  return rest === 0 ? content : Buffer.concat([content, Buffer.alloc(512 - rest)]);
}
