import { describe, expect, it } from 'vitest';
import { wantsSecretScan } from './wants.ts';

const wants = (path: string, size = 100, mode = 0o644) =>
  wantsSecretScan({ path, name: path.slice(path.lastIndexOf('/') + 1), size, mode });

describe('wantsSecretScan', () => {
  it.each([
    'root/.aws/credentials',
    'root/.ssh/id_rsa',
    'app/.npmrc',
    'app/.env',
    'root/.netrc',
    'root/.docker.json',
    'tmp/build-secret',
    'etc/app.conf',
    'opt/x/config.yml',
    'srv/a.js',
    'entrypoint.sh',
    'usr/local/bin/run',
    'usr/local/etc/app.ini',
    'usr/src/app/.env',
    'usr/src/app/server.js',
    'home/u/.bash_history',
    'var/www/html/wp-config.php',
    'var/lib/app/state.json',
    'etc/ssl/private/tls.key',
    'app/node_modules/x/.env',
    'usr/lib/python3/dist-packages/x/.pypirc',
    'usr/share/nginx/html/config.js',
    'etc/ssh/ssh_host_rsa_key',
    'app/node_modules/x/lib/server.key',
    'data/store.p12x',
    'Dockerfile',
    'run/secrets/token',
    'app/dist/main.min.js',
    'usr/bin/id_rsa',
  ])('%s', (path) => {
    expect(wants(path)).toBe(true);
  });

  it.each([
    'usr/share/doc/x/key.pem',
    'usr/lib/python3/test/keycert.pem',
    'usr/bin/perl',
    'bin/sh',
    'lib/x86_64-linux-gnu/libc.so.6',
    'usr/include/x.h',
    'etc/ssl/certs/ca-certificates.crt',
    'app/logo.png',
    'app/node_modules/x/index.js',
    'app/node_modules/x/test/server.key',
    'app/lib/site-packages/x/m.py',
    'app/app.jar',
    'app/main.js.map',
    'var/lib/dpkg/status',
    'var/cache/apt/x.conf',
    'etc/ssl/private/ssl-cert-snakeoil.key',
    'root/go/pkg/mod/x/y.go',
    'nix/store/abc/bin/x',
    'opt/lib/libx.so.1.2',
    'usr/share/doc/pkg/.env',
    'usr/lib/x/testdata/id_rsa',
  ])('not %s', (path) => {
    expect(wants(path)).toBe(false);
  });

  it("takes lib/ and bin/ of a source tree for the user's own, and of a repository its configuration", () => {
    const source = (path: string) =>
      wantsSecretScan({ path, name: path.slice(path.lastIndexOf('/') + 1), size: 100, mode: 0o644 }, 'source');
    for (const path of ['lib/settings.js', 'bin/deploy.sh', 'usr/share/x.conf', '.git/config'])
      expect(source(path), path).toBe(true);
    for (const path of ['node_modules/a/index.js', '.git/objects/ab/cdef', 'logo.png'])
      expect(source(path), path).toBe(false);
  });

  it('bounds by size: empty files, dumps, and programs without an extension', () => {
    expect(wants('app/.env', 0)).toBe(false);
    expect(wants('app/dump.sql', 20 << 20)).toBe(false);
    expect(wants('app/server', 5 << 20, 0o755)).toBe(false);
    expect(wants('app/server', 5000, 0o755)).toBe(true);
    expect(wants('app/data', 5 << 20, 0o644)).toBe(true);
  });
});
