import { MiB } from '#core/limits.ts';
import type { Container } from './container.ts';

/** Containers that are described at one time. */
export const maxContainers = 16_384;

/** Bytes of all descriptions, roughly. */
export const maxContainerBytes = 64 * MiB;

export class ContainerTable {
  readonly #containers: Map<string, Container> = new Map();
  #bytes = 0;
  evicted = 0;

  clear(): void {
    this.#containers.clear();
    this.#bytes = 0;
  }

  get(id: string): Container | undefined {
    return this.#containers.get(id);
  }

  set(container: Container): void {
    this.delete(container.id);
    const bytes = sizeOf(container);
    while (
      this.#containers.size >= maxContainers ||
      (this.#bytes + bytes > maxContainerBytes && this.#containers.size > 0)
    ) {
      this.delete(this.#containers.keys().next().value!);
      this.evicted += 1;
    }
    this.#containers.set(container.id, container);
    this.#bytes += bytes;
  }

  delete(id: string): void {
    const known = this.#containers.get(id);
    if (known === undefined) return;
    this.#bytes -= sizeOf(known);
    this.#containers.delete(id);
  }

  values(): IterableIterator<Container> {
    return this.#containers.values();
  }
}

/** Bytes that a value takes, roughly: characters, and what each object costs. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return 16 + value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let bytes = 48;
  if (Array.isArray(value)) for (const item of value) bytes += sizeOf(item);
  else for (const [key, item] of Object.entries(value)) bytes += key.length + sizeOf(item);
  return bytes;
}
