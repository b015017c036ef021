import { MiB } from '#core/limits.ts';

export const sbomLimits = {
  /** The whole document. The largest SBOMs seen in public are some 60 MB. */
  documentBytes: 128 * MiB,
  /** Components or packages of one document. */
  components: 200_000,
  /** Nesting of components inside components. */
  componentDepth: 100,
  /** Envelopes around envelopes: a Sigstore bundle holds DSSE, which holds in-toto, which holds the SBOM. */
  envelopeDepth: 5,
} as const;
