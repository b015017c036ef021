import { describe, expect, it } from 'vitest';
import type { OsInfo, Package } from '#core/package.ts';
import { makeDb, type OsvJson, osv } from '#testing/advisories.ts';
import { explainMatch } from './explain.ts';
import { matchPackages } from './match.ts';

const debian12: OsInfo = { id: 'debian', versionId: '12' };
const alma8: OsInfo = { id: 'almalinux', versionId: '8.6' };

function pkg(type: Package['type'], name: string, version: string, more: Partial<Package> = {}): Package {
  const isOs = type === 'deb' || type === 'rpm' || type === 'apk';
  return {
    type,
    name,
    version,
    purl: `pkg:${type}/${encodeURIComponent(name)}@${version}`,
    locations: ['some/file'],
    cataloger: 'test',
    ...(isOs ? { source: { name, version } } : {}),
    ...more,
  };
}

function run(
  feeds: Readonly<Record<string, readonly OsvJson[]>>,
  packages: readonly Package[],
  os?: OsInfo,
  kev?: Parameters<typeof makeDb>[1],
) {
  return matchPackages(makeDb(feeds, kev), { packages, ...(os ? { os } : {}) });
}
const idsOf = (result: ReturnType<typeof run>) => result.findings.map(({ id }) => id);

