import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSchema, schemaValidator } from '#testing/json-schema.ts';
import { secret, writeSmallTargets } from './small-image.ts';
import { holdfast, home, root } from './support.ts';

const targets = writeSmallTargets(join(home, 'targets'));
const file = (name: string, content: string | Buffer) => {
  writeFileSync(join(home, name), content);
  return join(home, name);
};
const commands = ['scan', 'fix', 'explain', 'db', 'lab'];
const subcommands = ['import', 'update', 'status', 'push', 'pull'].map((name) => ['db', name]);
const stack = /\n\s+at |\bbug in Holdfast\b/;

describe('exit codes', () => {
  const junk = file('junk.bin', Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  const notJson = file('not.json', '{"bomFormat": ');
  const notSbom = file('other.json', '{"a": 1}');
  const badPolicy = file('bad-policy.yaml', 'apiVersion: holdfast.dev/v1\nkind: Policy\nrules: [{name: x, when: 1}]\n');
  const unreadable = file('unreadable.tar', 'x');
  chmodSync(unreadable, 0);
  const empty = join(home, 'empty');
  mkdirSync(empty);

  it.each([
    [0, ['scan', targets.fine]],
    [1, ['scan', targets.denied]],
    [1, ['scan', targets.tree]],
    [0, ['scan', empty]],
    [0, ['fix', targets.fine]],
    [1, ['fix', targets.denied]], // the secret stays
    [0, ['explain', targets.denied, 'CVE-2019-10744']],
    [3, ['explain', targets.denied, 'CVE-1999-0001']],
    [3, ['explain', targets.denied, 'CVE-2019-10744', '--package', 'no-such-package']],
    [0, ['db', 'status']],
    [0, ['lab']],
    [0, []],
    [0, ['--version']],
  ])('%i: holdfast %s', async (code, args) => {
    const done = await holdfast(args);
    expect(done.stderr).not.toMatch(stack);
    expect(done.code, done.stderr).toBe(code);
  });

  it.each([
    ['an unknown command', ['scna'], 'scna'],
    ['an unknown option', ['scan', targets.fine, '--formt', 'json'], '--formt'],
    ['an unknown format', ['scan', targets.fine, '--format', 'yaml'], 'cyclonedx'],
    ['an unknown stage', ['scan', targets.fine, '--stage', 'deploy'], 'admission'],
    ['an unknown scope', ['fix', targets.fine, '--scope', 'some'], 'denied'],
    ['a missing argument', ['scan'], 'target'],
    ['a second missing argument', ['explain', targets.fine], 'finding'],
    ['a surplus argument', ['scan', targets.fine, targets.denied], 'argument'],
    ['an empty target', ['scan', ''], 'no target'],
    ['a prefix with nothing after it', ['scan', 'oci:'], 'nothing after'],
    ['a file of no known kind', ['scan', junk], 'cannot tell what'],
    ['what is no platform', ['scan', targets.fine, '--platform', 'a/b/c/d'], 'not a platform'],
    ['--also without a file', ['scan', targets.fine, '--also', 'sarif'], 'FORMAT=FILE'],
    ['--also with an unknown format', ['scan', targets.fine, '--also', 'pdf=x.pdf'], 'cyclonedx'],
    ['what is no mirror', ['scan', targets.fine, '--mirror', 'docker.io'], 'REGISTRY=HOST'],
    ['a missing policy', ['scan', targets.fine, '--policy', '/nonexistent.yaml'], '/nonexistent.yaml'],
    ['a wrong policy', ['scan', targets.fine, '--policy', badPolicy], 'bad-policy.yaml:3:'],
    ['a policy that is no YAML', ['scan', targets.fine, '--policy', notJson], 'not.json'],
    ['a missing waiver file', ['scan', targets.fine, '--waivers', '/nonexistent.yaml'], '/nonexistent.yaml'],
    ['a VEX file that is none', ['scan', targets.fine, '--vex', notSbom], 'other.json'],
    ['a missing Dockerfile', ['scan', targets.fine, '--dockerfile', '/nonexistent'], '/nonexistent'],
    ['an unknown lab part', ['lab', 'colours'], 'versions'],
    ['a lab part without its scheme', ['lab', 'versions'], 'pep440'],
    ['an unknown scheme', ['lab', 'versions', 'roman'], 'pep440'],
    ['an unknown subcommand', ['db', 'drop'], 'drop'],
    ['a database artifact of no known kind', ['db', 'push', 'ftp://x/y'], 'oci:'],
    ['an unknown status format', ['db', 'status', '--format', 'xml'], 'xml'],
  ])('2: %s', async (_, args, says) => {
    const { code, stdout, stderr } = await holdfast(args);
    expect(stderr).not.toMatch(stack);
    expect(stderr).toContain(says);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it.each([
    ['a missing file', ['scan', 'missing.tar'], 'missing.tar'],
    ['a missing directory', ['scan', 'dir:/nonexistent'], '/nonexistent'],
    ['a directory that is no layout', ['scan', `oci:${targets.rootfs}`], 'index.json'],
    ['a file as root file system', ['scan', `rootfs:${junk}`], 'not a directory'],
    ['a directory as archive', ['scan', `docker-archive:${targets.rootfs}`], 'not a file'],
    ['an archive that is none', ['scan', `docker-archive:${junk}`], 'junk.bin'],
    ['an SBOM that is cut', ['scan', `sbom:${notJson}`], 'not.json'],
    ['JSON that is no SBOM', ['scan', `sbom:${notSbom}`], 'other.json'],
    ['a tag that the layout has not', ['scan', `oci:${targets.fine}:v9`], 'v9'],
    ['a registry that nobody runs', ['scan', 'registry:127.0.0.1:9/a/b:1'], '127.0.0.1:9'],
    ['a registry with --offline', ['scan', 'registry:alpine:3.20', '--offline'], 'network'],
    ['a bare reference with --offline', ['scan', 'alpine:3.20', '--offline'], 'network'],
    ['an engine that nobody runs', ['scan', 'podman:alpine'], 'podman'],
    ['a platform that an image has not', ['scan', targets.fine, '--platform', 'linux/s390x'], 'linux/amd64'],
    ['a database that is none', ['scan', targets.fine, '--db', junk], 'not an advisory database'],
    ['a missing database', ['scan', targets.fine, '--db', '/nonexistent.db'], '/nonexistent.db'],
    ['a missing database, for explain', ['explain', targets.fine, 'x', '--db', '/nonexistent.db'], '/nonexistent.db'],
    ['a database that is none, for status', ['db', 'status', '--db', junk], 'not an advisory database'],
    ['nothing to import', ['db', 'import', empty], 'nothing to import'],
    ['rubbish to import', ['db', 'import', junk], 'junk.bin'],
    ['a missing path to import', ['db', 'import', '/nonexistent'], '/nonexistent'],
    ['a database to push that is not there', ['db', 'push', `oci:${home}/out`], 'advisories.db'],
    ['a layout to pull from that is not there', ['db', 'pull', `oci:${home}/nowhere`], 'nowhere'],
    ['a file that cannot be written', ['scan', targets.fine, '-o', '/nonexistent/x'], 'cannot write /nonexistent/x'],
  ])('3: %s', async (_, args, says) => {
    const { code, stdout, stderr } = await holdfast(args, {
      env: { PODMAN_HOST: '', DOCKER_HOST: 'unix:///nonexistent' },
    });
    expect(stderr).not.toMatch(stack);
    expect(stderr).toContain(says);
    expect(stdout).toBe('');
    expect(code).toBe(3);
  });

  // Root reads everything.
  it.skipIf(process.getuid?.() === 0)('3: a file that may not be read', async () => {
    const { code, stderr } = await holdfast(['scan', `docker-archive:${unreadable}`]);
    expect(stderr).toContain('unreadable.tar');
    expect(code).toBe(3);
  });

  it('a damaged imported database does not stop a scan, and the report says so', async () => {
    const data = join(home, 'data/holdfast');
    mkdirSync(data, { recursive: true });
    writeFileSync(join(data, 'advisories.db'), Buffer.alloc(10_000, 7));
    const env = { XDG_DATA_HOME: join(home, 'data') };
    const { code, stdout } = await holdfast(['scan', targets.denied, '--format', 'json'], { env });
    expect(code).toBe(1);
    const report = JSON.parse(stdout);
    expect(report.advisories.set).toBe('starter');
    expect(report.issues).toContainEqual(
      expect.objectContaining({ where: join(data, 'advisories.db'), level: 'error' }),
    );
    expect(report.complete).toBe(false);
  });
});

describe('help', () => {
  it.each([...commands.map((name) => [name]), ...subcommands])('%s %s shows an example', async (...words) => {
    const args = words.filter(Boolean);
    const { code, stdout, stderr } = await holdfast([...args, '--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^Usage: holdfast /);
    expect(stdout).toMatch(new RegExp(`Examples?:\\n(?:.*\\n)*?.*holdfast ${args.join(' ')}`));
  });

  it('of the program shows every command, and an example, however it is asked for', async () => {
    const { stdout, code } = await holdfast(['--help']);
    expect(code).toBe(0);
    for (const name of commands) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    expect(stdout).toContain('Example');
    expect((await holdfast(['help'])).stdout).toBe(stdout);
    expect((await holdfast([])).stdout).toBe(stdout);
  });

  it('help COMMAND is COMMAND --help', async () => {
    for (const args of [['scan'], ['db']])
      expect((await holdfast(['help', ...args])).stdout).toBe((await holdfast([...args, '--help'])).stdout);
  });

  it('examples of help are valid: their options exist', async () => {
    for (const words of [...commands.map((name) => [name]), ...subcommands]) {
      const { stdout } = await holdfast([...words, '--help']);
      const [options = '', examples = ''] = stdout.split(/^Examples?:$/m);
      for (const [option] of examples.matchAll(/(?<= )--?[a-z][a-z-]*/g))
        expect(options, `${words} ${option}`).toContain(option);
    }
  });

  it('--version is that of package.json', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect((await holdfast(['--version'])).stdout).toBe(`${version}\n`);
  });
});

describe('stdout and stderr', () => {
  const valid = schemaValidator(readSchema(join(root, 'schema/scan-1.json')));

  it.each([
    ['allowed', () => targets.fine],
    ['denied', () => targets.denied],
    ['an archive', () => targets.archive],
    ['a root file system', () => targets.rootfs],
    ['a source tree', () => targets.tree],
    ['a layout with a damaged layer', damagedLayout],
  ])('--format json prints one valid document and nothing else: %s', async (_, target) => {
    const { stdout, stderr } = await holdfast([
      'scan',
      target(),
      '--format',
      'json',
      '--list-all-files',
      '--timings',
      '--no-cache',
    ]);
    expect(stderr).not.toMatch(stack);
    expect(stdout.endsWith('}\n')).toBe(true);
    expect(valid(JSON.parse(stdout))).toEqual([]);
  });

  it('what could not be read is in the report, on stderr, and does not hide the rest', async () => {
    const { code, stdout, stderr } = await holdfast(['scan', damagedLayout(), '--format', 'json', '--no-cache']);
    const report = JSON.parse(stdout);
    expect(report.complete).toBe(false);
    expect(report.issues.some((issue: { level: string }) => issue.level === 'error')).toBe(true);
    expect(stderr).toMatch(/^holdfast: not read: /);
    expect(code).toBe(1);
    const table = await holdfast(['scan', damagedLayout(), '--no-cache']);
    expect(table.stdout).toContain('Not complete');
  });

  it('says nothing on stderr where there is nothing to say', async () => {
    for (const format of ['table', 'json', 'sarif', 'markdown'])
      expect((await holdfast(['scan', targets.denied, '--format', format])).stderr).toBe('');
  });

  it('--output writes the file and leaves stdout empty', async () => {
    const path = join(home, 'report.sarif');
    const done = await holdfast(['scan', targets.denied, '-f', 'sarif', '-o', path]);
    expect(done).toEqual({ code: 1, stdout: '', stderr: '' });
    expect(JSON.parse(readFileSync(path, 'utf8')).version).toBe('2.1.0');
  });

  it('--also writes the same report in other formats', async () => {
    const [sarif, json] = [join(home, 'also.sarif'), join(home, 'also.json')];
    const done = await holdfast(['scan', targets.denied, '--also', `sarif=${sarif}`, '--also', `json=${json}`]);
    expect(done.code).toBe(1);
    expect(done.stdout).toBe((await holdfast(['scan', targets.denied])).stdout);
    expect(JSON.parse(readFileSync(sarif, 'utf8')).version).toBe('2.1.0');
    expect(valid(JSON.parse(readFileSync(json, 'utf8')))).toEqual([]);
  });

  it('has colour only where it is asked for', async () => {
    const plain = (await holdfast(['scan', targets.denied])).stdout;
    const paint = /\u001b\[/;
    expect(plain).not.toMatch(paint);
    expect((await holdfast(['scan', targets.denied], { env: { FORCE_COLOR: '1' } })).stdout).toMatch(paint);
    const both = await holdfast(['scan', targets.denied], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } });
    expect(both.stdout).toBe(plain);
  });

  it.each([['scan', targets.denied, '--full'], ['scan', '--help'], ['fix', targets.denied], ['lab']])(
    'a reader that goes away is no error: %s %s',
    async (...args) => {
      const { code, stderr } = await withClosedStdout(args.filter(Boolean));
      expect(stderr).toBe('');
      expect([0, 1]).toContain(code);
    },
  );

  it('an unwritable cache folder is no reason to fail', async () => {
    const env = { HOLDFAST_CACHE: file('cache-is-a-file', '') };
    const { code, stderr } = await holdfast(['scan', targets.denied, '--format', 'json'], { env });
    expect(stderr).not.toMatch(stack);
    expect(code).toBe(1);
  });

  it('needs no home', async () => {
    const { code, stderr } = await holdfast(['scan', targets.denied, '--format', 'json'], {
      env: { HOME: '', HOLDFAST_CACHE: '', XDG_CACHE_HOME: join(home, 'xdg') },
    });
    expect(stderr).not.toMatch(stack);
    expect(code).toBe(1);
    expect(existsSync(join(home, 'xdg/holdfast'))).toBe(true);
  });
});

describe('lab', () => {
  it('answers line by line, in order, and goes on after a line that is no JSON', async () => {
    const stdin = '{"a":"1.0~rc1","b":"1.0"}\nnot json\n\n{"a":"2:1","b":"10"}\n';
    const { code, stdout } = await holdfast(['lab', 'versions', 'deb'], { stdin });
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([{ result: -1 }, { error: expect.any(String) }, { result: 1 }]);
    expect(code).toBe(0);
  });
});

/** A layout with one whole layer and one that is cut: digest and content differ. */
function damagedLayout(): string {
  const path = join(home, 'damaged');
  if (existsSync(path)) return path;
  writeSmallTargets(join(home, 'to-damage'));
  const source = join(home, 'to-damage/denied');
  const { manifests } = JSON.parse(readFileSync(join(source, 'index.json'), 'utf8'));
  const blob = (digest: string) => join(source, 'blobs', digest.replace(':', '/'));
  const { layers } = JSON.parse(readFileSync(blob(manifests[0].digest), 'utf8'));
  const bytes = readFileSync(blob(layers[1].digest));
  writeFileSync(blob(layers[1].digest), bytes.subarray(0, bytes.length >> 1));
  mkdirSync(path);
  for (const name of ['index.json', 'oci-layout']) writeFileSync(join(path, name), readFileSync(join(source, name)));
  mkdirSync(join(path, 'blobs/sha256'), { recursive: true });
  for (const { digest } of [
    ...manifests,
    ...layers,
    JSON.parse(readFileSync(blob(manifests[0].digest), 'utf8')).config,
  ])
    writeFileSync(join(path, 'blobs', digest.replace(':', '/')), readFileSync(blob(digest)));
  return path;
}

function withClosedStdout(args: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  return new Promise((done, reject) => {
    const child = spawn(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
      cwd: home,
      env: { PATH: process.env.PATH, HOME: home, HOLDFAST_CACHE: join(home, 'cache') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => done({ code, stderr }));
    child.stdout.destroy();
  });
}

it('the token of the small image is a real one, or these tests would test nothing', async () => {
  const { stdout } = await holdfast(['scan', targets.denied, '--format', 'json']);
  expect(JSON.parse(stdout).findings.map((finding: { id: string }) => finding.id)).toContain('github-pat');
  expect(stdout).not.toContain(secret);
});
