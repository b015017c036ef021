import { rmSync } from 'node:fs';
import type { Issue } from '#core/outcome.ts';
import { packAffected } from '../db/codec.ts';
import { LineWriter } from './line-file.ts';
import { LineSorter } from './line-sorter.ts';
import type { OsvRecord } from './osv-record.ts';

/**
 * One source's records, read and sorted, on disk: what an update keeps of the sources that did not change.
 * `advisories`: lines `id TAB json`. `affected`: lines `ecosystem NUL name NUL id TAB json`.
 */
export interface SegmentSummary {
  readonly records: number;
  readonly entries: number;
  /** Newest `modified`; '' without. */
  readonly newest: string;
  /** Records that could not be used, by issue code. */
  readonly skipped: Readonly<Record<string, number>>;
  /** The first few of them, for the user. */
  readonly issues: readonly Issue[];
}

/** Takes records in any order, writes the two sorted files. */
export class SegmentWriter {
  #path: string;
  #advisories: LineSorter;
  #affected: LineSorter;
  #records = 0;
  #entries = 0;
  #newest = '';
  #skipped = new Map<string, number>();
  #issues: Issue[] = [];

  /** Files become `path.advisories` and `path.affected`. */
  constructor(path: string) {
    this.#path = path;
    this.#advisories = new LineSorter(`${path}.a`);
    this.#affected = new LineSorter(`${path}.b`);
  }

  add(record: OsvRecord): void {
    const { advisory, affected } = record;
    this.#records++;
    this.#entries += affected.length;
    if (advisory.modified !== undefined && advisory.modified > this.#newest) this.#newest = advisory.modified;
    this.#advisories.add(`${advisory.id}\t${JSON.stringify(advisory)}`);
    for (const entry of affected) {
      this.#affected.add(`${entry.ecosystem}\0${entry.name}\0${advisory.id}\t${JSON.stringify(packAffected(entry))}`);
    }
  }

  skip(issue: Issue): void {
    this.#skipped.set(issue.code, (this.#skipped.get(issue.code) ?? 0) + 1);
    if (this.#issues.length < 20) this.#issues.push(issue);
  }

  finish(): SegmentSummary {
    writeSorted(this.#advisories, `${this.#path}.advisories`);
    writeSorted(this.#affected, `${this.#path}.affected`);
    return {
      records: this.#records,
      entries: this.#entries,
      newest: this.#newest,
      skipped: Object.fromEntries([...this.#skipped].sort()),
      issues: this.#issues,
    };
  }

  abandon(): void {
    this.#advisories.discard();
    this.#affected.discard();
    removeSegment(this.#path);
  }
}

function removeSegment(path: string): void {
  for (const suffix of ['advisories', 'affected']) rmSync(`${path}.${suffix}`, { force: true });
}

function writeSorted(sorter: LineSorter, path: string): void {
  const writer = new LineWriter(path);
  for (const line of sorter.sorted()) writer.add(line);
  writer.close();
}
