import { describe, expect, it } from 'vitest';
import type { Finding } from '#core/finding.ts';
import { fingerprint } from '#core/fingerprint.ts';
import type { LayerInfo } from '#core/image.ts';
import type { OsInfo, Package, PackageType } from '#core/package.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { sampleReport } from '#testing/sample-report.ts';
import { defaultPolicy } from '../default-policy.generated.ts';
import { evaluatePolicy } from '../evaluate.ts';
import { type FixOptions, planFixes } from './plan-fixes.ts';
import { renderFixPlan } from './render-fix-plan.ts';

const debian: OsInfo = { id: 'debian', versionId: '12' };
const layers: LayerInfo[] = [
  { index: 0, createdBy: 'ADD rootfs', fromBase: true },
  { index: 1, createdBy: 'RUN apt-get install -y curl', fromBase: false },
];

function item(type: PackageType, name: string, version: string, changes: Partial<Package> = {}): Package {
  return {
    type,
    name,
    version,
    purl: `pkg:${type}/${name}@${version}`,
    locations: ['var/lib/dpkg/status'],
    cataloger: 'test',
    ...changes,
  };
}

function vulnerability(id: string, of: Package, versions: readonly string[], changes: Partial<Finding> = {}): Finding {
  const { purl, name, version, type } = of;
  return {
    fingerprint: fingerprint({ kind: 'vulnerability', id, purl }),
    kind: 'vulnerability',
    id,
    aliases: [],
    title: id,
    severity: 'high',
    package: { purl, name, version, type },
    fix: { state: versions.length > 0 ? 'fixed' : 'unfixed', versions },
    evidence: { file: of.locations[0] ?? '', ...(of.layer === undefined ? {} : { layer: of.layer }) },
    ...changes,
  };
}

async function planOf(
  packages: readonly Package[],
  findings: readonly Finding[],
  changes: Partial<ScanReport> = {},
  options: FixOptions = {},
) {
  const sample = sampleReport();
  const report: ScanReport = {
    ...sample,
    image: { ...(sample.image as NonNullable<ScanReport['image']>), reference: 'app:1', layers, config: {} },
    os: debian,
    packages,
    findings,
    ...changes,
  };
  const { verdict, findings: judged } = await evaluatePolicy(defaultPolicy, {
    stage: 'build',
    ...(report.image ? { image: report.image } : {}),
    packages,
    findings,
    now: new Date('2026-11-22'),
  });
  return planFixes({ ...report, verdict, findings: judged }, options);
}

const apt = item('deb', 'apt', '2.6.1', { layer: 0 });
const openssl = { name: 'openssl', version: '3.0.11-1~deb12u1' };
const libssl = item('deb', 'libssl3', '3.0.11-1~deb12u1', { layer: 1, source: openssl });
const opensslBin = item('deb', 'openssl', '3.0.11-1~deb12u1', { layer: 1, source: openssl });

