import { describe, expect, it } from 'vitest';
import { findConfigSecrets } from '#build/inventory/secrets/config.ts';
import type { FileEntry, FileTree } from '#core/file-tree.ts';
import type { ImageConfig } from '#core/image.ts';
import { fakeText } from '#testing/secret-example.ts';
import { checkImage } from './check-image.ts';
import type { ConfigFile, ImageInput } from './image-facts.ts';

const secret = fakeText('an', 24);

interface Given {
  readonly config?: Partial<ImageConfig>;
  readonly history?: readonly string[];
  /** Path → mode, `d` before it for a directory; size 10. */
  readonly files?: Readonly<Record<string, number | `d${string}`>>;
  readonly configFiles?: readonly ConfigFile[];
  readonly rest?: Partial<ImageInput>;
}

function image({ config = {}, history = [], files = {}, configFiles = [], rest = {} }: Given) {
  const whole: ImageConfig = {
    user: '10001',
    env: [],
    entrypoint: [],
    cmd: [],
    exposedPorts: [],
    volumes: [],
    labels: { 'org.opencontainers.image.source': 's', 'org.opencontainers.image.revision': 'r' },
    healthcheck: { test: ['CMD', 'true'] },
    diffIds: [],
    history: history.map((createdBy) => ({ createdBy, emptyLayer: true })),
    ...config,
  };
  return checkImage({
    config: whole,
    layers: [{ index: 0, createdBy: `COPY . / # buildkit ${''}` }],
    tree: tree(files),
    packages: [],
    owned: new Map(),
    configFiles,
    secrets: findConfigSecrets(whole),
    today: '2026-06-01',
    ...rest,
  });
}

function tree(files: Given['files'] = {}): FileTree {
  const entries = Object.entries(files).map(([path, mode]): FileEntry => {
    const isDirectory = typeof mode === 'string';
    return {
      path,
      type: isDirectory ? 'directory' : 'file',
      mode: isDirectory ? Number.parseInt(mode.slice(1), 8) : mode,
      size: isDirectory ? 0 : 10,
      layer: 0,
    };
  });
  const get = (path: string) => entries.find((entry) => entry.path === path);
  return {
    size: entries.length,
    get,
    resolve: get,
    canonical: (path) => path,
    children: () => [],
    entries: () => entries,
  };
}

const file = (path: string, data: ConfigFile['data']): ConfigFile => ({ path, layer: 0, data });
const passwd = (...accounts: [string, number][]) =>
  file('etc/passwd', { kind: 'passwd', accounts: accounts.map(([name, uid]) => ({ name, uid })) });
const shadow = (empty: string[], hashed: string[] = []) => file('etc/shadow', { kind: 'shadow', empty, hashed });
const sshd = (path: string, ...settings: [string, string][]) =>
  file(path, { kind: 'sshd', settings: settings.map(([key, value], i) => ({ key, value, line: i + 1 })) });
const sudoers = (who: string) => file('etc/sudoers', { kind: 'sudoers', withoutPassword: [{ who, line: 3 }] });
const main = 'etc/ssh/sshd_config';

