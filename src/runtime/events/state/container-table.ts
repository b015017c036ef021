import type { Container } from './container.ts';

/** Containers that are described at one time. */
export const maxContainers = 16_384;

export class ContainerTable {
  readonly #containers: Map<string, Container> = new Map();
  evicted = 0;

  clear(): void {
    this.#containers.clear();
  }

  get(id: string): Container | undefined {
    return this.#containers.get(id);
  }

  set(container: Container): void {
    this.#containers.delete(container.id);
    if (this.#containers.size >= maxContainers) {
      const oldest = this.#containers.keys().next().value;
      if (oldest !== undefined) this.#containers.delete(oldest);
      this.evicted += 1;
    }
    this.#containers.set(container.id, container);
  }

  delete(id: string): void {
    this.#containers.delete(id);
  }

  values(): IterableIterator<Container> {
    return this.#containers.values();
  }
}