describe('distribution packages', () => {
  it('are upgraded by source package, to a version that removes all', async () => {
    const plan = await planOf(
      [apt, libssl, opensslBin],
      [
        vulnerability('CVE-1', libssl, ['3.0.11-1~deb12u2']),
        vulnerability('CVE-1', opensslBin, ['3.0.11-1~deb12u2']),
        vulnerability('CVE-2', libssl, ['3.0.13-1~deb12u1']),
        vulnerability('CVE-2', opensslBin, ['3.0.13-1~deb12u1']),
        vulnerability('CVE-3', libssl, ['3.0.12-1'], { severity: 'low' }),
      ],
    );
    expect(plan.actions).toHaveLength(1);
    expect(plan.actions[0]).toMatchObject({
      kind: 'os-package',
      title: 'Upgrade openssl to 3.0.13-1~deb12u1',
      commands: [
        'RUN apt-get update && apt-get install -y --no-install-recommends --only-upgrade libssl3=3.0.13-1~deb12u1 openssl=3.0.13-1~deb12u1 && rm -rf /var/lib/apt/lists/*',
      ],
      removes: { findings: 2, severities: { high: 2 }, ids: ['CVE-1', 'CVE-2'] },
    });
    expect(plan.summary).toEqual({ wanted: 4, removed: 4, stay: 0, alsoRemoved: 1 });
    expect(plan.dockerfile).toBeUndefined();
  });

  it('are not pinned where the binary has an own version', async () => {
    const binary = item('deb', 'bash', '5.2-2+b1', { layer: 1, source: { name: 'bash', version: '5.2-2' } });
    const plan = await planOf([apt, binary], [vulnerability('CVE-1', binary, ['5.2-3'])]);
    expect(plan.actions[0]?.commands[0]).toContain('--only-upgrade bash &&');
  });

  it('of the base image come with a newer base, and together where that is late', async () => {
    const zlib = item('deb', 'zlib1g', '1.2', { layer: 0, source: { name: 'zlib', version: '1.2' } });
    const ssl = { ...libssl, layer: 0 };
    const image = {
      ...(sampleReport().image as NonNullable<ScanReport['image']>),
      layers,
      config: { Labels: { 'org.opencontainers.image.base.name': 'node:20' } },
    };
    const plan = await planOf(
      [apt, ssl, zlib],
      [vulnerability('CVE-1', ssl, ['3.0.12']), vulnerability('CVE-2', zlib, ['1.3'])],
      { image },
    );
    expect(plan.actions).toEqual([
      expect.objectContaining({
        kind: 'base-image',
        title: 'Rebuild on the current node:20',
        commands: ['FROM node:20', 'docker build --pull .'],
      }),
    ]);
    expect(plan.actions[0]?.notes.join()).toContain('libssl3=3.0.12 zlib1g=1.3');
  });

  it('of several sources in own layers have one instruction for all', async () => {
    const zlib = item('deb', 'zlib1g', '1.2', { layer: 1, source: { name: 'zlib', version: '1.2' } });
    const plan = await planOf(
      [apt, libssl, zlib],
      [
        vulnerability('CVE-1', libssl, ['3.0.12']),
        vulnerability('CVE-2', zlib, ['1.3']),
        vulnerability('CVE-3', zlib, ['1.3']),
      ],
    );
    expect(plan.actions.map((action) => action.title)).toEqual(['Upgrade zlib to 1.3', 'Upgrade openssl to 3.0.12']);
    expect(plan.dockerfile).toBe(
      'RUN apt-get update && apt-get install -y --no-install-recommends --only-upgrade libssl3=3.0.12 zlib1g=1.3 && rm -rf /var/lib/apt/lists/*',
    );
  });

  it.each([
    ['apk', 'apk-tools', { id: 'alpine', versionId: '3.20' }, "RUN apk add --no-cache --upgrade 'curl>=8.9.0-r1'"],
    ['rpm', 'dnf', { id: 'almalinux', versionId: '9' }, 'RUN dnf upgrade -y curl && dnf clean all'],
    ['rpm', 'microdnf', { id: 'rhel', versionId: '9' }, 'RUN microdnf upgrade -y curl && microdnf clean all'],
    [
      'rpm',
      'zypper',
      { id: 'opensuse-leap', versionId: '15.6', idLike: ['suse', 'opensuse'] },
      'RUN zypper --non-interactive update curl && zypper clean --all',
    ],
  ] as const)('%s with %s', async (type, manager, os, command) => {
    const curl = item(type, 'curl', '8.8.0-r0', { layer: 1, source: { name: 'curl', version: '8.8.0-r0' } });
    const plan = await planOf([item(type, manager, '1'), curl], [vulnerability('CVE-1', curl, ['8.9.0-r1'])], { os });
    expect(plan.actions[0]?.commands).toEqual([command]);
  });

  it('in an image without a package manager come by a rebuild', async () => {
    const plan = await planOf([libssl], [vulnerability('CVE-1', libssl, ['3.0.12'])]);
    expect(plan.actions).toEqual([
      expect.objectContaining({ kind: 'base-image', commands: ['docker build --pull .'] }),
    ]);
  });
});

describe('versions', () => {
  const from = (version: string) => item('maven', 'g:a', version, { locations: ['app/pom.xml'] });
  const to = async (version: string, ...fixes: string[][]) => {
    const found = from(version);
    const plan = await planOf(
      [found],
      fixes.map((versions, index) => vulnerability(`CVE-${index}`, found, versions)),
    );
    return plan.actions[0]?.upgrades[0]?.to;
  };

  it.each([
    ['2.14.1', [['2.3.1', '2.12.2', '2.15.0']], '2.15.0'],
    ['2.14.1', [['2.3.1', '2.12.2', '2.15.0'], ['2.3.2', '2.12.4', '2.17.1'], ['2.16.0']], '2.17.1'],
    [
      '2.12.1',
      [
        ['2.12.2', '2.15.0'],
        ['2.12.4', '2.17.1'],
      ],
      '2.12.4',
    ],
    ['2.0', [['2.3.1', '2.12.2', '2.15.0'], ['2.5.0']], '2.12.2'],
    ['1.0', [['1.0.1'], ['1.0.3'], ['1.0.2']], '1.0.3'],
    ['1.9', [['1.10']], '1.10'],
  ])('from %s over %j to %s', async (version, fixes, expected) => {
    expect(await to(version, ...fixes)).toBe(expected);
  });

  it('that lie below the installed one do not count', async () => {
    const found = from('3.0');
    const plan = await planOf([found], [vulnerability('CVE-1', found, ['2.0'])]);
    expect(plan.actions).toEqual([]);
    expect(plan.remaining).toEqual([expect.objectContaining({ reason: 'unknown', ids: ['CVE-1'] })]);
  });
});

