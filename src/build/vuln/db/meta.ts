/** What the file says of itself. No time of building: the same input gives the same bytes. */
export interface DbMeta {
  /** `starter`: only the set that ships with Holdfast. */
  readonly set: 'full' | 'starter';
  readonly advisories: number;
  /** Pairs of advisory and package. */
  readonly entries: number;
  /** Newest `modified` of all advisories, RFC 3339; '' where there is none. */
  readonly newest: string;
  /** Entries by ecosystem with release (`Debian:12`), sorted. */
  readonly ecosystems: Readonly<Record<string, number>>;
  readonly sources: readonly SourceMeta[];
  readonly kev?: { readonly entries: number; readonly date: string };
  readonly epss?: { readonly entries: number; readonly date: string };
}

export interface SourceMeta {
  readonly name: string;
  readonly records: number;
  /** Records that could not be used, by issue code. */
  readonly skipped?: Readonly<Record<string, number>>;
  readonly newest: string;
}
