import type { Finding } from '#core/finding.ts';
import { fingerprint } from '#core/fingerprint.ts';
import { sha256Digest } from '#core/ids/digest.ts';
import type { HistoryStep, LayerInfo } from '#core/image.ts';
import type { Package } from '#core/package.ts';
import { type ScanReport, scanSchema } from '#core/scan-report.ts';

const digestOf = (digit: string) => sha256Digest(digit.repeat(64));

const history: HistoryStep[] = [
  { createdBy: '/bin/sh -c #(nop) ADD file:3b1f in / ', created: '2026-10-01T00:00:00Z', emptyLayer: false },
  { createdBy: '/bin/sh -c #(nop)  CMD ["bash"]', created: '2026-10-01T00:00:01Z', emptyLayer: true },
  {
    createdBy: 'RUN /bin/sh -c apt-get update && apt-get install -y curl openssl # buildkit',
    created: '2026-11-01T00:00:00Z',
    comment: 'buildkit.dockerfile.v0',
    emptyLayer: false,
  },
  { createdBy: 'WORKDIR /app', created: '2026-11-01T00:00:02Z', emptyLayer: false },
  { createdBy: 'COPY . . # buildkit', created: '2026-11-01T00:00:03Z', emptyLayer: false },
  { createdBy: 'RUN /bin/sh -c npm ci && rm -f .env # buildkit', created: '2026-11-01T00:00:09Z', emptyLayer: false },
  { createdBy: 'CMD ["node" "server.js"]', created: '2026-11-01T00:00:10Z', emptyLayer: true },
];

const layers: LayerInfo[] = [
  {
    index: 0,
    digest: digestOf('a'),
    diffId: digestOf('1'),
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    size: 29_126_000,
    createdBy: history[0]?.createdBy ?? '',
    fromBase: true,
  },
  {
    index: 1,
    digest: digestOf('b'),
    diffId: digestOf('2'),
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    size: 9_000_000,
    createdBy: history[2]?.createdBy ?? '',
    fromBase: false,
  },
  {
    index: 2,
    digest: digestOf('c'),
    diffId: digestOf('3'),
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    size: 93,
    createdBy: 'WORKDIR /app',
    fromBase: false,
  },
  {
    index: 3,
    digest: digestOf('d'),
    diffId: digestOf('4'),
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    size: 120_000,
    createdBy: history[4]?.createdBy ?? '',
    fromBase: false,
  },
  {
    index: 4,
    digest: digestOf('e'),
    diffId: digestOf('5'),
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    size: 4_000_000,
    createdBy: history[5]?.createdBy ?? '',
    fromBase: false,
  },
];

const deb = (
  name: string,
  version: string,
  source: { name: string; version: string },
  layer: number,
  licenses: string[],
): Package => ({
  type: 'deb',
  name,
  version,
  purl: `pkg:deb/debian/${name}@${encodeURIComponent(version).replaceAll('%3A', ':')}?arch=amd64&distro=debian-12`,
  arch: 'amd64',
  source,
  licenses,
  locations: ['var/lib/dpkg/status'],
  layer,
  cataloger: 'dpkg/status',
});