describe('language packages', () => {
  const one = async (
    type: PackageType,
    lock: string,
    name: string,
    version: string,
    fixed: string,
    changes: Partial<Package> = {},
    others: Package[] = [],
  ) => {
    const found = item(type, name, version, { locations: [lock], ...changes });
    const { actions } = await planOf([found, ...others], [vulnerability('CVE-1', found, [fixed])]);
    return actions[0];
  };

  it.each([
    ['npm', 'web/package-lock.json', 'lodash', '4.17.21', ['npm install lodash@4.17.21']],
    ['npm', 'pnpm-lock.yaml', '@babel/core', '7.1.0', ['pnpm add @babel/core@7.1.0']],
    ['npm', 'yarn.lock', 'lodash', '4.17.21', ['yarn add lodash@4.17.21']],
    ['npm', 'bun.lock', 'lodash', '4.17.21', ['bun add lodash@4.17.21']],
    ['pypi', 'requirements.txt', 'django', '4.2.1', ['pip install django==4.2.1']],
    ['pypi', 'poetry.lock', 'django', '4.2.1', ["poetry add 'django@>=4.2.1'"]],
    ['pypi', 'uv.lock', 'django', '4.2.1', ['uv lock --upgrade-package django==4.2.1', 'uv sync']],
    ['pypi', 'Pipfile.lock', 'django', '4.2.1', ['pipenv upgrade django==4.2.1']],
    ['golang', 'go.mod', 'golang.org/x/net', '0.17.0', ['go get golang.org/x/net@v0.17.0', 'go mod tidy']],
    ['golang', 'go.mod', 'stdlib', '1.22.5', ['go get go@1.22.5', 'go mod tidy']],
    ['cargo', 'Cargo.lock', 'time', '0.3.0', ['cargo update -p time@0.0.1 --precise 0.3.0']],
    ['gem', 'Gemfile.lock', 'rack', '2.2.8', ['bundle update --conservative rack']],
    [
      'composer',
      'composer.lock',
      'symfony/http-kernel',
      '5.4.20',
      ["composer require 'symfony/http-kernel:^5.4.20' --with-all-dependencies"],
    ],
    [
      'maven',
      'pom.xml',
      'org.a:b',
      '1.2',
      ['<dependency><groupId>org.a</groupId><artifactId>b</artifactId><version>1.2</version></dependency>'],
    ],
    ['maven', 'gradle.lockfile', 'org.a:b', '1.2', ['constraints { implementation("org.a:b:1.2") }']],
    [
      'nuget',
      'packages.lock.json',
      'Newtonsoft.Json',
      '13.0.1',
      ['dotnet add package Newtonsoft.Json --version 13.0.1'],
    ],
  ] as const)('%s in %s', async (type, lock, name, fixed, commands) => {
    const action = await one(type, lock, name, '0.0.1', fixed);
    expect(action).toMatchObject({ kind: 'language-package', where: lock, commands });
  });

  it('that others need are updated, with the way to force it', async () => {
    const parent = item('npm', 'express', '4.0.0', { locations: ['package-lock.json'], dependsOn: ['qs@6.5.1'] });
    const action = await one('npm', 'package-lock.json', 'qs', '6.5.1', '6.5.3', {}, [parent]);
    expect(action).toMatchObject({ commands: ['npm update qs'], upgrades: [{ via: ['express@4.0.0'] }] });
    expect(action?.notes).toEqual(['Where the version is held back, in package.json: "overrides": {"qs":"6.5.3"}']);
  });

  it('of one lock file are one action', async () => {
    const [a, b] = [
      item('npm', 'a', '1.0.0', { locations: ['package-lock.json'] }),
      item('npm', 'b', '1.0.0', { locations: ['package-lock.json'] }),
    ];
    const c = item('npm', 'c', '1.0.0', { locations: ['docs/package-lock.json'] });
    const plan = await planOf(
      [a, b, c],
      [a, b, c].map((each) => vulnerability(`CVE-${each.name}`, each, ['1.0.1'])),
    );
    expect(plan.actions.map(({ where, commands }) => [where, commands])).toEqual([
      ['package-lock.json', ['npm install a@1.0.1 b@1.0.1']],
      ['docs/package-lock.json', ['npm install c@1.0.1']],
    ]);
  });

  it('in an image name the build step', async () => {
    const action = await one('npm', 'app/node_modules/lodash/package.json', 'lodash', '4.0.0', '4.17.21', { layer: 1 });
    expect(action).toMatchObject({
      where: 'app',
      notes: [
        'For those that package.json does not name itself, in package.json: "overrides": {"lodash":"4.17.21"}',
        '/app comes from this build step: RUN apt-get install -y curl',
      ],
    });
  });

  it('cannot smuggle a command', async () => {
    const action = await one('npm', 'package-lock.json', 'x;rm -rf /', '1.0.0', "2.0.0'$(id)");
    expect(action?.commands).toEqual([`npm install 'x;rm -rf /@2.0.0'\\''$(id)'`]);
  });
});

