import type { Digest } from '#core/ids/digest.ts';
import type { ImageConfig, Platform } from '#core/image.ts';
import type { Issue } from '#core/outcome.ts';
import type { TargetKind } from '#core/scan-report.ts';
import type { LayerVisitor, LayerWalk } from './layer/walk-layer.ts';

/** One layer of an opened image, before it is read. */
export interface LayerRef {
  /** Digest of the stored blob, where the source has one. */
  readonly digest?: Digest;
  /** From the configuration's rootfs.diff_ids. */
  readonly diffId?: Digest;
  readonly mediaType?: string;
  /** Stored bytes. */
  readonly size?: number;
  /**
   * Names the content for the cache: a digest that is verified when the layer is read, or the identity of a local file that is read by
   * offset and so never hashed. Undefined: do not cache.
   */
  readonly cacheKey?: string;
}

/** An image that can be read. Made by the functions in sources/; closed by whoever opened it. */
export interface OpenImage {
  readonly kind: TargetKind;
  readonly reference: string;
  readonly digest?: Digest;
  readonly indexDigest?: Digest;
  readonly configDigest?: Digest;
  readonly platform?: Platform;
  readonly tags: readonly string[];
  readonly config: ImageConfig;
  /** The `config` member of the configuration document, as it is. */
  readonly rawConfig: Readonly<Record<string, unknown>>;
  readonly layers: readonly LayerRef[];
  /** Problems met while opening: odd manifests, skipped platforms. */
  readonly issues: readonly Issue[];
  /**
   * Reads the wanted layers, each once, some at the same time. `visitor` makes a visitor when a layer begins; sources that stream may not
   * know yet which layer it is, so the index comes with the result.
   */
  walkLayers<V extends LayerVisitor>(
    wanted: readonly number[],
    visitor: () => V,
    options: WalkLayersOptions,
  ): Promise<readonly WalkedLayer<V>[]>;
  close(): Promise<void>;
}

export interface WalkLayersOptions {
  readonly spoolDir: string;
  /** Stored bytes read so far. */
  readonly onBytes?: (count: number) => void;
}

export interface WalkedLayer<V extends LayerVisitor> {
  readonly index: number;
  readonly visitor: V;
  readonly walk: LayerWalk;
}
