// A small real image out of this machine's own files, without a container engine: its package database, a shell with its libraries, its npm,
// and this clone's packages as an application. It is an OCI layout that an engine could load and run.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeOciLayout } from '../src/testing/image-writer.ts';
import { writeTar } from '../src/testing/tar-writer.ts';
import { root } from './node.mjs';

const systemFiles = [
  'etc/os-release',
  'usr/lib/os-release',
  'etc/debian_version',
  'etc/alpine-release',
  'etc/redhat-release',
  'etc/passwd',
  'var/lib/dpkg/status',
  'lib/apk/db/installed',
  'usr/lib/apk/db/installed',
  'var/lib/rpm/rpmdb.sqlite',
  'var/lib/rpm/Packages',
  'var/lib/rpm/Packages.db',
  'usr/lib/sysimage/rpm/rpmdb.sqlite',
  'usr/lib/sysimage/rpm/Packages.db',
];

/**
 * Writes the image to `path`, in place of what is there.
 * @returns {{path: string, describes: string}}
 */
export function buildMachineImage(path) {
  const system = new Map();
  for (const path of systemFiles) addFile(system, path);
  for (const path of shellFiles()) addFile(system, path);
  const npm = new Map();
  addNpm(npm);
  const app = new Map();
  addPackages(app, join(root, 'node_modules'), 'app/node_modules');
  const layers = [
    { tar: writeTar(withDirectories(system)), createdBy: 'ADD this machine’s package database and shell /' },
    ...(npm.size > 0
      ? [{ tar: writeTar(withDirectories(npm)), createdBy: 'ADD this machine’s npm /usr/lib/node_modules' }]
      : []),
    { tar: writeTar(withDirectories(app)), createdBy: 'COPY node_modules /app/node_modules # buildkit' },
  ];
  rmSync(path, { recursive: true, force: true });
  writeOciLayout(path, {
    layers,
    config: { Env: ['PATH=/usr/local/bin:/usr/bin:/bin'], Cmd: ['sh'], WorkingDir: '/app' },
  });
  return {
    path,
    describes: `the image has ${system.size} files of this system, ${npm.size} packages of its npm and ${app.size} of this clone`,
  };
}

/** A shell and the libraries that it loads: enough for `docker run IMAGE sh`. */
function shellFiles() {
  const shell = ['/bin/sh', '/usr/bin/sh'].find(existsSync);
  if (!shell) return [];
  const ldd = spawnSync('ldd', [shell], { encoding: 'utf8' });
  const libraries = [...(ldd.stdout ?? '').matchAll(/(\/\S+)\s+\(0x/g)].map((match) => match[1]);
  return [shell, ...libraries].map((file) => file.slice(1));
}

function addFile(files, path) {
  const full = `/${path}`;
  if (!existsSync(full) || files.has(path)) return;
  const stat = lstatSync(full);
  if (!stat.isSymbolicLink()) {
    files.set(path, { path, mode: stat.mode & 0o7777, content: readFileSync(full) });
    return;
  }
  const target = readlinkSync(full);
  files.set(path, { path, type: 'symlink', mode: 0o777, linkTarget: target });
  const next = (target.startsWith('/') ? target : join(dirname(full), target)).slice(1);
  addFile(files, next);
}

/** What npm brings with it is in every image that has Node. */
function addNpm(files) {
  const command = (process.env.PATH ?? '')
    .split(':')
    .map((directory) => join(directory, 'npm'))
    .find(existsSync);
  const home = command && dirname(dirname(realpathSync(command)));
  if (!home || !existsSync(join(home, 'package.json'))) return;
  const path = 'usr/lib/node_modules/npm/package.json';
  files.set(path, { path, mode: 0o644, content: readFileSync(join(home, 'package.json')) });
  addPackages(files, join(home, 'node_modules'), 'usr/lib/node_modules/npm/node_modules');
}

function addPackages(files, modules, to) {
  if (!existsSync(modules)) return;
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  for (const name of names) {
    const manifest = join(modules, name, 'package.json');
    if (name.startsWith('.') || !existsSync(manifest)) continue;
    const path = `${to}/${name}/package.json`;
    files.set(path, { path, mode: 0o644, content: readFileSync(manifest) });
  }
}

function withDirectories(files) {
  const directories = new Set();
  const links = [...files.values()].filter((file) => file.type === 'symlink').map((file) => `${file.path}/`);
  for (const path of files.keys()) {
    for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
      if (!links.includes(`${parent}/`)) directories.add(parent);
    }
  }
  return [
    ...[...directories].sort().map((path) => ({ path: `${path}/`, type: 'directory' })),
    ...[...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
  ];
}
