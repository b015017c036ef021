/** Sizes to which a hash table of libstdc++ grows: primes, each about twice the one before. */
const sizes = [13, 29, 59, 127, 257, 541, 1109, 2357, 5087, 10273, 20753, 42043, 85229];

/** Buckets of a table that is not empty. */
export const firstSize = 13;

/** Buckets of a table that has become too small; it holds at most as many items as it has buckets. */
export function nextSize(size: number): number {
  return sizes[sizes.indexOf(size) + 1] ?? size * 2 + 1;
}

interface Numbered {
  readonly number: number;
}

/**
 * The order in which a C++ program goes through an unordered_map of numbers that were put in one after the other without its growing: newest
 * first, those of one bucket together. Growing puts the items in again, in this order. Lists that the peers show have it.
 */
export function inBuckets<T extends Numbered>(added: Iterable<T>, size: number): T[] {
  const buckets = new Map<number, T[]>();
  for (const item of added) {
    const bucket = buckets.get(item.number % size);
    if (bucket) bucket.push(item);
    else buckets.set(item.number % size, [item]);
  }
  const order: T[] = [];
  for (const bucket of [...buckets.values()].reverse()) order.push(...bucket.reverse());
  return order;
}

/** A new table into which the items were put: its buckets, and the items as they were put in since it last grew. */
export function grown<T extends Numbered>(
  added: readonly T[],
): { readonly size: number; readonly items: readonly T[] } {
  let size = firstSize;
  let items: readonly T[] = added;
  while (items.length > size) {
    items = [...inBuckets(items.slice(0, size), size), ...items.slice(size)];
    size = nextSize(size);
  }
  return { size, items };
}
