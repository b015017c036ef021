import { MiB } from '#core/limits.ts';
import { errorIssue, type Issue, warningIssue } from '#core/outcome.ts';

/** What is kept of one image, all layers together: what bounds the memory of a scan whatever the image holds. */
export const scanLimits = {
  /** Paths and link targets, as `nameCost` counts them. An image of two million files has some 160 million characters. */
  nameCharacters: 160 * MiB,
  entries: 3_000_000,
  /** Facts that catalogers found, in bytes as `weigh` counts them; the rpm database of a full desktop has 40 MiB. */
  factBytes: 128 * MiB,
  /** Packages that single files prove, in all layers. The largest npm trees have some 30,000. */
  packages: 100_000,
  /** Files that a cataloger wanted and could not read. */
  unreadable: 10_000,
  /** Secrets, in files of all layers. */
  secrets: 10_000,
  /** Places at which a rule for secrets was tried. Of the test images the richest has 20,000. */
  secretPlaces: 2_000_000,
  /** Files of formats that Holdfast knows but does not read. */
  unhandled: 1_000,
} as const;

export type ScanLimit = keyof typeof scanLimits;

/** What one layer takes of each. */
export type ScanCost = Readonly<Partial<Record<ScanLimit, number>>>;

/** Counts what the layers of one image have taken of each limit. Shared by them, so which layer meets it may be chance. */
export class ScanBudget {
  readonly #taken = new Map<ScanLimit, number>();
  readonly #exceeded = new Set<ScanLimit>();

  /** False where it would be too much; then nothing is taken. */
  take(limit: ScanLimit, amount: number): boolean {
    const taken = (this.#taken.get(limit) ?? 0) + amount;
    if (taken > scanLimits[limit]) {
      this.#exceeded.add(limit);
      return false;
    }
    this.#taken.set(limit, taken);
    return true;
  }

  get exceeded(): ScanLimit[] {
    return [...this.#exceeded];
  }

  /** A whole layer that was read before; the limit that it does not fit into. */
  takeAll(cost: ScanCost): ScanLimit | undefined {
    return (Object.keys(scanLimits) as ScanLimit[]).find((limit) => !this.take(limit, cost[limit] ?? 0));
  }
}

/** Characters, but four for each above a length that hardly any real path has: so nobody fills the memory with a few thousand names. */
export function nameCost(name: string): number {
  return name.length + 3 * Math.max(0, name.length - 256);
}

/** Bytes that a plain value takes in memory, roughly and rather too much. */
export function weigh(value: unknown): number {
  if (typeof value === 'string') return 32 + value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let weight = 48;
  if (Array.isArray(value)) for (const item of value) weight += weigh(item);
  else for (const key in value) weight += 16 + weigh((value as Record<string, unknown>)[key]);
  return weight;
}

export function limitIssue(limit: ScanLimit): Issue {
  const count = scanLimits[limit];
  switch (limit) {
    case 'nameCharacters':
      return errorIssue(
        'scan/too-many-names',
        `all names together have more than ${count} characters; some are left out`,
      );
    case 'entries':
      return errorIssue('scan/too-many-entries', `more than ${count} entries; the rest is left out`);
    case 'factBytes':
      return errorIssue('scan/too-many-facts', `package data of more than ${count} bytes; the rest is left out`);
    case 'packages':
      return errorIssue('scan/too-many-packages', `more than ${count} packages; the rest is left out`);
    case 'unreadable':
      return errorIssue(
        'scan/too-many-unreadable',
        `more than ${count} files could not be read; the rest is not listed`,
      );
    case 'secrets':
      return errorIssue('scan/too-many-secrets', `more than ${count} secrets; the rest is not listed`);
    case 'secretPlaces':
      return errorIssue(
        'scan/too-many-secret-places',
        `more than ${count} places where a secret might be; the rest is not searched`,
      );
    case 'unhandled':
      return warningIssue('scan/too-many-unhandled', `more than ${count} files of formats that are not read`);
  }
}
