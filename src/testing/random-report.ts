import type { Finding, FixState } from '#core/finding.ts';
import { fingerprint } from '#core/fingerprint.ts';
import { sha256Digest } from '#core/ids/digest.ts';
import { formatPurl } from '#core/ids/purl.ts';
import type { Package, PackageType } from '#core/package.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { severities } from '#core/severity.ts';
import { emptyReport } from './sample-report.ts';

/** Pieces of text that break careless writers: markup, control characters, quotes, direction marks, a lone surrogate. */
export const nastyTexts: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  ']]>',
  '--><!--',
  '</style></script>',
  'a|b`c``d',
  '[x](javascript:alert(1))',
  '\u001b[31mred\u001b[0m',
  'line\nbreak\r\n\ttab',
  'nul\u0000 bell\u0007 c1\u009b',
  '\u202Eevil\u2066',
  'lone \ud800 surrogate',
  'no character \ufffe\uffff',
  'ünïcödé 日本語 🦀',
  `%s %n ${'$'}{x} {{y}}`,
  'quote \' double " back \\ slash',
  'ends with space ',
  'x'.repeat(3000),
];

/** mulberry32: the same seed gives the same numbers. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A valid report from a seed, with nasty text wherever a target's own text may stand. */
export function randomReport(seed: number): ScanReport {
  const next = random(seed);
  const int = (below: number): number => Math.floor(next() * below);
  const pick = <T>(items: readonly T[]): T => items[int(items.length)] as T;
  const maybe = <T extends object>(make: () => T): T | Record<string, never> => (next() < 0.5 ? make() : {});
  const text = (): string => (next() < 0.3 ? pick(nastyTexts) : `word${int(1000)}`);
  const list = <T>(most: number, make: () => T): T[] => Array.from({ length: int(most + 1) }, make);
  const digest = () => sha256Digest(Array.from({ length: 64 }, () => int(16).toString(16)).join(''));
  const layerCount = int(6);

  const makePackage = (): Package => {
    const type = pick<PackageType>([
      'deb',
      'rpm',
      'apk',
      'npm',
      'pypi',
      'maven',
      'golang',
      'cargo',
      'gem',
      'composer',
      'nuget',
      'generic',
    ]);
    const name = `pkg-${int(50)}`;
    const version = `${int(3)}.${int(20)}.${int(9)}`;
    const distro = type === 'deb' || type === 'rpm' || type === 'apk';
    const grouped = type === 'maven' || type === 'composer' || type === 'golang' || (type === 'npm' && next() < 0.5);
    const namespace = distro ? 'debian' : grouped ? (type === 'npm' ? '@scope' : 'group.example') : undefined;
    const epoch = type === 'rpm' && next() < 0.5 ? int(3) : 0;
    const fullVersion = epoch > 0 ? `${epoch}:${version}-${int(4)}` : version;
    return {
      type,
      name: namespace === undefined || distro ? name : `${namespace}${type === 'maven' ? ':' : '/'}${name}`,
      version: fullVersion,
      purl: formatPurl({
        type,
        ...(namespace === undefined ? {} : { namespace }),
        name,
        version: epoch > 0 ? fullVersion.slice(fullVersion.indexOf(':') + 1) : fullVersion,
        ...(distro ? { qualifiers: { arch: 'amd64', ...(epoch > 0 ? { epoch: String(epoch) } : {}) } } : {}),
      }),
      ...maybe(() => ({ arch: pick(['amd64', 'arm64', 'all']) })),
      ...(distro ? { source: { name: `src-${int(20)}`, version: `${int(3)}:1-${int(9)}` } } : {}),
      ...(type === 'rpm' ? maybe(() => ({ module: `nodejs:16:${int(99)}:${text().replace(/[^a-z]/g, '')}x` })) : {}),
      ...maybe(() => ({
        licenses: [
          text(),
          ...list(3, () => pick(['MIT', 'GPL-2.0+', 'Apache-2.0 OR MIT', 'LicenseRef-own', text()])),
        ].map((each) => `L${each}`),
      })),
      locations: list(3, text).map((each, index) => `${index}/${each}`),
      ...(layerCount > 0 ? maybe(() => ({ layer: int(layerCount) })) : {}),
      ...maybe(() => ({ ownedBy: 'pkg:deb/debian/owner@1' })),
      cataloger: pick(['dpkg/status', 'npm/package-json', 'rpm/sqlite']),
      ...maybe(() => ({ dev: next() < 0.5 })),
      ...maybe(() => ({ dependsOn: [`pkg-${int(50)}@1.0.0`, text()] })),
    };
  };
  const packages = list(30, makePackage);

  const makeFinding = (): Finding => {
    const kind =
      packages.length === 0
        ? pick(['secret', 'config'] as const)
        : pick(['vulnerability', 'vulnerability', 'secret', 'config', 'licence'] as const);
    const found = kind === 'vulnerability' || kind === 'licence' ? pick(packages) : undefined;
    const id =
      kind === 'vulnerability'
        ? pick([`CVE-2024-${1000 + int(40)}`, `GHSA-xxxx-yyyy-${int(9)}`, 'DSA-1-1'])
        : pick(['rule-a', 'rule-b']);
    const location = text();
    return {
      fingerprint: fingerprint({ kind, id, purl: found?.purl, location: `${location}${int(1e9)}` }),
      kind,
      id,
      aliases: list(3, () => `GHSA-${int(1000)}`),
      title: text(),
      severity: pick(severities),
      ...maybe(() => ({ severitySource: text() })),
      ...maybe(() =>
        pick([
          { cvss: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8, version: '3.1' } },
          { cvss: { vector: 'AV:N/AC:L/Au:N/C:P/I:P/A:P', score: 7.5, version: '2.0' } },
          {
            cvss: {
              vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
              score: 9.3,
              version: '4.0',
            },
          },
        ]),
      ),
      ...(found ? { package: { purl: found.purl, name: found.name, version: found.version, type: found.type } } : {}),
      ...(kind === 'vulnerability'
        ? {
            fix: {
              state: pick<FixState>(['fixed', 'unfixed', 'wont-fix', 'unimportant', 'unknown']),
              versions: list(2, () => `9.${int(9)}`),
            },
          }
        : {}),
      ...maybe(() => ({ kev: { added: '2024-01-02', ransomware: next() < 0.5 } })),
      ...maybe(() => ({ epss: { score: next(), percentile: next() } })),
      ...maybe(() => ({ published: '2024-01-02T03:04:05.678Z' })),
      evidence: {
        ...maybe(() => ({ file: location })),
        ...maybe(() => ({ line: 1 + int(100) })),
        ...(layerCount > 0 ? maybe(() => ({ layer: int(layerCount), step: text() })) : {}),
        ...maybe(() => ({ where: pick(['env', 'label', 'history', 'config'] as const), name: text() })),
        ...maybe(() => ({ redacted: text(), deletedInLaterLayer: next() < 0.5 })),
        ...maybe(() => ({ advisory: text(), source: text(), range: text(), comparison: text() })),
      },
      ...maybe(() => ({
        waived: {
          by: text(),
          reason: text(),
          ...maybe(() => ({ expires: '2027-01-01' })),
          ...maybe(() => ({ status: pick(['not_affected', 'fixed', 'under_investigation', 'affected']) })),
        },
      })),
      ...maybe(() => ({ references: list(3, () => pick(['https://example.org/a', 'not a url', text()])) })),
      ...maybe(() => ({ remediation: text() })),
    };
  };
  const findings = list(40, makeFinding);

  return {
    ...emptyReport(),
    target: { kind: pick(['docker-archive', 'oci', 'registry', 'dir', 'rootfs', 'sbom'] as const), reference: text() },
    complete: next() < 0.7,
    issues: list(3, () => ({
      code: 'x/y',
      message: text(),
      ...maybe(() => ({ where: text(), hint: text() })),
      level: pick(['error', 'warning'] as const),
    })),
    ...maybe(() => ({
      image: {
        reference: text(),
        ...maybe(() => ({ digest: digest(), configDigest: digest(), platform: 'linux/arm64' })),
        config: { Env: [text()], Labels: { a: text() } },
        history: list(4, () => ({ createdBy: text(), emptyLayer: next() < 0.3 })),
        layers: Array.from({ length: layerCount }, (_, index) => ({
          index,
          diffId: digest(),
          ...maybe(() => ({ createdBy: text(), size: int(1e9) })),
        })),
      },
    })),
    ...maybe(() => ({
      os: {
        id: 'debian',
        versionId: pick(['', '12', '3.18.2']),
        ...maybe(() => ({ prettyName: text(), endOfLife: '2020-01-01', idLike: ['x', 'y'] })),
      },
    })),
    packages,
    findings,
    verdict: {
      stage: 'build',
      decision: pick(['pass', 'warn', 'deny'] as const),
      reasons: list(4, () => ({
        decision: pick(['warn', 'deny'] as const),
        policy: text(),
        rule: text(),
        message: text(),
        subject: text(),
        findings: findings.length > 0 ? list(3, () => pick(findings).fingerprint) : [],
      })),
    },
    ...maybe(() => ({
      policy: {
        name: text(),
        waivers: {
          applied: int(4),
          unused: list(2, text),
          expired: list(2, text),
          expiring: list(2, text),
          ...maybe(() => ({ ineffective: list(2, text) })),
        },
      },
    })),
    advisories: { set: pick(['full', 'starter', 'none'] as const), advisories: int(1e5), notCovered: list(2, text) },
    ...maybe(() => ({ files: [{ path: text(), type: 'file' as const, mode: 0o4755, size: 12, layer: 0 }] })),
  };
}
