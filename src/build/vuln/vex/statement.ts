/** OpenVEX' statuses (openvex.dev, 0.2.0); CycloneDX' analysis states are mapped to them. */
export const vexStatuses = ['not_affected', 'affected', 'fixed', 'under_investigation'] as const;
export type VexStatus = (typeof vexStatuses)[number];

/** One thing that somebody says of vulnerabilities in products, whatever the document's format. */
export interface VexStatement {
  /** The name and all aliases. */
  readonly vulnerabilities: readonly string[];
  /** Empty: the document's own subject, whatever it is. */
  readonly products: readonly VexProduct[];
  readonly status: VexStatus;
  /** OpenVEX justification label, or CycloneDX' own. */
  readonly justification?: string;
  /** Impact or action statement, in the author's words. */
  readonly text?: string;
  /** RFC 3339; '' where neither statement nor document has one. */
  readonly time: string;
}

export interface VexProduct {
  /** A purl, or any other id of the product. */
  readonly id: string;
  /** Further ids: purls, hashes. */
  readonly identifiers: readonly string[];
  /** Parts of the product that are meant; empty: the product itself. */
  readonly components: readonly string[];
}

export interface VexDocument {
  readonly format: 'openvex' | 'cyclonedx';
  readonly id: string;
  readonly author: string;
  readonly statements: readonly VexStatement[];
}

export const vexLimits = {
  documentBytes: 64 * 1024 * 1024,
  statements: 500_000,
  products: 100_000,
  ids: 1_000,
  textLength: 4_000,
} as const;