/** Check → images that violate it, and ones that do not. */
const cases: Record<string, { bad: Given[]; good: Given[] }> = {
  'add-remote-url': {
    bad: [{ history: ['ADD https://a.b/c /x # buildkit'] }, { history: ['/bin/sh -c #(nop) ADD https://a.b/c in /x'] }],
    good: [{ history: ['ADD file:ab in /'] }],
  },
  'authorized-keys': {
    bad: [{ files: { 'root/.ssh/authorized_keys': 0o600 } }],
    good: [{ files: { 'root/.ssh/known_hosts': 0o600 } }],
  },
  'curl-pipe-sh': {
    bad: [
      { history: ['RUN /bin/sh -c curl https://a.b | sh # buildkit'] },
      { history: ['|1 A=b /bin/sh -c curl https://a.b | bash'] },
    ],
    good: [{ history: ['RUN /bin/sh -c curl -o x https://a.b # buildkit'] }],
  },
  'docker-socket-volume': {
    bad: [{ config: { volumes: ['/var/run/docker.sock'] } }],
    good: [{ config: { volumes: ['/data'] } }],
  },
  'empty-password': { bad: [{ configFiles: [shadow(['app'])] }], good: [{ configFiles: [shadow([], ['app'])] }] },
  'end-of-life-os': {
    bad: [{ rest: { os: { id: 'debian', versionId: '9', endOfLife: '2022-06-30' } } }],
    good: [
      { rest: { os: { id: 'debian', versionId: '13', endOfLife: '2028-08-09' } } },
      { rest: { os: { id: 'wolfi', versionId: '' } } },
    ],
  },
  'extra-root-account': {
    bad: [{ configFiles: [passwd(['root', 0], ['toor', 0])] }],
    good: [{ configFiles: [passwd(['root', 0], ['app', 1])] }],
  },
  'git-directory': {
    bad: [{ files: { 'app/.git': 'd755', 'app/.git/HEAD': 0o644, 'app/.git/objects': 'd755' } }],
    good: [{ files: { 'app/.git': 'd755' } }, { files: { 'app/.gitignore': 0o644 } }],
  },
  'latest-tag': {
    bad: [{ config: { labels: { 'org.opencontainers.image.base.name': 'docker.io/library/debian:latest' } } }],
    good: [{ config: { labels: { 'org.opencontainers.image.base.name': 'debian:12' } } }, {}],
  },
  'ld-preload': {
    bad: [{ files: { 'etc/ld.so.preload': 0o644 } }, { config: { env: ['LD_PRELOAD=/tmp/x.so'] } }],
    good: [{ config: { env: ['LD_PRELOAD=/usr/lib/libjemalloc.so.2'] } }],
  },
  'missing-oci-labels': {
    bad: [{ config: { labels: {} } }],
    good: [{ config: { labels: { 'org.label-schema.vcs-url': 'x', 'org.label-schema.vcs-ref': 'y' } } }],
  },
  'no-healthcheck': {
    bad: [{ config: { healthcheck: { test: ['NONE'] } } }, { config: { healthcheck: { test: [] } } }],
    good: [{ config: { healthcheck: { test: ['CMD-SHELL', 'x'] } } }],
  },
  'os-upgrade-in-build': {
    bad: [{ history: ['RUN /bin/sh -c apt-get update && apt-get upgrade -y # buildkit'] }],
    good: [{ history: ['RUN /bin/sh -c apt-get update # buildkit'] }],
  },
  'package-cache': {
    bad: [
      { files: { 'var/lib/apt/lists/deb.debian.org_x_Packages': 0o644 } },
      { files: { 'var/cache/apt/archives/a.deb': 0o644 } },
      { files: { 'var/cache/apk/APKINDEX.1.tar.gz': 0o644 } },
      { files: { 'root/.cache/pip/http/a': 0o644 } },
      { files: { 'root/.npm/_cacache/index-v5/a': 0o644 } },
      { files: { 'var/cache/dnf/x.solv': 0o644 } },
    ],
    good: [
      {
        files: {
          'var/lib/apt/lists/lock': 0o640,
          'var/cache/apt/archives/lock': 0o640,
          'var/lib/apt/extended_states': 0o644,
        },
      },
    ],
  },
  'package-verification-off': {
    bad: [{ history: ['RUN /bin/sh -c apt-get install -y --allow-unauthenticated x'] }],
    good: [{ history: ['RUN apt-get install -y x'] }],
  },
  'password-in-shadow': { bad: [{ configFiles: [shadow([], ['root'])] }], good: [{ configFiles: [shadow(['app'])] }] },
  'port-22-exposed': {
    bad: [{ config: { exposedPorts: ['22/tcp'] } }, { config: { exposedPorts: ['22'] } }],
    good: [{ config: { exposedPorts: ['2222/tcp', '22/udp'] } }],
  },
  'risky-port-exposed': {
    bad: [{ config: { exposedPorts: ['23/tcp'] } }],
    good: [{ config: { exposedPorts: ['80/tcp'] } }],
  },
  'runs-as-root': {
    bad: [
      { config: { user: '' } },
      { config: { user: 'root' } },
      { config: { user: '0' } },
      { config: { user: '0:0' } },
      { config: { user: 'root:app' } },
      { config: { user: '00' } },
      { config: { user: 'toor' }, configFiles: [passwd(['toor', 0])] },
    ],
    good: [
      { config: { user: 'app' }, configFiles: [passwd(['app', 1000])] },
      { config: { user: '65532:0' } },
      { config: { user: 'nonroot' } },
    ],
  },
  'secret-in-build-arg': {
    bad: [{ history: [`RUN |1 TOKEN=${secret} /bin/sh -c make # buildkit`] }],
    good: [{ history: ['RUN |1 VERSION=1.2 /bin/sh -c make # buildkit'] }],
  },
  'secret-in-command': {
    bad: [
      { history: [`RUN /bin/sh -c curl -u a:${secret} https://acme.dev`] },
      { config: { cmd: ['a', `--password=${secret}`] } },
    ],
    good: [{ history: ['RUN make'] }],
  },
  'secret-in-env': {
    bad: [{ config: { env: [`DB_PASSWORD=${secret}`] } }],
    good: [{ config: { env: ['DB_PASSWORD_FILE=/run/secrets/a'] } }],
  },
  'secret-in-label': {
    bad: [{ config: { labels: { api_token: secret } } }],
    good: [{ config: { labels: { version: secret } } }],
  },
  setuid: {
    bad: [
      { files: { 'usr/local/bin/rootme': 0o4755 } },
      { files: { 'opt/x': 0o2755 } },
      { files: { 'usr/bin/odd': 0o4755 } },
    ],
    good: [
      { files: { 'usr/bin/su': 0o4755 } },
      { files: { 'opt/x': 0o4644 } },
      { files: { 'usr/bin/odd': 0o4755 }, rest: { owned: new Map([['pkg:deb/a', ['usr/bin/odd']]]) } },
    ],
  },
  'setuid-os-packages': { bad: [{ files: { 'usr/bin/su': 0o4755 } }], good: [{ files: { 'usr/bin/su': 0o755 } }] },
  'shadow-readable': { bad: [{ files: { 'etc/shadow': 0o644 } }], good: [{ files: { 'etc/shadow': 0o640 } }] },
  'ssh-server': {
    bad: [
      { files: { 'usr/sbin/sshd': 0o755 } },
      { config: { cmd: ['/usr/sbin/sshd', '-D'] } },
      { config: { entrypoint: ['sh', '-c', 'exec /usr/sbin/sshd -D'] } },
    ],
    good: [{ files: { 'usr/bin/ssh': 0o755 } }],
  },
  'sshd-password-authentication': {
    bad: [{ configFiles: [sshd(main, ['passwordauthentication', 'yes'])] }],
    good: [{ configFiles: [sshd(main, ['passwordauthentication', 'no'])] }],
  },
  'sshd-permit-empty-passwords': {
    bad: [{ configFiles: [sshd(main, ['permitemptypasswords', 'yes'])] }],
    good: [{ configFiles: [sshd(main)] }],
  },
  'sshd-permit-root-login': {
    bad: [
      { configFiles: [sshd(main, ['permitrootlogin', 'yes'])] },
      {
        configFiles: [
          sshd(main, ['include', '/etc/ssh/sshd_config.d/*.conf'], ['permitrootlogin', 'no']),
          sshd(`${main}.d/a.conf`, ['permitrootlogin', 'yes']),
        ],
      },
    ],
    good: [
      { configFiles: [sshd(main, ['permitrootlogin', 'prohibit-password'], ['permitrootlogin', 'yes'])] },
      {
        configFiles: [
          sshd(main, ['permitrootlogin', 'no'], ['include', '/etc/ssh/sshd_config.d/*.conf']),
          sshd(`${main}.d/a.conf`, ['permitrootlogin', 'yes']),
        ],
      },
    ],
  },
  'sudo-installed': {
    bad: [
      { files: { 'usr/bin/sudo': 0o4755 } },
      {
        rest: {
          packages: [
            { type: 'deb', name: 'sudo', version: '1', purl: 'pkg:deb/debian/sudo@1', locations: [], cataloger: 'x' },
          ],
        },
      },
    ],
    good: [{ files: { 'usr/bin/su': 0o4755 } }],
  },
  'sudo-nopasswd': { bad: [{ configFiles: [sudoers('app')] }], good: [{ configFiles: [sudoers('root')] }] },
  'tls-verification-off': {
    bad: [{ history: ['RUN /bin/sh -c curl -k https://a.b'] }, { config: { env: ['NODE_TLS_REJECT_UNAUTHORIZED=0'] } }],
    good: [{ history: ['RUN curl https://a.b'] }, { config: { env: ['NODE_TLS_REJECT_UNAUTHORIZED=1'] } }],
  },
  'unsafe-path': {
    bad: [
      { config: { env: ['PATH=/bin:.'] } },
      { config: { env: ['PATH=/tmp/x:/bin'] } },
      { config: { env: ['PATH=/bin::/usr/bin'] } },
    ],
    good: [{ config: { env: ['PATH=/usr/bin:/bin'] } }],
  },
  'world-writable': {
    bad: [{ files: { 'app/world': 0o777 } }, { files: { 'app/data': 'd777' } }],
    good: [{ files: { tmp: 'd1777', 'app/x': 0o775, 'dev/null': 0o666 } }],
  },
};

