import type { Outcome } from '#core/outcome.ts';

/**
 * A source of advisories, or of facts about vulnerabilities, that is no OSV zip or JSON: a plain object in the sorted registry
 * (feeds/index.ts). See docs/adding-an-advisory-source.md.
 */
export interface Feed {
  /** Unique, kebab-case. */
  readonly id: string;
  /** One line for people, with the publisher. */
  readonly describes: string;
  /** Name of the source in `db status`; importing it again replaces it. */
  readonly source: string;
  /** `advisories`: a segment as SegmentWriter writes it. `kev`, `epss`: lines as compileDb reads them. */
  readonly makes: 'advisories' | 'kev' | 'epss';
  /** By file name alone, so that a folder of records is not read twice. */
  mayBe(fileName: string): boolean;
  /** By content: `head` is the beginning of the file, unpacked. */
  recognises(head: string): boolean;
  /** Reads a file that was recognised. Writes what `makes` says to `segment`. Throws on I/O errors only. */
  import(file: string, segment: string): Outcome<FeedSummary>;
}

export interface FeedSummary {
  readonly records: number;
  /** Date of the data as its publisher writes it; '' where it says none. */
  readonly newest: string;
}
