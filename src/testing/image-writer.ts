import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type TarMember, writeTar } from './tar-writer.ts';

export interface LayerInput {
  readonly tar: Buffer;
  readonly createdBy: string;
  /** Stored form; gzip where absent. */
  readonly compress?: (tar: Buffer) => Buffer;
}

export interface ImageInput {
  readonly layers: readonly LayerInput[];
  /** The `config` member of the configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly emptySteps?: readonly string[];
  readonly architecture?: string;
}

const created = '2023-11-14T22:13:20Z';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** Writes an OCI image layout with one image, tagged latest. */
export function writeOciLayout(path: string, image: ImageInput): { digest: string } {
  mkdirSync(join(path, 'blobs/sha256'), { recursive: true });
  const blob = (bytes: Buffer, mediaType: string) => {
    const hex = sha256(bytes);
    writeFileSync(join(path, 'blobs/sha256', hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const layers = image.layers.map(({ tar, compress = gzipSync }) =>
    blob(compress(tar), 'application/vnd.oci.image.layer.v1.tar+gzip'),
  );
  const config = blob(Buffer.from(JSON.stringify(configDocument(image))), 'application/vnd.oci.image.config.v1+json');
  const manifest = blob(
    Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config, layers })),
    manifestType,
  );
  const index = {
    schemaVersion: 2,
    manifests: [{ ...manifest, annotations: { 'org.opencontainers.image.ref.name': 'latest' } }],
  };
  writeFileSync(join(path, 'index.json'), JSON.stringify(index));
  writeFileSync(join(path, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  return { digest: manifest.digest };
}

/** The bytes of a docker-archive as `docker save` of version 24 and older writes it. */
export function writeDockerArchive(image: ImageInput, tags: readonly string[] = []): Buffer {
  const config = Buffer.from(JSON.stringify(configDocument(image)));
  const configName = `${sha256(config)}.json`;
  const layers = image.layers.map(
    ({ tar }, index): TarMember => ({ path: `${sha256(tar)}-${index}/layer.tar`, content: tar }),
  );
  const manifest = [{ Config: configName, RepoTags: tags, Layers: layers.map((layer) => layer.path) }];
  return writeTar([
    ...layers,
    { path: configName, content: config },
    { path: 'manifest.json', content: JSON.stringify(manifest) },
  ]);
}

function configDocument({ layers, config, emptySteps = [], architecture }: ImageInput) {
  return {
    architecture: architecture ?? (process.arch === 'arm64' ? 'arm64' : 'amd64'),
    os: 'linux',
    created,
    config: config ?? {},
    rootfs: { type: 'layers', diff_ids: layers.map(({ tar }) => `sha256:${sha256(tar)}`) },
    history: [
      ...layers.map(({ createdBy }) => ({ created, created_by: createdBy })),
      ...emptySteps.map((step) => ({ created, created_by: step, empty_layer: true })),
    ],
  };
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
