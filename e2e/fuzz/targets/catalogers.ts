import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Cataloger, FileFacts, FoundFile } from '#build/inventory/cataloger.ts';
import { FileTooLarge } from '#build/inventory/cataloger.ts';
import { catalogers } from '#build/inventory/catalogers/index.ts';
import { memorySource } from '#core/byte-source.ts';
import { parsePurl } from '#core/ids/purl.ts';
import { limits } from '#core/limits.ts';
import { mutate, mutateText, nastyTokens } from '#testing/fuzz.ts';
import { memoryTree } from '#testing/memory-tree.ts';
import { installedSamples, type Sample, sourceSamples } from '../samples.ts';
import { below, type FuzzTarget, mutateBytesOrText, pick, promise, type Random } from '../target.ts';

/** First byte of an input: which sample it comes from; the rest is the file. */
function withIndex(index: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([index]), content]);
}

function targetOf(cataloger: Cataloger, samples: readonly Sample[]): FuzzTarget {
  return {
    id: `cataloger/${cataloger.id}`,
    weight: samples.length > 2 ? 2 : 1,
    seeds: () => samples.map(({ content }, index) => withIndex(index, content)),
    make: (seed, random) => withIndex(seed[0]!, mutateFile(seed.subarray(1), random)),
    run: (input) => readAndJoin(cataloger, samples[input[0]!]!.path, input.subarray(1)),
  };
}

function mutateFile(content: Buffer, random: Random): Buffer {
  const isZip = content.includes('PK\x05\x06');
  if (isZip && random() < 0.5) return mutateZip(content, random);
  return content.includes(0) ? mutate(content, random) : mutateBytesOrText(content, random);
}

/** Damages what is inside an entry, packs it again and puts the new sizes into the directory: damage that gets past the archive. */
function mutateZip(zip: Buffer, random: Random): Buffer {
  const end = zip.lastIndexOf('PK\x05\x06');
  const entries: { name: Buffer; content: Buffer }[] = [];
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0 && at < end; at = zip.indexOf('PK\x01\x02', at + 4)) {
    const local = zip.readUInt32LE(at + 42);
    const nameBytes = zip.readUInt16LE(at + 28);
    if (local + 30 > zip.length) return mutate(zip, random);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    try {
      const content = zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed;
      entries.push({ name: Buffer.from(zip.subarray(at + 46, at + 46 + nameBytes)), content });
    } catch {
      return mutate(zip, random);
    }
  }
  if (entries.length === 0) return mutate(zip, random);
  const chosen = pick(entries, random);
  if (random() < 0.2) chosen.name = mutateText(chosen.name, random).subarray(0, 60_000);
  else chosen.content = mutateFile(chosen.content, random);
  return writeZip(entries);
}

function writeZip(entries: readonly { name: Buffer; content: Buffer }[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const packed = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, name, packed);
    directory.push(entry, name);
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** What the runner does for one file: read, through JSON as in the cache, join. Anything thrown but the runner's own limit is a fault. */
export function readAndJoin(cataloger: Cataloger, path: string, bytes: Buffer): unknown {
  const facts = read(cataloger, path, bytes);
  if (facts === undefined) return undefined;
  for (const fact of facts.packages ?? []) checkPackage(fact);
  const scope = cataloger.scopes.includes('source') ? 'source' : 'image';
  const found: FoundFile = {
    path,
    layer: 0,
    facts: JSON.parse(JSON.stringify(facts)) as FileFacts,
    versions: [{ layer: 0, facts }],
  };
  const tree = memoryTree(new Map([[path, bytes]]));
  const joined = cataloger.assemble?.({ files: [found], tree, scope, os: { id: 'debian', versionId: '12' } });
  for (const fact of joined?.packages ?? []) checkPackage(fact);
  return { facts, packages: joined?.packages, issues: joined?.issues, owned: [...(joined?.owned ?? [])].length };
}

function read(cataloger: Cataloger, path: string, bytes: Buffer): FileFacts | undefined {
  const whole = (limit: number = limits.fileInMemoryBytes) => {
    if (bytes.length > limit) throw new FileTooLarge(path, bytes.length, limit);
    return bytes;
  };
  try {
    return cataloger.read({
      path,
      name: path.slice(path.lastIndexOf('/') + 1),
      size: bytes.length,
      mode: 0o755,
      source: memorySource(bytes),
      bytes: whole,
      text: (limit) => whole(limit).toString('utf8'),
    });
  } catch (cause) {
    if (cause instanceof FileTooLarge) return undefined;
    throw cause;
  }
}

function checkPackage({ name, version, purl }: { name: string; version: string; purl: string }): void {
  promise(typeof name === 'string' && name !== '' && !/[\0-\x1f]/.test(name), `package name ${JSON.stringify(name)}`);
  promise(typeof version === 'string' && !/[\0-\x1f]/.test(version), `package version ${JSON.stringify(version)}`);
  promise(parsePurl(purl).ok, `purl ${purl}`);
}

const samples = [...installedSamples(), ...sourceSamples()];
const known = new Map(catalogers.map((cataloger) => [cataloger.id, cataloger]));

/** One kind of damage over a whole file: what is linear stays quick, what is not shows. */
function amplify(content: Buffer, random: Random): Buffer {
  const text = content.toString('latin1');
  const lines = text.split('\n');
  const size = 20_000 + below(180_000, random);
  const repeat = (piece: string) =>
    Buffer.from(piece.repeat(Math.ceil(size / Math.max(1, piece.length))).slice(0, size), 'latin1');
  const at = below(text.length, random);
  switch (below(6, random)) {
    case 0:
      return repeat(text);
    case 1:
      return repeat(`${pick(lines, random)}\n`);
    case 2:
      return Buffer.concat([content.subarray(0, at), repeat(pick(nastyTokens, random) || ' '), content.subarray(at)]);
    case 3:
      return Buffer.concat([
        content.subarray(0, at),
        repeat(text.slice(at, at + 1 + below(30, random))),
        content.subarray(at),
      ]);
    case 4:
      return repeat(text.slice(at, at + 1 + below(12, random)));
    default:
      return Buffer.concat([repeat(pick(lines, random)), content]);
  }
}

export const catalogerTargets: readonly FuzzTarget[] = [
  ...[...Map.groupBy(samples, ({ cataloger }) => cataloger)].map(([id, own]) => targetOf(known.get(id)!, own)),
  {
    id: 'amplified/catalogers',
    weight: 1,
    seeds: () => samples.map(({ content }, index) => withIndex(index, content)),
    make: (seed, random) => withIndex(seed[0]!, amplify(seed.subarray(1), random)),
    run: (input) => readAndJoin(known.get(samples[input[0]!]!.cataloger)!, samples[input[0]!]!.path, input.subarray(1)),
    maxResult: (inputBytes) => (1 << 20) + 60 * inputBytes,
  },
];

/** Catalogers that no sample feeds. */
export const withoutSample: readonly string[] = catalogers
  .map(({ id }) => id)
  .filter((id) => !samples.some((sample) => sample.cataloger === id));
