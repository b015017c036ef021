import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ImageInput, writeDockerArchive, writeOciLayout } from '#testing/image-writer.ts';
import { fakeText } from '#testing/secret-example.ts';
import { type TarMember, writeTar } from '#testing/tar-writer.ts';

/** Made at run time, so that no text that looks like a token stands in the repository. */
export const secret: string = `ghp_${fakeText('an', 36, 7)}`;

const status = [
  'Package: libc6',
  'Status: install ok installed',
  'Architecture: amd64',
  'Source: glibc',
  'Version: 2.36-9+deb12u1',
  '',
  '',
].join('\n');

const base: TarMember[] = [
  { path: 'etc/', type: 'directory' },
  { path: 'etc/os-release', content: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n' },
  { path: 'usr/', type: 'directory' },
  { path: 'usr/bin/', type: 'directory' },
  { path: 'usr/bin/tool', content: '#!/bin/sh\n', mode: 0o755 },
  { path: 'var/lib/dpkg/status', content: status },
];

const app: TarMember[] = [
  { path: 'app/node_modules/lodash/package.json', content: '{"name":"lodash","version":"4.17.4","license":"MIT"}' },
];

export const fine: ImageInput = {
  layers: [{ tar: writeTar(base.filter(({ path }) => !path.includes('dpkg'))), createdBy: 'ADD file:base in /' }],
  config: { User: '10001' },
  architecture: 'amd64',
};

/** lodash 4.17.4 and glibc with known holes, root, and a token that a later layer deletes. */
export const denied: ImageInput = {
  layers: [
    { tar: writeTar(base), createdBy: '/bin/sh -c #(nop) ADD file:base in / ' },
    {
      tar: writeTar([...app, { path: 'app/.env', content: `GITHUB_TOKEN=${secret}\n` }]),
      createdBy: 'COPY . /app # buildkit',
    },
    { tar: writeTar([{ path: 'app/.wh..env' }]), createdBy: 'RUN /bin/sh -c rm /app/.env # buildkit' },
  ],
  architecture: 'amd64',
};

export interface SmallTargets {
  /** OCI layouts. */
  readonly fine: string;
  readonly denied: string;
  /** docker-archive. */
  readonly archive: string;
  readonly rootfs: string;
  /** A source tree with a lock file and a Dockerfile. */
  readonly tree: string;
}

/** Writes small targets of every local kind into a directory. */
export function writeSmallTargets(directory: string): SmallTargets {
  const at = (name: string) => join(directory, name);
  mkdirSync(directory, { recursive: true });
  writeOciLayout(at('fine'), fine);
  writeOciLayout(at('denied'), denied);
  writeFileSync(at('denied.tar'), writeDockerArchive(denied, ['shop/api:1.4']));
  for (const { path, content } of [...base, ...app]) {
    if (content === undefined) continue;
    mkdirSync(join(at('rootfs'), path, '..'), { recursive: true });
    writeFileSync(join(at('rootfs'), path), content);
  }
  mkdirSync(at('tree'), { recursive: true });
  const lock = {
    name: 'shop',
    lockfileVersion: 3,
    packages: { '': { dependencies: { lodash: '^4' } }, 'node_modules/lodash': { version: '4.17.4' } },
  };
  writeFileSync(at('tree/package-lock.json'), JSON.stringify(lock));
  writeFileSync(at('tree/Dockerfile'), 'FROM debian:12\nRUN curl https://example.invalid/x | sh\n');
  return {
    fine: at('fine'),
    denied: at('denied'),
    archive: at('denied.tar'),
    rootfs: at('rootfs'),
    tree: at('tree'),
  };
}
