import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ImageConfig } from '#core/image.ts';
import { findConfigSecrets } from './config.ts';
import { scanText } from './scan-text.ts';
import { wantsSecretScan } from './wants.ts';

const findSecrets = (bytes: Buffer, path: string) => scanText(bytes, path).matches;

const images = process.env.HOLDFAST_IMAGES ?? '/tmp/images';
const skip = !existsSync(`${images}/root-secrets-oci`);
const note = skip ? '(skipped: no images; set HOLDFAST_IMAGES to the output of make-images.sh)' : '';

interface Descriptor {
  readonly digest: string;
}

function open(image: string): { config: ImageConfig; layers: string[] } {
  const dir = `${images}/${image}-oci`;
  const blob = ({ digest }: Descriptor) => `${dir}/blobs/${digest.replace(':', '/')}`;
  const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
  const manifest = json(blob(json(`${dir}/index.json`).manifests[0]));
  const { config = {}, history = [] } = json(blob(manifest.config));
  return {
    layers: manifest.layers.map(blob),
    config: {
      env: config.Env ?? [],
      entrypoint: config.Entrypoint ?? [],
      cmd: config.Cmd ?? [],
      exposedPorts: [],
      volumes: [],
      labels: config.Labels ?? {},
      history: history.map((step: { created_by?: string }) => ({
        createdBy: step.created_by ?? '',
        emptyLayer: false,
      })),
      diffIds: [],
    },
  };
}

/** Paths of files with secrets, over every layer. */
function secretFiles(layers: readonly string[]): string[] {
  const found: string[] = [];
  for (const layer of layers) {
    const listing = execFileSync('tar', ['-tvzf', layer], { maxBuffer: 1 << 28, encoding: 'utf8' }).split('\n');
    const wanted = listing.flatMap((line) => {
      const [, size, path] = /^-\S+\s+\S+\s+(\d+)\s+\S+\s+\S+\s+(.+?)(?: link to .*)?$/.exec(line) ?? [];
      if (path === undefined) return [];
      const clean = path.replace(/^\.\//, '');
      return wantsSecretScan({
        path: clean,
        name: clean.slice(clean.lastIndexOf('/') + 1),
        size: Number(size),
        mode: 0o644,
      })
        ? [path]
        : [];
    });
    for (const path of wanted) {
      const bytes = execFileSync('tar', ['-xOzf', layer, '--no-wildcards', path], { maxBuffer: 1 << 28 });
      if (findSecrets(bytes, path.replace(/^\.\//, '')).length > 0) found.push(path.replace(/^\.\//, ''));
    }
  }
  return found;
}

describe.skipIf(skip)(`secrets of the test images ${note}`, () => {
  it('root-secrets: every planted secret, in files of every layer and in the configuration', () => {
    const { config, layers } = open('root-secrets');
    const facts = JSON.parse(readFileSync(`${images}/expected/root-secrets.facts.json`, 'utf8')) as {
      secrets: { path?: string; where?: string; name?: string }[];
    };
    // The planted files lie in the small layers; the two Debian ones cost seconds to list twice.
    const files = secretFiles(layers.slice(2));
    const places = findConfigSecrets(config).map(({ where, name }) => `${where}:${name}`);
    for (const { path, where, name } of facts.secrets)
      expect(path === undefined ? places : files).toContain(path ?? `${where}:${name}`);
  });

  it('distroless-nonroot: none', () => {
    const { config, layers } = open('distroless-nonroot');
    expect(findConfigSecrets(config)).toEqual([]);
    expect(secretFiles(layers)).toEqual([]);
  });

  it.each(readdirSync(skip ? '/' : images).filter((name) => name.endsWith('-oci') && name !== 'root-secrets-oci'))(
    '%s: none in the configuration',
    (name) => {
      if (name === 'multiarch-oci') return;
      expect(findConfigSecrets(open(name.slice(0, -4)).config)).toEqual([]);
    },
  );
});
