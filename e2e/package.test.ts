import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeSmallTargets } from './small-image.ts';
import { home, root } from './support.ts';

const MiB = 1024 * 1024;
const clone = join(home, 'clone');
const prefix = join(home, 'prefix');
const bin = join(prefix, 'node_modules/.bin/holdfast');
const env = {
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  HOME: home,
  npm_config_update_notifier: 'false',
  npm_config_cache: join(home, 'npm'),
};
const targets = writeSmallTargets(join(home, 'targets'));
let packed: { filename: string; size: number; unpackedSize: number; files: { path: string; mode: number }[] };
let output = '';

const run = (command: string, args: string[], cwd: string) => {
  const done = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  if (done.error) throw done.error;
  return done;
};

describe('the package', () => {
  beforeAll(() => {
    // A copy, so that the build of prepack does not replace the program that other tests run.
    const left = new Set(['node_modules', 'dist', '.git', '.cache', '.tsbuild', 'coverage']);
    cpSync(root, clone, { recursive: true, filter: (path) => !left.has(relative(root, path).split('/')[0]!) });
    symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
    const pack = run('npm', ['pack', '--json', '--pack-destination', home], clone);
    output = pack.stderr;
    expect(pack.status, pack.stderr).toBe(0);
    [packed] = JSON.parse(pack.stdout.slice(pack.stdout.indexOf('['))) as [typeof packed];
    mkdirSync(prefix);
    const tarball = join(home, packed.filename);
    const install = run(
      'npm',
      ['install', '--offline', '--no-audit', '--no-fund', '--prefix', prefix, tarball],
      prefix,
    );
    expect(install.status, install.stderr).toBe(0);
  }, 120_000);

  it('has what it needs to run, and what its licences ask for', () => {
    const paths = packed.files.map(({ path }) => path);
    for (const path of [
      'package.json',
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
      'dist/cli/main.js',
      'dist/starter.db',
      'dist/THIRD-PARTY-NOTICES.txt',
      'schema/scan-1.json',
      'schema/policy-v1.json',
    ])
      expect(paths).toContain(path);
  });

  it('has nothing of the workshop', () => {
    for (const { path } of packed.files) {
      expect(path).toMatch(/^(dist|schema)\/|^(package\.json|LICENSE|README\.md|CHANGELOG\.md)$/);
      expect(path).not.toMatch(/\.(ts|map|node)$|test|fixture|node_modules|bin\/node/);
    }
    expect(output).not.toMatch(/warn|deprecated/i);
  });

  it('stays small', () => {
    expect(packed.size).toBeLessThan(2 * MiB);
    expect(packed.unpackedSize).toBeLessThan(8 * MiB);
    const { size } = statSync(join(home, packed.filename));
    expect(size).toBe(packed.size);
  });

  it('installs without the network and brings no other package', () => {
    expect(readdirSync(join(prefix, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['holdfast']);
    const manifest = JSON.parse(readFileSync(join(prefix, 'node_modules/holdfast/package.json'), 'utf8'));
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.optionalDependencies).toBeUndefined();
    expect(['preinstall', 'install', 'postinstall'].filter((name) => name in manifest.scripts)).toEqual([]);
  });

  it('names every package that is bundled, with its licence text', () => {
    const notices = readFileSync(join(prefix, 'node_modules/holdfast/dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['commander', 'yaml']) expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
    // The licence's text; of the few packages without one: who, where, and the terms.
    for (const text of notices.split(/^={80}$/m).slice(1))
      expect(text.length > 300 || /By \S.*\nSource: https:.*\nTerms: https:/.test(text), text).toBe(true);
  });

  it('runs by itself: scan, policy file, fix, explain, db, lab', () => {
    const holdfast = (...args: string[]) => run(bin, args, home);
    const scan = holdfast('scan', targets.denied, '--format', 'json', '--offline');
    expect(scan.stderr).toBe('');
    expect(scan.status).toBe(1);
    const report = JSON.parse(scan.stdout);
    expect(report.advisories.set).toBe('starter');
    expect(report.findings.map((finding: { id: string }) => finding.id)).toContain('CVE-2019-10744');
    expect(report.holdfast.version).toBe(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);
    expect(holdfast('scan', targets.fine).status).toBe(0);
    expect(holdfast('scan', targets.tree).status).toBe(1);
    expect(holdfast('fix', targets.denied).stdout).toContain('npm install lodash@');
    expect(holdfast('explain', targets.denied, 'CVE-2019-10744').stdout).toContain('affected');
    expect(holdfast('db', 'status').stdout).toContain('starter');
    expect(holdfast('lab').stdout).toContain('versions');
    for (const format of ['sarif', 'cyclonedx', 'spdx', 'openvex', 'junit', 'gitlab', 'markdown', 'html'])
      expect(holdfast('scan', targets.denied, '-f', format).status, format).toBe(1);
  });

  it('does not look into the clone that it was made in', () => {
    const chunks = join(prefix, 'node_modules/holdfast/dist/chunks');
    expect(existsSync(chunks)).toBe(true);
    for (const name of readdirSync(chunks)) {
      const text = readFileSync(join(chunks, name), 'utf8');
      expect(text.includes(root) || text.includes(clone), name).toBe(false);
    }
  });
});