describe.each(Object.entries(cases))('%s', (id, { bad, good }) => {
  it.each(bad.map((given) => [JSON.stringify(given).slice(0, 120), given] as const))('finds %s', (_name, given) => {
    expect(image(given).map((finding) => finding.id)).toContain(id);
  });
  it.each(good.map((given) => [JSON.stringify(given).slice(0, 120), given] as const))(
    'is silent about %s',
    (_name, given) => {
      expect(image(given).map((finding) => finding.id)).not.toContain(id);
    },
  );
});

describe('checkImage', () => {
  it('has nothing to say of a good image', () => {
    expect(image({})).toEqual([]);
  });

  it('speaks of files only where there is no image', () => {
    const found = checkImage({
      layers: [],
      tree: tree({ 'opt/x': 0o4755 }),
      packages: [],
      owned: new Map(),
      configFiles: [],
      secrets: [],
      today: '2026-06-01',
    });
    expect(found.map(({ id }) => id)).toEqual(['setuid']);
  });

  it('leads a file to its layer and step, and a build step to its layer', () => {
    const history = [
      { createdBy: 'ADD file:base in /', emptyLayer: false },
      { createdBy: 'USER x', emptyLayer: true },
      { createdBy: `RUN |1 TOKEN=${secret} /bin/sh -c curl -k https://a.b | sh # buildkit`, emptyLayer: false },
    ];
    const layers = [
      { index: 0, createdBy: history[0]!.createdBy },
      { index: 1, createdBy: history[2]!.createdBy },
    ];
    const found = image({ config: { history }, files: { 'opt/x': 0o4755 }, rest: { layers } });
    expect(found.find(({ id }) => id === 'setuid')?.evidence).toMatchObject({
      file: 'opt/x',
      layer: 0,
      step: 'ADD file:base in /',
    });
    expect(found.find(({ id }) => id === 'curl-pipe-sh')?.evidence).toMatchObject({
      where: 'history',
      name: 'https://a.b',
      layer: 1,
    });
    expect(JSON.stringify(found)).not.toContain(secret.slice(5, 15));
  });

  it('sums up where hundreds of files are alike', () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`app/f${i}`, 0o777]));
    const found = image({ files }).filter(({ id }) => id === 'world-writable');
    expect(found).toHaveLength(51);
    expect(found.some(({ evidence }) => evidence.name === '250 more')).toBe(true);
  });
});