describe('what stays', () => {
  it('has its reason', async () => {
    const curl = item('deb', 'curl', '7', { layer: 1 });
    const findings: Finding[] = [
      vulnerability('CVE-1', curl, [], { severity: 'critical' }),
      vulnerability('CVE-2', curl, [], { severity: 'critical', fix: { state: 'wont-fix', versions: [] } }),
      vulnerability('CVE-3', curl, ['8'], { waived: { by: 'alice', reason: 'not reachable', expires: '2027-01-01' } }),
      {
        ...vulnerability('aws-key', curl, []),
        kind: 'secret',
        remediation: 'Revoke it.',
        evidence: { file: 'app/.env' },
      },
    ];
    for (const finding of findings.slice(3)) delete (finding as { package?: unknown }).package;
    const denied = await planOf([apt, curl], findings);
    expect(denied.actions).toEqual([]);
    expect(denied.remaining.map(({ reason, subject, ids, note }) => [reason, subject, ids[0], note])).toEqual([
      ['by-hand', 'app/.env', 'aws-key', 'Revoke it.'],
      ['waived', 'curl 7', 'CVE-3', 'alice: not reachable (until 2027-01-01)'],
    ]);
    const all = await planOf([apt, curl], findings, {}, { scope: 'all' });
    expect(all.remaining.map(({ reason }) => reason)).toEqual(['by-hand', 'unfixed', 'wont-fix', 'waived']);
    expect(renderFixPlan(all)).toContain('   the vendor will not fix it\n   - curl 7: CVE-2 (critical)\n');
  });
});

describe('the plan as a whole', () => {
  it('is ordered by what it removes, the exploited first', async () => {
    const [a, b] = [
      item('npm', 'a', '1.0.0', { locations: ['a/package-lock.json'] }),
      item('npm', 'b', '1.0.0', { locations: ['b/package-lock.json'] }),
    ];
    const findings = [
      vulnerability('CVE-1', a, ['1.0.1'], { severity: 'critical' }),
      vulnerability('CVE-2', a, ['1.0.1'], { severity: 'critical' }),
      vulnerability('CVE-3', b, ['1.0.1'], { kev: { added: '2026-01-01', ransomware: false } }),
    ];
    const plan = await planOf([a, b], findings);
    expect(plan.actions.map((action) => action.where)).toEqual(['b/package-lock.json', 'a/package-lock.json']);
  });

  it('removes what the policy denies: applying it leaves nothing to deny', async () => {
    const { packages, findings } = sampleReport();
    const plan = await planOf(
      packages,
      findings.filter((finding) => finding.kind === 'vulnerability'),
    );
    const removed = new Set(plan.actions.flatMap((action) => action.removes.fingerprints));
    const after = findings.filter((finding) => finding.kind === 'vulnerability' && !removed.has(finding.fingerprint));
    const { verdict } = await evaluatePolicy(defaultPolicy, {
      stage: 'build',
      packages,
      findings: after,
      now: new Date('2026-11-22'),
    });
    expect(plan.actions.length).toBeGreaterThan(0);
    expect(verdict.decision).not.toBe('deny');
  });

  it('says so where there is nothing to do', async () => {
    const plan = await planOf([apt], []);
    expect(plan.actions).toEqual([]);
    expect(renderFixPlan(plan)).toBe('app:1: the policy denies nothing; there is nothing to fix.\n');
  });

  it('is plain JSON, and text for a person', async () => {
    const plan = await planOf([apt, libssl], [vulnerability('CVE-1', libssl, ['3.0.12'])]);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(renderFixPlan(plan)).toBe(`app:1: 1 change removes 1 of 1 finding.

1. Upgrade openssl to 3.0.12  [removes 1 high]
   in Dockerfile:
    RUN apt-get update && apt-get install -y --no-install-recommends --only-upgrade libssl3=3.0.12 && rm -rf /var/lib/apt/lists/*
   CVE-1
`);
  });
});