/** The packages of `sampleReport`, one of every shape that a writer must carry. */
export const samplePackages: readonly Package[] = [
  deb('bash', '5.2.15-2+b13', { name: 'bash', version: '5.2.15-2' }, 0, ['GPL-3+']),
  deb('bsdutils', '1:2.38.1-5+deb12u3', { name: 'util-linux', version: '2.38.1-5+deb12u3' }, 0, [
    'GPL-2+',
    'BSD-3-Clause',
    'LGPL-2.1-or-later',
  ]),
  deb('libssl3', '3.0.11-1~deb12u1', { name: 'openssl', version: '3.0.11-1~deb12u1' }, 1, ['Apache-2.0']),
  deb('openssl', '3.0.11-1~deb12u1', { name: 'openssl', version: '3.0.11-1~deb12u1' }, 1, ['Apache-2.0']),
  deb('python3-django', '3:3.2.19-1', { name: 'python-django', version: '3:3.2.19-1' }, 1, ['BSD-3-Clause']),
  deb('zlib1g', '1:1.2.13.dfsg-1', { name: 'zlib', version: '1:1.2.13.dfsg-1' }, 0, ['Zlib']),
  {
    type: 'pypi',
    name: 'django',
    version: '3.2.19',
    purl: 'pkg:pypi/django@3.2.19',
    locations: ['usr/lib/python3/dist-packages/Django-3.2.19.egg-info/PKG-INFO'],
    layer: 1,
    ownedBy: 'pkg:deb/debian/python3-django@3:3.2.19-1?arch=amd64&distro=debian-12',
    cataloger: 'python/egg-info',
  },
  {
    type: 'npm',
    name: '@babel/traverse',
    version: '7.22.0',
    purl: 'pkg:npm/%40babel/traverse@7.22.0',
    licenses: ['MIT'],
    locations: ['app/node_modules/@babel/traverse/package.json'],
    layer: 4,
    cataloger: 'npm/package-json',
    dependsOn: ['lodash@4.17.15'],
  },
  {
    type: 'npm',
    name: 'lodash',
    version: '4.17.15',
    purl: 'pkg:npm/lodash@4.17.15',
    licenses: ['MIT OR Apache-2.0'],
    locations: ['app/node_modules/a/node_modules/lodash/package.json', 'app/node_modules/lodash/package.json'],
    layer: 4,
    cataloger: 'npm/package-json',
    dev: false,
  },
  {
    type: 'maven',
    name: 'org.apache.logging.log4j:log4j-core',
    version: '2.14.1',
    purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
    licenses: ['Apache License, Version 2.0'],
    locations: ['app/lib/app.jar!/BOOT-INF/lib/log4j-core-2.14.1.jar'],
    layer: 3,
    cataloger: 'java/archive',
  },
  {
    type: 'golang',
    name: 'golang.org/x/net',
    version: 'v0.7.0',
    purl: 'pkg:golang/golang.org/x/net@v0.7.0',
    locations: ['usr/local/bin/tool'],
    layer: 3,
    cataloger: 'go/binary',
  },
  {
    type: 'generic',
    name: 'redis',
    version: '6.0.9',
    purl: 'pkg:generic/redis@6.0.9',
    locations: ['usr/local/bin/redis-server'],
    layer: 3,
    cataloger: 'binary/redis',
  },
];

function packageNamed(name: string): Package {
  const found = samplePackages.find((each) => each.name === name);
  if (!found) throw new Error(`no sample package ${name}`);
  return found;
}

function vulnerability(
  packageName: string,
  id: string,
  rest: Partial<Finding> & Pick<Finding, 'severity' | 'title'>,
): Finding {
  const found = packageNamed(packageName);
  const { purl, name, version, type } = found;
  return {
    fingerprint: fingerprint({ kind: 'vulnerability', id, purl }),
    kind: 'vulnerability',
    id,
    aliases: [],
    package: { purl, name, version, type },
    fix: { state: 'unfixed', versions: [] },
    references: [`https://security.example/${id}`],
    ...rest,
    evidence: {
      file: found.locations[0] ?? '',
      layer: found.layer ?? 0,
      step: layers[found.layer ?? 0]?.createdBy ?? '',
      cataloger: found.cataloger,
      advisory: id,
      source: found.type === 'deb' ? 'Debian' : found.type,
      matchedName: found.source?.name ?? found.name,
      matchedVersion: found.source?.version ?? found.version,
      ...rest.evidence,
    },
  };
}

function other(
  kind: Finding['kind'],
  id: string,
  location: string,
  rest: Omit<Partial<Finding>, 'evidence'> & Pick<Finding, 'severity' | 'title' | 'evidence'>,
): Finding {
  return { fingerprint: fingerprint({ kind, id, location }), kind, id, aliases: [], ...rest };
}

