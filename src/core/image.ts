import type { Digest } from './ids/digest.ts';

/** The part of the OCI image configuration (image-spec, config.md) that Holdfast speaks of. */
export interface ImageConfig {
  readonly architecture?: string;
  readonly os?: string;
  readonly variant?: string;
  /** RFC 3339. */
  readonly created?: string;
  readonly user?: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly workingDir?: string;
  /** `80/tcp`. */
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly history: readonly HistoryStep[];
  readonly diffIds: readonly Digest[];
}

export interface HistoryStep {
  readonly createdBy: string;
  readonly created?: string;
  readonly comment?: string;
  readonly emptyLayer: boolean;
}

/** One layer as a report names it. */
export interface LayerInfo {
  readonly index: number;
  /** Digest of the blob as stored, where known. */
  readonly digest?: Digest;
  /** Digest of the uncompressed tar. */
  readonly diffId?: Digest;
  readonly mediaType?: string;
  /** Bytes as stored. */
  readonly size?: number;
  /** The history step that made it. */
  readonly createdBy?: string;
  /** Set where the layer seems to belong to the base image (the last CMD/ENTRYPOINT step of a lower build ends the base). */
  readonly fromBase?: boolean;
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}
