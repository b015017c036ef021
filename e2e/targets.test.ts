import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ScanReport } from '#core/scan-report.ts';
import { writeOciLayout } from '#testing/image-writer.ts';
import { denied, writeSmallTargets } from './small-image.ts';
import { holdfast, home, scanJson } from './support.ts';

const targets = writeSmallTargets(join(home, 'targets'));
const archive = readFileSync(targets.archive);
const at = (name: string) => join(home, name);
writeFileSync(at('api.tar.gz'), gzipSync(archive, { level: 9 }));
writeFileSync(at('api.tar.zst'), zstdCompressSync(archive));
writeFileSync(at('api-strong.zst'), zstdCompressSync(archive, { params: { [constants.ZSTD_c_compressionLevel]: 19 } }));
writeFileSync(at('without-extension'), archive);
spawnSync('tar', ['-C', targets.denied, '-cf', at('layout.tar'), '.']);

const essence = ({ packages, findings }: ScanReport) => [
  packages.map(({ purl }) => purl),
  findings.map(({ fingerprint }) => fingerprint).sort(),
];

describe('a bare argument is recognised', () => {
  it.each([
    ['an OCI layout', targets.denied, 'oci'],
    ['an OCI layout as a tar file', at('layout.tar'), 'docker-archive'],
    ['a docker-archive', targets.archive, 'docker-archive'],
    ['a docker-archive without extension', at('without-extension'), 'docker-archive'],
    ['gzip -9', at('api.tar.gz'), 'docker-archive'],
    ['zstd', at('api.tar.zst'), 'docker-archive'],
    ['zstd -19', at('api-strong.zst'), 'docker-archive'],
  ])('%s', async (_, path, kind) => {
    const report = await scanJson(path);
    if (path !== at('layout.tar')) expect(report.target.kind).toBe(kind);
    expect(essence(report)).toEqual(essence(await scanJson(`oci:${targets.denied}`)));
    expect(report.complete).toBe(true);
  });

  it('a root file system', async () => {
    const report = await scanJson(targets.rootfs);
    expect(report.target.kind).toBe('rootfs');
    expect(report.packages.map(({ name }) => name).sort()).toEqual(['libc6', 'lodash']);
    expect(report.os?.id).toBe('debian');
  });

  it('a source tree, also as a relative path', async () => {
    const report = await scanJson(targets.tree);
    expect(report.target.kind).toBe('dir');
    expect(report.packages.map(({ purl }) => purl)).toEqual(['pkg:npm/lodash@4.17.4']);
    expect(report.findings.map(({ kind }) => kind)).toContain('config');
    const { stdout } = await holdfast(['scan', '.', '--format', 'json'], { cwd: targets.tree });
    expect(JSON.parse(stdout).findings).toEqual(report.findings);
  });

  it('an SBOM, CycloneDX and SPDX', async () => {
    for (const format of ['cyclonedx', 'spdx']) {
      const path = at(`${format}.json`);
      await holdfast(['scan', targets.denied, '--format', format, '-o', path]);
      const report = await scanJson(path);
      expect(report.target.kind).toBe('sbom');
      expect(report.packages.map(({ purl }) => purl)).toEqual(
        (await scanJson(targets.denied)).packages.map(({ purl }) => purl),
      );
    }
  });

  it('a reference: nothing on disk is called so', async () => {
    const { code, stderr } = await holdfast(['scan', '127.0.0.1:9/shop/api:1.4'], {
      env: { DOCKER_HOST: 'unix:///nonexistent' },
    });
    expect(code).toBe(3);
    expect(stderr).toContain('127.0.0.1:9');
  });

  it('a directory of the same name wins over an image, with or without a slash', async () => {
    cpSync(targets.tree, at('alpine'), { recursive: true });
    for (const name of ['alpine', './alpine', 'alpine/']) {
      const { stdout } = await holdfast(['scan', name, '--format', 'json', '--offline']);
      expect(JSON.parse(stdout).target).toEqual({ kind: 'dir', reference: expect.stringContaining('alpine') });
    }
  });
});

describe('choosing an image', () => {
  it('by tag and by digest out of a layout', async () => {
    const { manifests } = JSON.parse(readFileSync(join(targets.denied, 'index.json'), 'utf8'));
    for (const rest of [':latest', `@${manifests[0].digest}`]) {
      const report = await scanJson(`oci:${targets.denied}${rest}`);
      expect(report.image?.digest).toBe(manifests[0].digest);
    }
    const other = await holdfast(['scan', `oci:${targets.denied}@sha256:${'0'.repeat(64)}`]);
    expect(other.code).toBe(3);
  });

  it('by platform: another one is never passed off as the one that was asked for', async () => {
    for (const target of [targets.denied, targets.archive]) {
      for (const platform of ['linux/amd64', 'amd64', 'linux/x86_64'])
        expect((await scanJson(target, '--platform', platform)).image?.platform).toBe('linux/amd64');
      const { code, stderr } = await holdfast(['scan', target, '--platform', 'linux/arm64']);
      expect(stderr).toContain('linux/amd64');
      expect(code).toBe(3);
    }
  });
});