/** Findings of `sampleReport`: every kind, severity, fix state, a waiver, KEV, EPSS, a deleted secret, a secret in env. */
export const sampleFindings: readonly Finding[] = [
  vulnerability('org.apache.logging.log4j:log4j-core', 'CVE-2021-44228', {
    severity: 'critical',
    title: 'Remote code injection in Log4j',
    aliases: ['GHSA-jfh8-c2jp-5v3q'],
    severitySource: 'CVSS:3.1 by npm',
    cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', score: 10, version: '3.1' },
    fix: { state: 'fixed', versions: ['2.3.1', '2.12.2', '2.15.0'] },
    kev: { added: '2021-12-10', ransomware: true },
    epss: { score: 0.97565, percentile: 0.99995 },
    published: '2021-12-10T00:40:56Z',
    evidence: { range: '>=2.13.0 <2.15.0', comparison: 'maven: 2.14.1 < 2.15.0' },
  }),
  ...['libssl3', 'openssl'].flatMap((name) => [
    vulnerability(name, 'CVE-2023-5363', {
      severity: 'high',
      title: 'openssl: Incorrect cipher key and IV length processing',
      severitySource: 'Debian',
      cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', score: 7.5, version: '3.1' },
      fix: { state: 'fixed', versions: ['3.0.11-1~deb12u2'] },
      epss: { score: 0.012, percentile: 0.85 },
      evidence: {
        advisory: 'DSA-5532-1',
        range: '<3.0.11-1~deb12u2',
        comparison: 'deb: 3.0.11-1~deb12u1 < 3.0.11-1~deb12u2',
      },
    }),
    vulnerability(name, 'CVE-2024-5535', {
      severity: 'critical',
      title: 'openssl: SSL_select_next_proto buffer overread',
      cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H', score: 9.1, version: '3.1' },
      fix: { state: 'fixed', versions: ['3.0.15-1~deb12u1'] },
      evidence: { range: '<3.0.15-1~deb12u1' },
    }),
  ]),
  vulnerability('zlib1g', 'CVE-2023-45853', {
    severity: 'critical',
    title: 'zlib: integer overflow in zipOpenNewFileInZip4_6',
    cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8, version: '3.1' },
    fix: { state: 'wont-fix', versions: [] },
    evidence: { range: 'all versions' },
  }),
  vulnerability('bash', 'CVE-2022-3715', {
    severity: 'negligible',
    title: 'bash: heap-buffer-overflow in valid_parameter_transform',
    fix: { state: 'unimportant', versions: [] },
    evidence: {},
  }),
  vulnerability('lodash', 'CVE-2021-23337', {
    severity: 'high',
    title: 'Command Injection in lodash',
    aliases: ['GHSA-35jh-r3h4-6jhm'],
    cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H', score: 7.2, version: '3.1' },
    fix: { state: 'fixed', versions: ['4.17.21'] },
    evidence: { range: '<4.17.21', comparison: 'npm: 4.17.15 < 4.17.21' },
  }),
  vulnerability('lodash', 'CVE-2020-28500', {
    severity: 'medium',
    title: 'Regular Expression Denial of Service (ReDoS) in lodash',
    fix: { state: 'fixed', versions: ['4.17.21'] },
    evidence: {},
  }),
  vulnerability('@babel/traverse', 'CVE-2023-45133', {
    severity: 'critical',
    title: 'Babel vulnerable to arbitrary code execution when compiling specifically crafted malicious code',
    cvss: { vector: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', score: 9.3, version: '3.1' },
    fix: { state: 'fixed', versions: ['7.23.2'] },
    waived: {
      by: 'vex.json',
      reason: 'vulnerable_code_not_in_execute_path',
      status: 'not_affected',
    },
    evidence: {},
  }),
  vulnerability('golang.org/x/net', 'CVE-2023-39325', {
    severity: 'high',
    title: 'HTTP/2 rapid reset can cause excessive work in net/http',
    aliases: ['GO-2023-2102', 'GHSA-4374-p667-p6c8'],
    cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', score: 7.5, version: '3.1' },
    fix: { state: 'fixed', versions: ['0.17.0'] },
    kev: { added: '2023-10-10', ransomware: false },
    waived: { by: 'policy.yaml: accept-h2', reason: 'The service speaks HTTP/1 only', expires: '2027-01-31' },
    evidence: {},
  }),
  vulnerability('redis', 'CVE-2022-0543', {
    severity: 'unknown',
    title: 'Lua sandbox escape',
    fix: { state: 'unknown', versions: [] },
    evidence: {},
  }),
  other('secret', 'aws-access-key', 'app/.env', {
    severity: 'critical',
    title: 'AWS access key',
    evidence: {
      file: 'app/.env',
      line: 3,
      endLine: 3,
      layer: 3,
      step: layers[3]?.createdBy ?? '',
      deletedInLaterLayer: true,
      redacted: 'AKIA… (20 characters)',
    },
    remediation:
      'Revoke the key, then keep it out of the build: a file removed in a later layer is still in the image.',
  }),
  other('secret', 'github-token', 'env', {
    severity: 'high',
    title: 'GitHub token in an environment variable',
    evidence: { where: 'env', name: 'NPM_TOKEN', redacted: 'ghp_… (40 characters)' },
    remediation: 'Pass it with --mount=type=secret while building.',
  }),
  other('config', 'image-user-root', 'image', {
    severity: 'medium',
    title: 'The image runs as root',
    evidence: { where: 'config', name: 'User' },
    remediation: 'Add USER with a numeric id at the end of the Dockerfile.',
  }),
  other('config', 'setuid-file', 'usr/local/bin/tool', {
    severity: 'low',
    title: 'File with setuid bit',
    evidence: { file: 'usr/local/bin/tool', layer: 3, step: layers[3]?.createdBy ?? '' },
    remediation: 'chmod u-s usr/local/bin/tool',
  }),
  other('licence', 'licence-denied', 'bash', {
    severity: 'low',
    title: 'GPL-3+ is not on the list of allowed licences',
    package: { purl: samplePackages[0]?.purl ?? '', name: 'bash', version: '5.2.15-2+b13', type: 'deb' },
    evidence: { file: 'var/lib/dpkg/status', layer: 0 },
  }),
];

