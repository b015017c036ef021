import { type Digest, parseDigest } from '#core/ids/digest.ts';
import type { LayerInfo } from '#core/image.ts';
import type { OsInfo } from '#core/package.ts';
import { asFields, asText } from './json-value.ts';
import type { Facts } from './package-facts.ts';

/** The image that an SBOM describes, as far as findings need it: layers keep their index and build step. */
export interface SbomImage {
  readonly reference: string;
  readonly digest?: Digest;
  readonly configDigest?: Digest;
  /** `linux/amd64`. */
  readonly platform?: string;
  readonly layers: readonly LayerInfo[];
}

export function factsOfImage(image: SbomImage): Facts {
  return {
    'image:reference': [image.reference],
    ...(image.digest === undefined ? {} : { 'image:digest': [image.digest] }),
    ...(image.configDigest === undefined ? {} : { 'image:config': [image.configDigest] }),
    ...(image.platform === undefined ? {} : { 'image:platform': [image.platform] }),
    ...(image.layers.length === 0 ? {} : { 'image:layer': image.layers.map((layer) => JSON.stringify(layer)) }),
  };
}

export function imageOfFacts(facts: Facts): SbomImage | undefined {
  const reference = facts['image:reference']?.[0];
  if (reference === undefined) return undefined;
  const digest = digestOf(facts['image:digest']?.[0]);
  const configDigest = digestOf(facts['image:config']?.[0]);
  const platform = facts['image:platform']?.[0];
  return {
    reference,
    ...(digest === undefined ? {} : { digest }),
    ...(configDigest === undefined ? {} : { configDigest }),
    ...(platform === undefined ? {} : { platform }),
    layers: (facts['image:layer'] ?? []).map(layerOfText),
  };
}

export function digestOf(text: unknown): Digest | undefined {
  const parsed = typeof text === 'string' ? parseDigest(text) : undefined;
  return parsed?.ok ? parsed.value : undefined;
}

function layerOfText(text: string, index: number): LayerInfo {
  const layer = asFields(safeJson(text));
  const digest = digestOf(layer.digest);
  const diffId = digestOf(layer.diffId);
  const mediaType = asText(layer.mediaType);
  const createdBy = asText(layer.createdBy);
  return {
    index,
    ...(digest === undefined ? {} : { digest }),
    ...(diffId === undefined ? {} : { diffId }),
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(Number.isSafeInteger(layer.size) ? { size: layer.size as number } : {}),
    ...(createdBy === undefined ? {} : { createdBy }),
    ...(typeof layer.fromBase === 'boolean' ? { fromBase: layer.fromBase } : {}),
  };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the name and version of an operating-system component do not carry. */
export function factsOfOs(os: OsInfo): Facts {
  return {
    'os:id': [os.id],
    'os:versionId': [os.versionId],
    ...(os.prettyName === undefined ? {} : { 'os:prettyName': [os.prettyName] }),
    ...(os.codename === undefined ? {} : { 'os:codename': [os.codename] }),
    ...(os.idLike === undefined || os.idLike.length === 0 ? {} : { 'os:idLike': os.idLike }),
    ...(os.endOfLife === undefined ? {} : { 'os:endOfLife': [os.endOfLife] }),
  };
}

export function osOfFacts(facts: Facts): OsInfo | undefined {
  const id = facts['os:id']?.[0];
  if (id === undefined) return undefined;
  const prettyName = facts['os:prettyName']?.[0];
  const codename = facts['os:codename']?.[0];
  const endOfLife = facts['os:endOfLife']?.[0];
  return {
    id,
    versionId: facts['os:versionId']?.[0] ?? '',
    ...(prettyName === undefined ? {} : { prettyName }),
    ...(codename === undefined ? {} : { codename }),
    ...(facts['os:idLike'] === undefined ? {} : { idLike: facts['os:idLike'] }),
    ...(endOfLife === undefined ? {} : { endOfLife }),
  };
}
