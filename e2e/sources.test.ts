import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScanReport } from '#core/scan-report.ts';
import { noServices, type Service, startDocker, startRegistry } from './services.ts';
import { holdfast, home, images, root, scanJson } from './support.ts';

const skip = images.skip || noServices !== undefined;
const note = images.skip ? images.note : noServices ? `(skipped: ${noServices})` : '';

/** What must be the same whichever way an image is read. */
function essence(report: ScanReport) {
  return {
    packages: report.packages.map((item) => [item.purl, item.layer, ...item.locations]),
    findings: report.findings.map((finding) => [finding.fingerprint, finding.severity, finding.evidence.layer]),
    decision: report.verdict.decision,
    layers: report.image?.layers.map((layer) => layer.diffId),
  };
}

async function scanOnline(target: string, ...args: string[]): Promise<ScanReport> {
  const { code, stdout, stderr } = await holdfast(['scan', target, '--format', 'json', '--no-cache', ...args]);
  if (code !== 0 && code !== 1) throw new Error(`scan ${target} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as ScanReport;
}

const oci = (name: string) => join(images.path, `${name}-oci`);

describe.skipIf(skip)(`real engines and registries ${note}`, () => {
  const port = 5600 + (process.pid % 300);
  const services: Service[] = [];

  beforeAll(() => {
    services.push(startRegistry(port));
    services.push(startDocker(join(home, 'docker')));
    for (const name of ['mixed-compression', 'multiarch', 'links']) {
      const copy = spawnSync(
        'skopeo',
        [
          'copy',
          '-q',
          '--all',
          '--insecure-policy',
          '--dest-tls-verify=false',
          `oci:${oci(name)}:latest`,
          `docker://127.0.0.1:${port}/team/${name}:1`,
        ],
        { encoding: 'utf8' },
      );
      expect(copy.stderr).toBe('');
    }
    for (const name of ['debian-node', 'links']) {
      const load = spawnSync('docker', ['load', '-q', '-i', join(images.path, `${name}.tar`)], { encoding: 'utf8' });
      expect(load.status, load.stderr).toBe(0);
    }
  }, 400_000);
  afterAll(() => {
    for (const service of services) service.stop();
  });

  it('a registry gives the same answer as the layout that was pushed', async () => {
    for (const name of ['mixed-compression', 'links']) {
      const pushed = await scanOnline(`registry:127.0.0.1:${port}/team/${name}:1`);
      expect(essence(pushed)).toEqual(essence(await scanOnline(`oci:${oci(name)}`)));
      expect(pushed.image?.digest).toMatch(/^sha256:/);
    }
  });

  it('a database that is pushed to a registry comes back the same', async () => {
    const reference = `127.0.0.1:${port}/security/advisories:today`;
    const starter = join(root, 'dist/starter.db');
    const pulled = join(home, 'pulled.db');
    const push = await holdfast(['db', 'push', reference, '--db', starter]);
    expect(push.code, push.stderr).toBe(0);
    const pull = await holdfast(['db', 'pull', reference, '--db', pulled]);
    expect(pull.code, pull.stderr).toBe(0);
    expect(readFileSync(pulled).equals(readFileSync(starter))).toBe(true);
    const missing = await holdfast(['db', 'pull', `127.0.0.1:${port}/security/none:1`, '--db', pulled]);
    expect(missing.code).toBe(3);
  });

  it('a registry serves the platform that was asked for', async () => {
    const report = await scanOnline(`127.0.0.1:${port}/team/multiarch:1`, '--platform', 'linux/arm64');
    expect(report.packages.map((item) => item.version)).toEqual(['2.36-9+deb12u3']);
    expect(report.image?.indexDigest).toMatch(/^sha256:/);
    const wrong = await holdfast(['scan', `registry:127.0.0.1:${port}/team/multiarch:1`, '--platform', 'linux/s390x']);
    expect(wrong.code).toBe(3);
    expect(wrong.stderr).toContain('linux/amd64, linux/arm64');
  });

  it('a Docker Engine gives the same answer as the archive that was loaded', async () => {
    for (const name of ['debian-node', 'links']) {
      const loaded = await scanOnline(`docker:fixture/${name}:1`);
      expect(essence(loaded)).toEqual(essence(await scanOnline(`docker-archive:${join(images.path, `${name}.tar`)}`)));
      expect(loaded.complete).toBe(true);
    }
  });

  it('a bare name is found in the engine, and a second scan reads nothing', async () => {
    const first = await holdfast(['scan', 'fixture/links:1', '--format', 'json']);
    const second = await holdfast(['scan', 'fixture/links:1', '--format', 'json', '--timings']);
    const report = JSON.parse(second.stdout) as ScanReport;
    expect(report.target).toEqual({ kind: 'docker', reference: 'fixture/links:1' });
    expect(essence(report)).toEqual(essence(JSON.parse(first.stdout) as ScanReport));
  });

  it('docker save gives what the engine gives', async () => {
    const saved = join(home, 'saved.tar');
    expect(spawnSync('docker', ['save', '-o', saved, 'fixture/links:1']).status).toBe(0);
    expect(essence(await scanOnline(saved))).toEqual(essence(await scanOnline('docker:fixture/links:1')));
    rmSync(saved);
  });
});

describe.skipIf(images.skip)(`local files ${images.note}`, () => {
  it('a rootfs gives the packages of the image it was unpacked from', async () => {
    const rootfs = join(home, 'rootfs');
    mkdirSync(rootfs);
    const archive = join(images.path, 'links.tar');
    const manifest = JSON.parse(
      spawnSync('tar', ['-xOf', archive, './manifest.json'], { encoding: 'utf8' }).stdout,
    ) as { Layers: string[] }[];
    for (const layer of manifest[0]!.Layers) {
      const tar = spawnSync('tar', ['-xOf', archive, `./${layer}`], { maxBuffer: 1 << 26 }).stdout;
      expect(spawnSync('tar', ['-C', rootfs, '-xf', '-'], { input: tar }).status).toBe(0);
    }
    const unpacked = await scanJson(`rootfs:${rootfs}`);
    const image = await scanJson(`docker-archive:${archive}`);
    expect(unpacked.packages.map((item) => item.purl)).toEqual(image.packages.map((item) => item.purl));
    expect((await scanJson(rootfs)).target.kind).toBe('rootfs');
  });

  it('an SBOM gives the findings of the image it was written for', async () => {
    for (const name of ['debian-node', 'rpm-sqlite', 'mixed-compression', 'lang-mix']) {
      const image = await scanJson(`oci:${oci(name)}`);
      const vulnerabilities = (report: ScanReport) =>
        report.findings
          .filter((item) => item.kind === 'vulnerability')
          .map((item) => [item.fingerprint, item.id, item.severity, item.fix, item.package?.purl]);
      for (const format of ['cyclonedx', 'spdx']) {
        const file = join(home, `${name}.${format}.json`);
        await holdfast(['scan', `oci:${oci(name)}`, '--format', format, '--output', file]);
        const sbom = await scanJson(`sbom:${file}`);
        expect(vulnerabilities(sbom), `${name} ${format}`).toEqual(vulnerabilities(image));
        expect(readFileSync(file, 'utf8').endsWith('\n')).toBe(true);
      }
    }
  });
});