describe('options of scan', () => {
  it('--list-all-files lists the final file system', async () => {
    const { files } = await scanJson(targets.denied, '--list-all-files');
    const paths = files?.map(({ path }) => path);
    expect(paths).toContain('etc/os-release');
    expect(paths).not.toContain('app/.env');
    expect(paths).toEqual([...(paths ?? [])].sort());
    expect((await scanJson(targets.denied)).files).toBeUndefined();
  });

  it('--no-secrets finds none in files', async () => {
    const found = async (...args: string[]) =>
      (await scanJson(targets.denied, ...args)).findings.filter(({ kind }) => kind === 'secret').length;
    expect(await found()).toBe(1);
    expect(await found('--no-secrets')).toBe(0);
  });

  it('--no-cache leaves no result and no spool file', async () => {
    const cache = at('unused-cache');
    const env = { HOLDFAST_CACHE: cache };
    for (const target of [targets.denied, at('api.tar.gz'), at('api.tar.zst')])
      await holdfast(['scan', target, '--no-cache'], { env });
    const results = join(cache, 'results');
    expect(existsSync(results) ? readdirSync(results) : []).toEqual([]);
    expect(readdirSync(cache).filter((name) => name !== 'code')).toEqual(existsSync(results) ? ['results'] : []);
  });

  it('--dockerfile: SARIF points at its lines', async () => {
    writeFileSync(at('Dockerfile'), 'FROM debian:12\nCOPY . /app\nRUN rm /app/.env\n');
    const { stdout } = await holdfast(['scan', targets.denied, '-f', 'sarif', '--dockerfile', at('Dockerfile')]);
    const lines = JSON.parse(stdout).runs[0].results.flatMap((result: { locations: object[] }) =>
      JSON.stringify(result.locations).match(/Dockerfile.*?"startLine":\d+/g),
    );
    expect(lines.some((line: string | null) => line?.endsWith('"startLine":2'))).toBe(true);
  });

  it('--full lists every finding in the table', async () => {
    const report = await scanJson(targets.denied);
    const { stdout } = await holdfast(['scan', targets.denied, '--full']);
    for (const { id } of report.findings) expect(stdout).toContain(id);
  });

  it('--timings names the steps, and only then', async () => {
    expect(Object.keys((await scanJson(targets.denied, '--timings')).timings ?? {})).toContain('match');
    expect((await scanJson(targets.denied)).timings).toBeUndefined();
  });
});

describe('the same answer every time', () => {
  const bare = (text: string) => text.replace(/"scannedAt": ?"[^"]*"/, '');

  it('cached, uncached and repeated', async () => {
    const cache = { env: { HOLDFAST_CACHE: at('cold-cache') } };
    const args = ['scan', targets.denied, '--format', 'json', '--list-all-files'];
    const cold = await holdfast(args, cache);
    expect(readdirSync(at('cold-cache/results')).length).toBeGreaterThan(0);
    for (const done of [await holdfast(args, cache), await holdfast([...args, '--no-cache'])])
      expect(bare(done.stdout)).toBe(bare(cold.stdout));
  });

  it('ten at once over one cache folder', async () => {
    const env = { HOLDFAST_CACHE: at('shared-cache') };
    const runs = await Promise.all(
      Array.from({ length: 10 }, () => holdfast(['scan', targets.archive, '--format', 'json'], { env })),
    );
    for (const { code, stdout, stderr } of runs) {
      expect(stderr).toBe('');
      expect(code).toBe(1);
      expect(bare(stdout)).toBe(bare(runs[0]!.stdout));
    }
    expect(readdirSync(at('shared-cache')).filter((name) => /^(new|spool)-/.test(name))).toEqual([]);
  });

  it('a damaged cache entry is read again', async () => {
    const env = { HOLDFAST_CACHE: at('damaged-cache') };
    const args = ['scan', targets.denied, '--format', 'json'];
    const first = await holdfast(args, { env });
    const results = at('damaged-cache/results');
    for (const [index, name] of readdirSync(results).entries())
      writeFileSync(join(results, name), ['', '{', '{}', 'null', '[1]'][index % 5]!);
    const second = await holdfast(args, { env });
    expect(second.stderr).toBe('');
    expect(bare(second.stdout)).toBe(bare(first.stdout));
  });

  it('one image does not answer for another that differs in one layer', async () => {
    const { layers, ...rest } = denied;
    writeOciLayout(at('shorter'), { ...rest, layers: layers.slice(0, 1) });
    expect((await scanJson(at('shorter'))).packages.map(({ name }) => name)).toEqual(['libc6']);
  });

  it.each(['table', 'json', 'sarif', 'cyclonedx', 'spdx', 'openvex', 'junit', 'gitlab', 'markdown', 'html'])(
    '%s: two runs differ in times only',
    async (format) => {
      const [a, b] = await Promise.all([1, 2].map(() => holdfast(['scan', targets.denied, '-f', format])));
      const timeless = (text: string) =>
        // The serial number of CycloneDX is made from the content, the time included.
        text
          .replace(/urn:uuid:[0-9a-f-]{36}/g, 'UUID')
          .replace(/20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z| UTC)?/g, 'TIME');
      expect(timeless(a!.stdout)).toBe(timeless(b!.stdout));
      expect(a!.stdout.length).toBeGreaterThan(300);
    },
  );
});
