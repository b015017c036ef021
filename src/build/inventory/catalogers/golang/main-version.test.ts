import { describe, expect, it } from 'vitest';
import { mainVersion, versionFromFlags } from './main-version.ts';

describe('versionFromFlags', () => {
  it.each([
    ['-s -w -X main.version=1.2.3', 'v1.2.3'],
    ['-X main.Version=v1.2.3-rc.1', 'v1.2.3-rc.1'],
    ["-X 'main.version=1.2.3' -X main.commit=abc", 'v1.2.3'],
    ['-X "main.version=1.2.3"', 'v1.2.3'],
    ['-X=main.version=1.2.3', 'v1.2.3'],
    ["'-X main.version=1.2.3'", 'v1.2.3'],
    ['-X example.com/tool/internal/version.Version=2.0.0', 'v2.0.0'],
    ['-X github.com/prometheus/common/version.Version=2.45.0', 'v2.45.0'],
    ['-X other.org/lib.Version=9.9.9 -X main.version=1.0.0', 'v1.0.0'],
    [
      '-X k8s.io/client-go/pkg/version.gitVersion=v1.27.1 -X k8s.io/component-base/version.gitVersion=v1.27.1',
      'v1.27.1',
    ],
    ['-X a.org/version.Version=1.0.0 -X b.org/version.Version=2.0.0', undefined],
    ['-X main.version=dev', undefined],
    ['-X main.version=abcdef0', undefined],
    ['-X main.goversion=1.2.3', undefined],
    ['-X main.version', undefined],
    ['-s -w', undefined],
    ["-X 'unclosed main.version=1.2.3", undefined],
    ['', undefined],
  ])('%j tells %s', (flags, version) => {
    expect(versionFromFlags(flags, 'example.com/tool')).toBe(version);
  });

  it('takes linear time', () => {
    const start = performance.now();
    for (const text of ["'", '"', '-X ', "-X 'a"]) versionFromFlags(text.repeat(100_000), 'm');
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('mainVersion', () => {
  const info = (version: string, settings: Record<string, string> = {}) => ({
    goVersion: 'go1.22',
    main: { path: 'example.com/tool', version },
    dependencies: [],
    settings: new Map(Object.entries(settings)),
  });
  const vcs = { 'vcs.revision': '0123456789abcdef0123456789abcdef01234567', 'vcs.time': '2024-07-17T01:44:24Z' };

  it.each([
    [info('v1.0.0', { '-ldflags': '-X main.version=2.0.0' }), 'v1.0.0'],
    [info('(devel)', { '-ldflags': '-X main.version=2.0.0', ...vcs }), 'v2.0.0'],
    [info('(devel)', vcs), 'v0.0.0-20240717014424-0123456789ab'],
    [info('(devel)', { 'vcs.revision': 'short' }), ''],
    [info('(devel)'), ''],
  ])('%#', (build, version) => {
    expect(mainVersion(build)).toBe(version);
  });
});
