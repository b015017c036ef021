import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Package } from '#core/package.ts';
import { expected, images, scanJson } from './support.ts';

const names = [
  'whiteouts',
  'links',
  'hostile',
  'mixed-compression',
  'multiarch',
  'rpm-sqlite',
  'lang-mix',
  'many-layers',
  'distroless-nonroot',
  'debian-node',
  'debian-python',
  'root-secrets',
];

const letters: Record<string, string> = { file: 'f', directory: 'd', symlink: 'l', fifo: 'p', char: 'c', block: 'b' };

const insideScoped = /\/node_modules\/@[^/]+\/.+\/node_modules\/[^@/]+\/package\.json$/;

/** Every way in which this image is at hand. */
function targets(name: string): string[] {
  const archive = join(images.path, `${name}.tar`);
  return [`oci:${join(images.path, `${name}-oci`)}`, ...(existsSync(archive) ? [`docker-archive:${archive}`] : [])];
}

const rows = (packages: readonly Package[], type: string, row: (found: Package) => string) =>
  packages
    .filter((found) => found.type === type)
    .map(row)
    .sort();

describe.skipIf(images.skip)(`the test images ${images.note}`, () => {
  describe.each(names)('%s', (name) => {
    const facts = () => JSON.parse(readFileSync(join(images.path, 'expected', `${name}.facts.json`), 'utf8'));

    it.each(images.skip ? [''] : targets(name))('%s', async (target) => {
      const report = await scanJson(target, '--list-all-files');
      const { packages } = report;

      const files = expected(`${name}.files.txt`);
      if (files) {
        const found = report.files!.map((file) =>
          [letters[file.type], file.mode.toString(8), file.size, file.path, file.linkTarget ?? ''].join('\t'),
        );
        expect(found.sort()).toEqual(files.map((row) => [...row.slice(0, 4), row[4] ?? ''].join('\t')).sort());
      }
      const dpkg = expected(`${name}.dpkg.tsv`);
      if (dpkg) {
        const found = rows(packages, 'deb', (item) =>
          [item.name, item.version, item.arch, item.source?.name, item.source?.version].join('\t'),
        );
        expect(found).toEqual(dpkg.map((row) => row.join('\t')).sort());
      }
      const apk = expected(`${name}.apk.tsv`);
      if (apk)
        expect(rows(packages, 'apk', (item) => [item.name, item.version, item.source?.name].join('\t'))).toEqual(
          apk.map((row) => row.join('\t')).sort(),
        );
      const rpm = expected(`${name}.rpm.tsv`);
      if (rpm) {
        const found = rows(packages, 'rpm', (item) =>
          [item.name, item.version, item.arch, item.module ?? '(none)'].join('\t'),
        );
        const wanted = rpm.map(([pkg, epoch, version, release, arch, , module]) =>
          [pkg, `${epoch === '(none)' ? '' : `${epoch}:`}${version}-${release}`, arch, module].join('\t'),
        );
        expect(found).toEqual(wanted.sort());
      }
      const npm = expected(`${name}.npm.tsv`);
      if (npm) {
        const found = packages
          .filter((item) => item.type === 'npm')
          .flatMap((item) => item.locations.map((path) => [item.name, item.version, path].join('\t')));
        // The oracle's own path pattern leaves out plain packages inside scoped ones; they are installed all the same, so each of
        // them must be found too.
        const leftOut = files!.map((row) => row[3]!).filter((path) => insideScoped.test(path));
        const extra = found.filter((row) => leftOut.includes(row.split('\t')[2]!));
        expect(extra).toHaveLength(leftOut.length);
        expect(found.filter((row) => !extra.includes(row)).sort()).toEqual(npm.map((row) => row.join('\t')).sort());
      }
      const python = expected(`${name}.py.tsv`);
      if (python) {
        const normal = (text: string) => text.toLowerCase().replace(/[-_.]+/g, '-');
        const found = packages
          .filter((item) => item.type === 'pypi')
          .flatMap((item) => item.locations.map((path) => [normal(item.name), item.version, path].join('\t')));
        expect(found.sort()).toEqual(
          python.map(([pkg, version, path]) => [normal(pkg!), version, path].join('\t')).sort(),
        );
      }
      if (name === 'lang-mix') {
        const purls = packages.map((item) => item.purl.toLowerCase());
        expect(purls).toEqual(expect.arrayContaining(facts().purls.map((purl: string) => purl.toLowerCase())));
      }
    });
  });

  it('root-secrets: every item of its facts', async () => {
    const target = `oci:${join(images.path, 'root-secrets-oci')}`;
    const report = await scanJson(target);
    const wanted = JSON.parse(readFileSync(join(images.path, 'expected/root-secrets.facts.json'), 'utf8')) as {
      secrets: { path?: string; where?: string; name?: string; deletedInLaterLayer?: boolean }[];
      misconfig: string[];
    };
    const secrets = report.findings.filter((finding) => finding.kind === 'secret');
    for (const secret of wanted.secrets) {
      const match = secrets.find(({ evidence }) =>
        secret.path
          ? evidence.file === secret.path &&
            Boolean(evidence.deletedInLaterLayer) === Boolean(secret.deletedInLaterLayer)
          : evidence.where === secret.where && evidence.name === secret.name,
      );
      expect(match, JSON.stringify(secret)).toBeDefined();
    }
    const checks = report.findings.filter((finding) => finding.kind === 'config');
    for (const item of wanted.misconfig) {
      const [id, path] = item.split(':');
      expect(
        checks.some(
          (finding) =>
            finding.id === id &&
            (path === undefined || finding.evidence.file === path.slice(1) || finding.evidence.file === path),
        ),
        item,
      ).toBe(true);
    }
  });

  it('distroless-nonroot: no secret at all', async () => {
    const report = await scanJson(`oci:${join(images.path, 'distroless-nonroot-oci')}`);
    expect(report.findings.filter((finding) => finding.kind === 'secret')).toEqual([]);
  });

  it('multiarch: each platform has its own package', async () => {
    for (const [platform, version] of [
      ['linux/amd64', '2.36-9+deb12u1'],
      ['linux/arm64', '2.36-9+deb12u3'],
    ] as const) {
      const report = await scanJson(`oci:${join(images.path, 'multiarch-oci')}`, '--platform', platform);
      expect(report.packages.map((item) => `${item.name}@${item.version}`)).toEqual([`libc6@${version}`]);
      expect(report.image?.platform).toBe(platform);
    }
  });

  it('hostile: nothing written outside, and the report says what was odd', async () => {
    const report = await scanJson(`oci:${join(images.path, 'hostile-oci')}`);
    for (const path of [
      '/tmp/make-images-pwned',
      '/tmp/make-images-pwned-abs',
      '/tmp/make-images-pwned2',
      '/tmp/make-images-pwned3',
    ]) {
      expect(existsSync(path)).toBe(false);
    }
    expect(report.issues.map((issue) => issue.code)).toContain('tar/path-escapes-root');
  });
});
