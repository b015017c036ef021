import { CelError } from './cel-error.ts';
import { CelDouble, CelUint, type CelValue, kindOf, typeNameOf } from './values.ts';

type NormalKey = string | number | bigint | boolean;

/** A map built by an expression. Lookup is by value across int, uint and double (`{1: 'a'}[1u]`); the keys keep their type. */
export class CelMap {
  readonly #entries = new Map<NormalKey, readonly [CelValue, CelValue]>();

  static from(pairs: Iterable<readonly [CelValue, CelValue]>): CelMap {
    const map = new CelMap();
    for (const [key, value] of pairs) map.set(key, value);
    return map;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** A repeated key replaces, as in cel-go. */
  set(key: CelValue, value: CelValue): void {
    const normal = normalKey(key);
    if (normal === undefined) throw new CelError(`unsupported key type: ${typeNameOf(key)}`);
    this.#entries.set(normal, [key, value]);
  }

  has(key: CelValue): boolean {
    const normal = normalKey(key);
    return normal !== undefined && this.#entries.has(normal);
  }

  get(key: CelValue): CelValue {
    const normal = normalKey(key);
    return normal === undefined ? undefined : this.#entries.get(normal)?.[1];
  }

  entries(): Iterable<readonly [CelValue, CelValue]> {
    return this.#entries.values();
  }
}

/** The value at a key, or undefined where there is none. `map` is one of the three shapes of a map. */
export function mapGet(map: object, key: CelValue): CelValue {
  if (map instanceof CelMap) return map.get(key);
  const normal = normalKey(key);
  if (normal === undefined) return undefined;
  if (map instanceof Map) return map.get(normal);
  if (typeof normal !== 'string' || !Object.hasOwn(map, normal)) return undefined;
  return (map as Record<string, unknown>)[normal];
}

export function mapSize(map: object): number {
  if (map instanceof CelMap || map instanceof Map) return map.size;
  let size = 0;
  for (const _ of mapEntries(map)) size += 1;
  return size;
}

export function* mapEntries(map: object): Generator<readonly [CelValue, CelValue]> {
  if (map instanceof CelMap) yield* map.entries();
  else if (map instanceof Map) yield* map.entries();
  else
    for (const key of Object.keys(map)) {
      const value = (map as Record<string, unknown>)[key];
      if (value !== undefined) yield [key, value];
    }
}

/** May the value be looked up in a map at all? */
export function isKey(key: CelValue): boolean {
  const kind = kindOf(key);
  return kind === 'string' || kind === 'int' || kind === 'uint' || kind === 'bool' || kind === 'double';
}

function normalKey(key: CelValue): NormalKey | undefined {
  switch (typeof key) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return key;
    case 'number':
      if (Number.isSafeInteger(key)) return key;
      return Number.isInteger(key) ? BigInt(key) : undefined;
    default:
      if (key instanceof CelDouble) return key.value;
      if (key instanceof CelUint) {
        const small = Number(key.value);
        return Number.isSafeInteger(small) ? small : key.value;
      }
      return undefined;
  }
}