const denied = sampleFindings.filter(
  (each) => each.waived === undefined && each.fix?.state === 'fixed' && ['critical', 'high'].includes(each.severity),
);
const leaked = sampleFindings.filter(({ kind }) => kind === 'secret');
const root = sampleFindings.filter(({ id }) => id === 'image-user-root');

/** A report with one of everything; `changes` replaces top-level fields. */
export function sampleReport(changes: Partial<ScanReport> = {}): ScanReport {
  return {
    schema: scanSchema,
    holdfast: { version: '0.1.0' },
    target: { kind: 'docker-archive', reference: 'registry.example/shop/api:1.4' },
    scannedAt: '2026-11-22T17:00:00.123Z',
    complete: false,
    issues: [
      {
        code: 'java/too-deep',
        message: 'nested archives deeper than 8 were not read',
        where: 'app/lib/fat.jar',
        level: 'error',
      },
      { code: 'dpkg/no-copyright', message: 'no copyright file', where: 'usr/share/doc/zlib1g', level: 'warning' },
    ],
    image: {
      reference: 'registry.example/shop/api:1.4',
      digest: digestOf('f'),
      configDigest: digestOf('0'),
      platform: 'linux/amd64',
      config: { User: '', Env: ['PATH=/usr/bin', 'NPM_TOKEN=…'], Cmd: ['node', 'server.js'] },
      history,
      layers,
      tags: ['registry.example/shop/api:1.4'],
    },
    os: {
      id: 'debian',
      versionId: '12',
      prettyName: 'Debian GNU/Linux 12 (bookworm)',
      codename: 'bookworm',
      endOfLife: '2028-06-30',
    },
    packages: samplePackages,
    findings: sampleFindings,
    verdict: {
      stage: 'build',
      decision: 'deny',
      reasons: [
        {
          decision: 'deny',
          policy: 'default',
          rule: 'fixable-critical-or-high',
          message: 'critical or high vulnerabilities that a fix exists for',
          severity: 'critical',
          subject: 'image',
          findings: denied.map((each) => each.fingerprint),
        },
        {
          decision: 'deny',
          policy: 'default',
          rule: 'no-secrets',
          message: 'secrets in the image',
          severity: 'critical',
          subject: 'image',
          findings: leaked.map((each) => each.fingerprint),
        },
        {
          decision: 'warn',
          policy: 'default',
          rule: 'runs-as-root',
          message: 'the image runs as root',
          severity: 'medium',
          subject: 'image',
          findings: root.map((each) => each.fingerprint),
        },
      ],
    },
    policy: {
      name: 'default',
      waivers: { applied: 1, unused: ['old-curl'], expired: [], expiring: ['accept-h2'] },
    },
    advisories: {
      set: 'starter',
      advisories: 134,
      builtAt: '2026-11-01T00:00:00Z',
      ecosystems: ['Debian:12', 'Maven', 'npm'],
      notCovered: ['Go'],
    },
    timings: { read: 210.4, match: 20.1 },
    ...changes,
  };
}

/** Nothing found, nothing known: the smallest report that is valid. */
export function emptyReport(): ScanReport {
  return {
    schema: scanSchema,
    holdfast: { version: '0.1.0' },
    target: { kind: 'dir', reference: '.' },
    scannedAt: '2026-11-22T17:00:00Z',
    complete: true,
    issues: [],
    packages: [],
    findings: [],
    verdict: { stage: 'build', decision: 'pass', reasons: [] },
    advisories: { set: 'full', advisories: 81_234, builtAt: '2026-11-20T00:00:00Z', notCovered: [] },
  };
}
