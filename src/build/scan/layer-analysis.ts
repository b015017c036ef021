import type { LayerVisitor, LayerWalk } from '#build/image/layer/walk-layer.ts';
import type { TarEntry } from '#build/image/tar/walk.ts';
import {
  type Cataloger,
  type CatalogerScope,
  type FileFacts,
  type FileHeader,
  type FileInput,
  FileTooLarge,
} from '#build/inventory/cataloger.ts';
import { scanText } from '#build/inventory/secrets/scan-text.ts';
import type { SecretMatch } from '#build/inventory/secrets/types.ts';
import { wantsSecretScan } from '#build/inventory/secrets/wants.ts';
import { isUnhandled } from '#build/inventory/unhandled.ts';
import { boundedIssues } from '#core/bounded-issues.ts';
import { type ByteSource, readAll } from '#core/byte-source.ts';
import { limits } from '#core/limits.ts';
import { errorIssue, type Issue, warningIssue } from '#core/outcome.ts';
import { EntryColumns, type LayerFacts } from './layer-facts.ts';
import { nameCost, type ScanBudget, type ScanLimit, weigh } from './scan-limits.ts';

export interface AnalysisOptions {
  readonly catalogers: readonly Cataloger[];
  readonly scope: CatalogerScope;
  readonly secrets: boolean;
  /** Shared by the layers of an image. */
  readonly budget: ScanBudget;
}

/** Runs catalogers and the secret scan over one layer while it streams by. */
export class LayerAnalysis implements LayerVisitor {
  readonly #options: AnalysisOptions;
  readonly #entries = new EntryColumns();
  readonly #facts = new Map<string, [string, FileFacts][]>();
  readonly #secrets: [string, readonly SecretMatch[]][] = [];
  readonly #unhandled: string[] = [];
  readonly #issues: Issue[] = [];
  /** Which limits of the image this layer has met. */
  readonly #exceeded = new Set<ScanLimit>();
  readonly #cost = new Map<ScanLimit, number>();
  /** Who wants the file that is being collected: decided on the header, used on the content. */
  #wanting: Cataloger[] = [];
  #wantsSecrets = false;

  constructor(options: AnalysisOptions) {
    this.#options = options;
  }

  entry(entry: TarEntry): boolean {
    const { path, type, mode, size, linkTarget } = entry;
    if (!this.#take('entries', 1) || !this.#take('nameCharacters', nameCost(path) + nameCost(linkTarget ?? '')))
      return false;
    this.#entries.add(entry);
    if (type !== 'file' || size === 0) return false;
    const header: FileHeader = { path, name: path.slice(path.lastIndexOf('/') + 1), size, mode };
    const { catalogers, scope, secrets } = this.#options;
    this.#wanting = [];
    for (const cataloger of catalogers) if (cataloger.wants(header, scope)) this.#wanting.push(cataloger);
    const isSearching = secrets && !this.#exceeded.has('secrets') && !this.#exceeded.has('secretPlaces');
    this.#wantsSecrets = isSearching && size <= limits.fileInMemoryBytes && wantsSecretScan(header, scope);
    if (this.#wanting.length === 0 && isUnhandled(header, scope) && this.#take('unhandled', 1))
      this.#unhandled.push(path);
    return this.#wanting.length > 0 || this.#wantsSecrets;
  }

  content(entry: TarEntry, source: ByteSource): void {
    const wanting = this.#wanting;
    if (wanting.length > 0) this.#catalogue(wanting, fileInput(entry, source));
    if (!this.#wantsSecrets) return;
    try {
      const { matches, suppressed, incomplete, places } = scanText(readAll(source), entry.path);
      this.#take('secretPlaces', places);
      if (matches.length > 0 && this.#take('secrets', matches.length))
        this.#secrets.push([entry.path, matches.map(({ start: _start, end: _end, ...match }) => match)]);
      if (incomplete) {
        const message =
          'this file has so many places where a secret might be that only the first thousands were looked at';
        this.#issues.push(warningIssue('secrets/not-all-read', message, { where: entry.path }));
      }
      if (suppressed > 0) {
        const message = `${suppressed} more secrets in this file are not listed`;
        this.#issues.push(warningIssue('secrets/too-many', message, { where: entry.path }));
      }
    } catch (cause) {
      this.#issues.push(
        errorIssue('secrets/failed', 'the secret scan of this file failed', { where: entry.path, cause }),
      );
    }
  }

  /** Met a limit that the layers share: what this layer says now depends on the others. */
  get limited(): boolean {
    return this.#exceeded.size > 0;
  }

  /** Catalogers that another one has just added for a path that only the final tree led to. */
  readAs(cataloger: Cataloger, entry: TarEntry, source: ByteSource): void {
    this.#catalogue([cataloger], fileInput(entry, source));
  }

  result(walk: LayerWalk): LayerFacts {
    return {
      ...(walk.digest ? { digest: walk.digest } : {}),
      ...(walk.diffId ? { diffId: walk.diffId } : {}),
      entries: this.#entries.tables(),
      facts: Object.fromEntries(this.#facts),
      secrets: this.#secrets,
      unhandled: this.#unhandled,
      issues: boundedIssues([...walk.issues, ...this.#issues]),
      complete: walk.complete && !this.limited && !this.#issues.some((issue) => issue.level === 'error'),
      cost: Object.fromEntries(this.#cost),
    };
  }

  #fits(facts: FileFacts): boolean {
    const isOnlyIssues = facts.packages === undefined && facts.data === undefined && facts.os === undefined;
    return (
      (!isOnlyIssues || this.#take('unreadable', 1)) &&
      this.#take('packages', facts.packages?.length ?? 0) &&
      this.#take('factBytes', weigh(facts))
    );
  }

  #take(limit: ScanLimit, amount: number): boolean {
    if (this.#options.budget.take(limit, amount)) {
      this.#cost.set(limit, (this.#cost.get(limit) ?? 0) + amount);
      return true;
    }
    this.#exceeded.add(limit);
    return false;
  }

  #catalogue(catalogers: readonly Cataloger[], input: FileInput): void {
    for (const cataloger of catalogers) {
      const facts = readGuarded(cataloger, input, this.#issues);
      if (facts === undefined) continue;
      if (!this.#fits(facts)) continue;
      const list = this.#facts.get(cataloger.id);
      if (list) list.push([input.path, facts]);
      else this.#facts.set(cataloger.id, [[input.path, facts]]);
    }
  }
}

/** A cataloger cannot crash a scan (DESIGN §4): whatever it throws becomes an issue. */
function readGuarded(cataloger: Cataloger, input: FileInput, issues: Issue[]): FileFacts | undefined {
  try {
    return cataloger.read(input);
  } catch (cause) {
    issues.push(
      cause instanceof FileTooLarge
        ? errorIssue('inventory/file-too-large', `${cause.message}; not read by ${cataloger.id}`, { where: input.path })
        : errorIssue('inventory/cataloger-failed', `the cataloger ${cataloger.id} failed on this file`, {
            where: input.path,
            cause,
          }),
    );
    return undefined;
  }
}

function fileInput(entry: TarEntry, source: ByteSource): FileInput {
  const bytes = (limit: number = limits.fileInMemoryBytes) => {
    if (source.size > limit) throw new FileTooLarge(entry.path, source.size, limit);
    return readAll(source);
  };
  return {
    path: entry.path,
    name: entry.path.slice(entry.path.lastIndexOf('/') + 1),
    size: source.size,
    mode: entry.mode,
    source,
    bytes,
    text: (limit) => bytes(limit).toString('utf8'),
  };
}