describe('distributions', () => {
  const openssl = osv('DEBIAN-CVE-2024-0001', [['Debian:12', 'openssl', 'introduced 0', 'fixed 3.0.11-1~deb12u2']], {
    upstream: ['CVE-2024-0001'],
  });

  it('match by source package and say why', () => {
    const libssl = pkg('deb', 'libssl3', '3.0.9-1+b2', {
      source: { name: 'openssl', version: '3.0.9-1+b2' },
      layer: 2,
    });
    const { findings } = run({ Debian: [openssl] }, [libssl], debian12);
    expect(findings).toMatchObject([
      {
        kind: 'vulnerability',
        id: 'CVE-2024-0001',
        aliases: [],
        package: { name: 'libssl3', version: '3.0.9-1+b2', type: 'deb' },
        fix: { state: 'fixed', versions: ['3.0.11-1~deb12u2'] },
        evidence: {
          file: 'some/file',
          layer: 2,
          cataloger: 'test',
          advisory: 'DEBIAN-CVE-2024-0001',
          source: 'Debian',
          matchedName: 'openssl',
          matchedVersion: '3.0.9-1',
          range: '<3.0.11-1~deb12u2',
          comparison: 'deb: 3.0.9-1 < 3.0.11-1~deb12u2',
        },
      },
    ]);
    expect(findings[0]?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
  });

  it('speak only of their own release, and of no language package', () => {
    expect(
      run({ Debian: [openssl] }, [pkg('deb', 'openssl', '3.0.9-1')], { id: 'debian', versionId: '11' }),
    ).toMatchObject({
      findings: [],
      notCovered: ['Debian:11'],
    });
    expect(idsOf(run({ Debian: [openssl] }, [pkg('npm', 'openssl', '1.0.0')], debian12))).toEqual([]);
  });

  it('do not match what an OS package owns a second time', () => {
    const pypi = osv('PYSEC-1', [['PyPI', 'idna', 'introduced 0', 'fixed 3.7']], { aliases: ['CVE-2024-3651'] });
    expect(
      idsOf(run({ PyPI: [pypi] }, [pkg('pypi', 'idna', '3.3', { ownedBy: 'pkg:deb/debian/python3-idna' })], debian12)),
    ).toEqual([]);
    expect(idsOf(run({ PyPI: [pypi] }, [pkg('pypi', 'idna', '3.3')], debian12))).toEqual(['CVE-2024-3651']);
  });

  it("let the record of a CVE decide over a bulletin, and make one finding a CVE of a bulletin's rest", () => {
    const bulletin = osv('DSA-5000-2', [['Debian:12', 'openssl', 'introduced 0', 'fixed 3.0.12-1']], {
      upstream: ['CVE-2024-0001', 'CVE-2024-0002', 'CVE-2024-0003'],
    });
    const result = run({ Debian: [openssl, bulletin] }, [pkg('deb', 'openssl', '3.0.11-1~deb12u2')], debian12);
    expect(idsOf(result)).toEqual(['CVE-2024-0002', 'CVE-2024-0003']);
    expect(result.findings[0]?.aliases).toEqual(['DSA-5000-2']);
    const both = run({ Debian: [openssl, bulletin] }, [pkg('deb', 'openssl', '3.0.1-1')], debian12);
    expect(idsOf(both)).toEqual(['CVE-2024-0001', 'CVE-2024-0002', 'CVE-2024-0003']);
    expect(both.findings[0]?.evidence.advisory).toBe('DEBIAN-CVE-2024-0001');
    const withdrawn = { ...openssl, withdrawn: '2024-02-01T00:00:00Z' };
    expect(
      idsOf(run({ Debian: [withdrawn, bulletin] }, [pkg('deb', 'openssl', '3.0.11-1~deb12u2')], debian12)),
    ).toContain('CVE-2024-0001');
  });

  it('tell fixed, unfixed, will not be fixed and unimportant apart', () => {
    const record = (id: string, events: string[], more: OsvJson = {}) => {
      const made = osv(id, [['Debian:12', 'x', ...events]]);
      Object.assign((made.affected as OsvJson[])[0]!, more);
      return made;
    };
    const { findings } = run(
      {
        Debian: [
          record('CVE-2024-1001', ['introduced 0', 'fixed 2-1']),
          record('CVE-2024-1002', ['introduced 0']),
          record('CVE-2024-1003', ['introduced 0'], { ecosystem_specific: { urgency: 'end-of-life' } }),
          record('CVE-2024-1004', ['introduced 0'], { ecosystem_specific: { urgency: 'unimportant' } }),
          record('CVE-2024-1005', ['introduced 0', 'last_affected 9-1']),
        ],
      },
      [pkg('deb', 'x', '1-1')],
      debian12,
    );
    expect(Object.fromEntries(findings.map(({ id, fix, severity }) => [id.slice(-4), [fix?.state, severity]]))).toEqual(
      {
        1001: ['fixed', 'unknown'],
        1002: ['unfixed', 'unknown'],
        1003: ['wont-fix', 'unknown'],
        1004: ['unimportant', 'negligible'],
        1005: ['unknown', 'unknown'],
      },
    );
  });

  it('match apk by origin in the release branch', () => {
    const busybox = osv('ALPINE-CVE-2022-28391', [['Alpine:v3.16', 'busybox', 'introduced 0', 'fixed 1.35.0-r7']], {
      upstream: ['CVE-2022-28391'],
    });
    const ssl = pkg('apk', 'ssl_client', '1.35.0-r5', { source: { name: 'busybox', version: '1.35.0-r5' } });
    expect(idsOf(run({ Alpine: [busybox] }, [ssl], { id: 'alpine', versionId: '3.16.0' }))).toEqual(['CVE-2022-28391']);
    expect(run({ Alpine: [busybox] }, [ssl], { id: 'alpine', versionId: '3.17.0' }).notCovered).toEqual([
      'Alpine:v3.17',
    ]);
  });

  it('use the distribution that the purl names where there is no os-release', () => {
    const named = pkg('deb', 'openssl', '3.0.9-1', { purl: 'pkg:deb/debian/openssl@3.0.9-1?distro=debian-12' });
    expect(idsOf(run({ Debian: [openssl] }, [named]))).toEqual(['CVE-2024-0001']);
    expect(run({ Debian: [openssl] }, [pkg('deb', 'openssl', '3.0.9-1')]).notCovered).toEqual([
      'deb (distribution not known)',
    ]);
  });

  it('keep Ubuntu Pro for packages built for it', () => {
    const feeds = {
      Ubuntu: [
        osv('UBUNTU-CVE-2024-1', [['Ubuntu:22.04:LTS', 'x', 'introduced 0']], { upstream: ['CVE-2024-0001'] }),
        osv(
          'UBUNTU-CVE-2024-0001',
          [
            ['Ubuntu:Pro:22.04:LTS', 'x', 'introduced 0', 'fixed 1.0-1ubuntu1+esm2'],
            ['Ubuntu:22.04:LTS', 'x', 'introduced 0'],
          ],
          {
            upstream: ['CVE-2024-0001'],
          },
        ),
      ].slice(1),
    };
    const ubuntu = { id: 'ubuntu', versionId: '22.04' };
    expect(run(feeds, [pkg('deb', 'x', '1.0-1ubuntu1')], ubuntu).findings).toMatchObject([
      { fix: { state: 'unfixed', versions: [] } },
    ]);
    expect(run(feeds, [pkg('deb', 'x', '1.0-1ubuntu1+esm1')], ubuntu).findings).toMatchObject([
      { fix: { versions: ['1.0-1ubuntu1+esm2'] } },
    ]);
    expect(run(feeds, [pkg('deb', 'x', '1.0-1ubuntu1+esm2')], ubuntu).findings).toEqual([]);
  });

  it('do not ask anybody to act on kernel headers, and hide nothing', () => {
    const kernel = osv('CVE-2024-7777', [['Debian:12', 'linux', 'introduced 0', 'fixed 6.1.100-1']]);
    const source = { name: 'linux', version: '6.1.90-1' };
    const { findings } = run(
      { Debian: [kernel] },
      [pkg('deb', 'linux-libc-dev', '6.1.90-1', { source }), pkg('deb', 'linux-image-amd64', '6.1.90-1', { source })],
      debian12,
    );
    expect(findings.map((finding) => [finding.package?.name, finding.waived?.status])).toEqual([
      ['linux-image-amd64', undefined],
      ['linux-libc-dev', 'not_affected'],
    ]);
  });
});

describe('rpm', () => {
  const alsa = (id: string, name: string, fixes: string[], more: OsvJson = {}) =>
    osv(
      id,
      fixes.map((fix) => ['AlmaLinux:8', name, 'introduced 0', `fixed ${fix}`]),
      { related: ['CVE-2024-0001'], ...more },
    );

  it('match by the name of the binary, epochs absent on either side being 0', () => {
    const feeds = {
      AlmaLinux: [
        alsa('ALSA-2024:1', 'openssl-libs', ['0:1.1.1k-9.el8'], { summary: 'Important: openssl security update' }),
      ],
    };
    expect(
      run(
        feeds,
        [pkg('rpm', 'openssl-libs', '1.1.1k-8.el8', { source: { name: 'openssl', version: '1.1.1k-8.el8' } })],
        alma8,
      ).findings,
    ).toMatchObject([{ id: 'CVE-2024-0001', severity: 'high', severitySource: 'AlmaLinux', aliases: ['ALSA-2024:1'] }]);
    expect(idsOf(run(feeds, [pkg('rpm', 'openssl-libs', '1:1.0.0-1.el8')], alma8))).toEqual([]);
  });

  const nodejs = alsa('ALSA-2024:2', 'nodejs', ['1:16.20.2-4.module_el8.9.0+3735+1'], {
    summary: 'Important: nodejs:16 security update',
  });
  it.each([
    ['the same stream', '1:16.14.0-4.module_el8.6.0+36+3', 'nodejs:16:8060020220519:ad008a3a', true],
    ['another stream', '1:14.21.3-1.module_el8.7.0+3+1', 'nodejs:14:8070020230306:b', false],
    ['no module', '1:10.0.0-1.el8', undefined, false],
    ['a module build without label, of the same stream by version', '1:16.14.0-4.module_el8.6.0+36+3', undefined, true],
    ['a module build without label, of another stream by version', '1:14.21.3-1.module_el8.7.0+3+1', undefined, false],
  ])('a module advisory and %s', (_name, version, module, affected) => {
    const node = pkg('rpm', 'nodejs', version, module === undefined ? {} : { module });
    expect(idsOf(run({ AlmaLinux: [nodejs] }, [node], alma8))).toEqual(affected ? ['CVE-2024-0001'] : []);
  });

  it('an advisory outside modules says nothing of a module', () => {
    const plain = alsa('ALSA-2024:3', 'nodejs', ['1:18.0.0-1.el8']);
    expect(
      idsOf(
        run(
          { AlmaLinux: [plain] },
          [pkg('rpm', 'nodejs', '1:16.0.0-1.module_el8.6.0+1+1', { module: 'nodejs:16' })],
          alma8,
        ),
      ),
    ).toEqual([]);
  });

  it('a package that is one of the rebuilds of a fix has the fix', () => {
    const rebuilt = alsa(
      'ALSA-2021:1',
      'Judy',
      ['1.0.5-18.module_el8.3.0+2028+5e', '1.0.5-18.module_el8.6.0+2867+72'],
      { summary: 'Important: mariadb:10.3 security update' },
    );
    const judy = (version: string) =>
      idsOf(run({ AlmaLinux: [rebuilt] }, [pkg('rpm', 'Judy', version, { module: 'mariadb:10.3' })], alma8));
    expect(judy('1.0.5-18.module_el8.3.0+2028+5e')).toEqual([]);
    expect(judy('1.0.5-18.module_el8.3.0+2029+00')).toEqual([]);
    expect(judy('1.0.5-17.module_el8.3.0+2000+00')).toEqual(['CVE-2024-0001']);
    expect(judy('1.0.5-18.module_el8.5.0+2632+14')).toEqual(['CVE-2024-0001']);
  });

  it('updates that fix no vulnerability are no findings', () => {
    const bugFix = osv('ALBA-2024:9', [['AlmaLinux:8', 'tzdata', 'introduced 0', 'fixed 2024b-1.el8']], {
      related: [],
    });
    expect(idsOf(run({ AlmaLinux: [bugFix] }, [pkg('rpm', 'tzdata', '2024a-1.el8')], alma8))).toEqual([]);
  });

  it('Red Hat: extended support decides for packages built for it', () => {
    const feeds = {
      'Red Hat': [
        osv(
          'RHSA-2024:1',
          [['Red Hat:enterprise_linux:8::appstream', 'git-lfs', 'introduced 0', 'fixed 0:3.4.1-2.el8_10']],
          { upstream: ['CVE-2024-0001'] },
        ),
        osv(
          'RHSA-2024:2',
          [['Red Hat:rhel_eus:8.6::appstream', 'git-lfs', 'introduced 0', 'fixed 0:2.13.3-3.el8_6.1']],
          { upstream: ['CVE-2024-0001'] },
        ),
      ],
    };
    const rhel = { id: 'rhel', versionId: '8.6' };
    expect(idsOf(run(feeds, [pkg('rpm', 'git-lfs', '2.13.3-3.el8_6.1')], rhel))).toEqual([]);
    expect(run(feeds, [pkg('rpm', 'git-lfs', '2.13.3-2.el8')], rhel).findings).toMatchObject([
      { fix: { versions: ['0:3.4.1-2.el8_10'] } },
    ]);
    expect(
      run({ 'Red Hat': feeds['Red Hat'].slice(1) }, [pkg('rpm', 'git-lfs', '2.13.3-2.el8')], rhel).findings,
    ).toMatchObject([{ id: 'CVE-2024-0001' }]);
  });
});

describe('languages', () => {
  it.each([
    ['pypi', 'Zope.Interface', '1.0', 'PyPI', 'zope-interface', 'fixed 2.0'],
    ['nuget', 'newtonsoft.json', '12.0.3', 'NuGet', 'Newtonsoft.Json', 'fixed 13.0.1'],
    ['composer', 'symfony/http-kernel', 'v4.4.0', 'Packagist', 'symfony/http-kernel', 'fixed 4.4.50'],
    [
      'maven',
      'org.apache.logging.log4j:log4j-core',
      '2.14.1',
      'Maven',
      'org.apache.logging.log4j:log4j-core',
      'fixed 2.15.0',
    ],
    [
      'golang',
      'github.com/Masterminds/sprig',
      'v2.0.0+incompatible',
      'Go',
      'github.com/Masterminds/sprig',
      'fixed 2.1.0',
    ],
    ['golang', 'stdlib', '1.20.3', 'Go', 'stdlib', 'fixed 1.20.4'],
    ['golang', 'stdlib', '1.21', 'Go', 'stdlib', 'fixed 1.21.1'],
    ['cargo', 'time', '0.1.42', 'crates.io', 'time', 'fixed 0.2.23'],
    ['gem', 'rack', '2.0.1', 'RubyGems', 'rack', 'fixed 2.0.9.1'],
    ['swift', 'github.com/vapor/vapor', '4.0.0', 'SwiftURL', 'https://github.com/Vapor/vapor.git', 'fixed 4.1.0'],
    ['bitnami', 'redis', '6.2.5-3', 'Bitnami', 'redis', 'fixed 6.2.6'],
    ['generic', 'node', '18.0.0', 'Bitnami', 'node', 'fixed 18.0.1'],
    ['hex', 'plug', '1.0.0', 'Hex', 'plug', 'fixed 1.0.4'],
    ['pub', 'http', '0.13.0', 'Pub', 'http', 'fixed 0.13.3'],
  ] as const)('%s %s', (type, name, version, ecosystem, advised, event) => {
    const record = osv('GHSA-xxxx', [[ecosystem, advised, 'introduced 0', event]], { aliases: ['CVE-2024-0001'] });
    expect(idsOf(run({ [ecosystem]: [record] }, [pkg(type, name, version)]))).toEqual(['CVE-2024-0001']);
  });

  it('report a CVE once, from all records that name it', () => {
    const feeds = {
      PyPI: [
        osv('PYSEC-2024-60', [['PyPI', 'idna', 'introduced 0', 'fixed 3.7']], {
          aliases: ['CVE-2024-3651', 'GHSA-jjg7'],
        }),
        osv('GHSA-jjg7', [['PyPI', 'idna', 'introduced 0', 'fixed 3.7.1']], {
          aliases: ['CVE-2024-3651'],
          summary: 'Denial of service',
          database_specific: { severity: 'MODERATE' },
          severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' }],
        }),
      ],
    };
    const { findings } = run(feeds, [pkg('pypi', 'idna', '3.3')]);
    expect(findings).toMatchObject([
      {
        id: 'CVE-2024-3651',
        aliases: ['GHSA-jjg7', 'PYSEC-2024-60'],
        title: 'Denial of service',
        severity: 'medium',
        severitySource: 'GHSA',
        cvss: { score: 7.5, version: '3.1' },
        fix: { state: 'fixed', versions: ['3.7', '3.7.1'] },
        evidence: { advisory: 'PYSEC-2024-60' },
      },
    ]);
  });

  it('find the CVE of an alias in another record, even of another ecosystem', () => {
    const feeds = {
      'crates.io': [osv('RUSTSEC-2024-1', [['crates.io', 'x', 'introduced 0']], { aliases: ['GHSA-aaaa'] })],
      npm: [osv('GHSA-aaaa', [['npm', 'y', 'introduced 0']], { aliases: ['CVE-2024-0001'] })],
    };
    expect(run(feeds, [pkg('cargo', 'x', '1.0.0')]).findings).toMatchObject([
      { id: 'CVE-2024-0001', aliases: ['GHSA-aaaa', 'RUSTSEC-2024-1'] },
    ]);
  });

  it('join records without any CVE that name each other, and keep strangers apart', () => {
    const feeds = {
      'crates.io': [
        osv('RUSTSEC-2024-1', [['crates.io', 'x', 'introduced 0']], { aliases: ['GHSA-aaaa'] }),
        osv('GHSA-aaaa', [['crates.io', 'x', 'introduced 0']]),
        osv('RUSTSEC-2024-2', [['crates.io', 'x', 'introduced 0']], { related: ['GHSA-aaaa'] }),
      ],
    };
    expect(run(feeds, [pkg('cargo', 'x', '1.0.0')]).findings.map(({ id, aliases }) => [id, aliases])).toEqual([
      ['RUSTSEC-2024-1', ['GHSA-aaaa']],
      ['RUSTSEC-2024-2', []],
    ]);
  });

  it('do not report what was withdrawn', () => {
    const record = osv('GHSA-1', [['npm', 'x', 'introduced 0']], { withdrawn: '2024-01-01T00:00:00Z' });
    expect(idsOf(run({ npm: [record] }, [pkg('npm', 'x', '1.0.0')]))).toEqual([]);
  });

  it('rate by the vendor, then by CVSS, then by what another record of the CVE says', () => {
    const cvss = { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }] };
    const feeds = {
      Debian: [osv('DEBIAN-CVE-2024-0001', [['Debian:12', 'x', 'introduced 0']], { upstream: ['CVE-2024-0001'] })],
      PyPI: [osv('PYSEC-1', [['PyPI', 'x', 'introduced 0', 'fixed 1']], { aliases: ['CVE-2024-0001'], ...cvss })],
    };
    expect(run(feeds, [pkg('deb', 'x', '1-1')], debian12).findings).toMatchObject([
      { severity: 'critical', severitySource: 'CVSS:3.1 by PyPA' },
    ]);
    const malicious = osv('MAL-2024-1', [['npm', 'x', 'introduced 0']]);
    expect(run({ npm: [malicious] }, [pkg('npm', 'x', '1.0.0')]).findings).toMatchObject([
      { severity: 'critical', severitySource: 'OSV: malicious package' },
    ]);
  });

  it('attach KEV', () => {
    const record = osv('GHSA-1', [['Maven', 'g:a', 'introduced 0', 'fixed 2']], { aliases: ['CVE-2021-44228'] });
    const kev = new Map([['CVE-2021-44228', { added: '2021-12-10', ransomware: true }]]);
    expect(run({ Maven: [record] }, [pkg('maven', 'g:a', '1')], undefined, kev).findings).toMatchObject([
      { kev: { added: '2021-12-10', ransomware: true } },
    ]);
  });

  it('say which versions they could not order, and match nothing by guess', () => {
    const record = osv('GHSA-1', [['npm', 'x', 'introduced 0']]);
    const result = run({ npm: [record] }, [pkg('npm', 'x', 'latest')]);
    expect(result).toMatchObject({ findings: [], issues: [{ code: 'vuln/version-not-comparable', level: 'warning' }] });
  });

  it('say for which ecosystems there is nothing', () => {
    const record = osv('GHSA-1', [['npm', 'x', 'introduced 0']]);
    expect(
      run({ npm: [record] }, [pkg('gem', 'x', '1.0'), pkg('conda', 'x', '1.0'), pkg('generic', 'unheard-of', '1')])
        .notCovered,
    ).toEqual(['RubyGems', 'conda']);
  });

  it('waive what concerns another operating system only', () => {
    const record = osv('RUSTSEC-1', [['crates.io', 'x', 'introduced 0']]);
    Object.assign((record.affected as OsvJson[])[0]!, { ecosystem_specific: { affects: { os: ['windows'] } } });
    expect(run({ 'crates.io': [record] }, [pkg('cargo', 'x', '1.0.0')], debian12).findings[0]?.waived?.status).toBe(
      'not_affected',
    );
    expect(run({ 'crates.io': [record] }, [pkg('cargo', 'x', '1.0.0')]).findings[0]?.waived).toBeUndefined();
  });
});

