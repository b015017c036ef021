import { hashKey, slotBytes, slotCount } from './format.ts';

/** Builds the slots of one table: 20 bytes of memory a key. Keys themselves stay in the blocks. */
export class HashTableBuilder {
  #count = 0;
  #hashes = new Uint32Array(3 * 1024);
  #offsets = new Float64Array(1024);

  add(key: string, offset: number, bytes: number): void {
    if (this.#count === this.#offsets.length) this.#grow();
    const { home, check } = hashKey(key);
    this.#hashes.set([home, check, bytes], this.#count * 3);
    this.#offsets[this.#count++] = offset;
  }

  /** Depends on the order of `add`, which the writer keeps sorted. */
  build(): Buffer {
    const slots = slotCount(this.#count);
    const table = Buffer.alloc(slots * slotBytes);
    for (let index = 0; index < this.#count; index++) {
      const [home = 0, check = 0, bytes = 0] = this.#hashes.subarray(index * 3, index * 3 + 3);
      let slot = home & (slots - 1);
      while (table.readUInt32LE(slot * slotBytes + 4) !== 0) slot = (slot + 1) & (slots - 1);
      const at = slot * slotBytes;
      table.writeUInt32LE(check, at);
      table.writeUInt32LE(bytes, at + 4);
      table.writeUIntLE(this.#offsets[index] as number, at + 8, 6);
    }
    return table;
  }

  #grow(): void {
    const hashes = new Uint32Array(this.#hashes.length * 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const offsets = new Float64Array(this.#offsets.length * 2);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
  }
}

/** Blocks that may hold `key`: check the key inside. `read` reads the table. */
export function* findSlots(
  key: string,
  tableBytes: number,
  read: (offset: number, length: number) => Buffer,
): Generator<{ readonly offset: number; readonly bytes: number }> {
  const slots = Math.floor(tableBytes / slotBytes);
  if (slots === 0) return;
  const { home, check } = hashKey(key);
  let slot = home & (slots - 1);
  let page: Buffer = Buffer.alloc(0);
  let at = 0;
  for (let probes = 0; probes < slots; probes++) {
    if (at >= page.length) {
      page = read(slot * slotBytes, Math.min(probeBytes, (slots - slot) * slotBytes));
      at = 0;
      if (page.length < slotBytes) return;
    }
    const bytes = page.readUInt32LE(at + 4);
    if (bytes === 0) return;
    if (page.readUInt32LE(at) === check) yield { offset: page.readUIntLE(at + 8, 6), bytes };
    at += slotBytes;
    slot = (slot + 1) & (slots - 1);
    if (slot === 0) at = page.length;
  }
}

const probeBytes = 16 * slotBytes;