describe('fingerprints', () => {
  const record = osv('GHSA-1', [['npm', 'x', 'introduced 0']]);
  const prints = (...packages: Package[]) =>
    run({ npm: [record] }, packages).findings.map(({ fingerprint }) => fingerprint);

  it('survive an upgrade that does not help', () => {
    const at = (version: string) => pkg('npm', 'x', version, { locations: [`opt/x-${version}/package.json`] });
    expect(prints(at('1.0.0'))).toEqual(prints(at('1.1.0')));
  });

  it('tell two copies apart', () => {
    const copy = (path: string, version = '1.0.0') => pkg('npm', 'x', version, { locations: [path] });
    expect(new Set(prints(copy('a/package.json'), copy('b/package.json'))).size).toBe(2);
    expect(new Set(prints(copy('a/package.json'), copy('a/package.json', '2.0.0'))).size).toBe(2);
  });
});

describe('explainMatch', () => {
  const feeds = {
    Debian: [
      osv(
        'DEBIAN-CVE-2024-0001',
        [
          ['Debian:12', 'openssl', 'introduced 0', 'fixed 3.0.11-1'],
          ['Debian:11', 'curl', 'introduced 0'],
        ],
        { upstream: ['CVE-2024-0001'] },
      ),
      osv('DSA-1-1', [['Debian:12', 'openssl', 'introduced 0', 'fixed 4-1']], {
        upstream: ['CVE-2024-0001', 'CVE-2024-0002'],
      }),
      osv('DSA-2-1', [['Debian:12', 'openssl', 'introduced 0']], {
        upstream: ['CVE-2024-0003'],
        withdrawn: '2024-01-01T00:00:00Z',
      }),
    ],
    AlmaLinux: [
      osv('ALSA-1', [['AlmaLinux:8', 'nodejs', 'introduced 0', 'fixed 1:18.1-1.module_el8.9.0+1+1']], {
        related: ['CVE-2024-0009'],
        summary: 'Important: nodejs:18 security update',
      }),
    ],
  };
  const explain = (one: Package, id: string, os: OsInfo = debian12) => explainMatch(makeDb(feeds), one, os, id);
  const openssl = (version: string) => pkg('deb', 'openssl', version);

  it.each([
    ['a match', openssl('3.0.9-1'), 'CVE-2024-0001', 'in-range', 'deb: 3.0.9-1 < 3.0.11-1'],
    ['a bulletin by its own id', openssl('3.0.9-1'), 'DSA-1-1', 'in-range', 'DSA-1-1'],
    [
      'a fixed version',
      openssl('3.0.11-1'),
      'CVE-2024-0001',
      'superseded',
      "the distribution's own record of that CVE decides",
    ],
    ['beyond everything', openssl('5-1'), 'CVE-2024-0002', 'not-in-range', 'fixed in 4-1, and deb: 5-1 >= 4-1'],
    ['a withdrawn advisory', openssl('1-1'), 'CVE-2024-0003', 'withdrawn', '2024-01-01'],
    ['another package', pkg('deb', 'zlib', '1-1'), 'CVE-2024-0001', 'other-package', 'openssl'],
    ['another release', pkg('deb', 'curl', '1-1'), 'CVE-2024-0001', 'other-release', 'not of Debian:12'],
    ['no advisory', openssl('1-1'), 'CVE-1999-0001', 'no-such-advisory', 'no record'],
    [
      'an owned package',
      pkg('pypi', 'x', '1', { ownedBy: 'pkg:deb/debian/python3-x' }),
      'CVE-2024-0001',
      'owned-by-os-package',
      'pkg:deb/debian/python3-x',
    ],
    ['nothing for the ecosystem', pkg('npm', 'x', '1.0.0'), 'CVE-2024-0001', 'not-covered', 'nothing for npm'],
    ['an odd version', openssl('!'), 'CVE-2024-0001', 'version-not-comparable', 'cannot be ordered'],
  ])('%s', (_name, one, id, reason, words) => {
    const explained = explain(one, id);
    expect(explained.reason).toBe(reason);
    expect(explained.matched).toBe(reason === 'in-range');
    expect(explained.lines.join('\n')).toContain(words);
  });

  it('another module stream', () => {
    const node = pkg('rpm', 'nodejs', '1:16.0-1.module_el8.6.0+1+1', { module: 'nodejs:16:8' });
    expect(explain(node, 'CVE-2024-0009', alma8)).toMatchObject({ reason: 'other-module' });
  });
});
