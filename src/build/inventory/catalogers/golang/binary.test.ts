import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { elfOf, firstSectionOffset, machOOf, peOf } from '../../../../testing/executable-writer.ts';
import { inlineBuildInfo, pointerBuildInfo } from '../../../../testing/go-build-info.ts';
import { readOne } from '../../../../testing/run-catalogers.ts';
import { golangBinary, standardLibraryVersion } from './binary.ts';

const modules = [
  'path\texample.com/tool/cmd/tool',
  'mod\texample.com/tool\t(devel)\t',
  'dep\tgolang.org/x/net\tv0.1.0\th1:aaaa=',
  'dep\texample.com/forked\tv1.0.0',
  '=>\tgithub.com/Fork/forked\tv1.0.1\th1:bbbb=',
  'dep\texample.com/local\tv2.0.0',
  '=>\t./local\t(devel)\t',
  'build\t-compiler=gc',
  'build\t-ldflags="-s -w -X main.version=1.2.3"',
  '',
].join('\n');

const expected = [
  'pkg:golang/stdlib@1.22.1',
  'pkg:golang/example.com/tool@v1.2.3',
  'pkg:golang/golang.org/x/net@v0.1.0',
  'pkg:golang/github.com/fork/forked@v1.0.1',
  'pkg:golang/example.com/local@v2.0.0',
];

/** Big enough to be looked at. */
const padding = { '.rodata': Buffer.alloc(300_000) };
const purls = (bytes: Buffer, path = 'usr/bin/tool') =>
  readOne(golangBinary, path, bytes)?.packages?.map(({ purl }) => purl.toLowerCase());

describe('golang/binary', () => {
  it.each([
    ['ELF', elfOf({ '.go.buildinfo': inlineBuildInfo('go1.22.1', modules), ...padding })],
    [
      '32-bit big-endian ELF',
      elfOf({ '.go.buildinfo': inlineBuildInfo('go1.22.1', modules), ...padding }, { bits: 32, bigEndian: true }),
    ],
    [
      'ELF without section table',
      elfOf({ '.go.buildinfo': inlineBuildInfo('go1.22.1', modules), ...padding }, { noSections: true }),
    ],
    ['PE', peOf({ '.data': inlineBuildInfo('go1.22.1', modules), ...padding })],
    ['Mach-O', machOOf({ __go_buildinfo: inlineBuildInfo('go1.22.1', modules), ...padding })],
    ['universal Mach-O', machOOf({ __go_buildinfo: inlineBuildInfo('go1.22.1', modules), ...padding }, { fat: true })],
  ])('reads inline build information of a %s file', (_, bytes) => {
    expect(purls(bytes)).toEqual(expected);
  });

  it.each([
    [{}, {}],
    [{ pointerSize: 4 }, { bits: 32 }],
    [{ bigEndian: true }, { bigEndian: true }],
  ] as const)('follows the addresses that Go wrote before 1.18: %j', (form, file) => {
    const info = pointerBuildInfo('go1.15.2', modules, { ...form, at: firstSectionOffset });
    expect(purls(elfOf({ '.go.buildinfo': info, ...padding }, file))?.slice(0, 3)).toEqual([
      'pkg:golang/stdlib@1.15.2',
      ...expected.slice(1, 3),
    ]);
  });

  it('reports a module without a version where nothing tells it', () => {
    const info = inlineBuildInfo('go1.19.8', 'path\texample.com/tool\nmod\texample.com/tool\t(devel)\t\n');
    expect(readOne(golangBinary, 'tool', elfOf({ '.go.buildinfo': info, ...padding }))?.packages).toEqual([
      { type: 'golang', name: 'stdlib', version: '1.19.8', purl: 'pkg:golang/stdlib@1.19.8' },
      { type: 'golang', name: 'example.com/tool', version: '', purl: 'pkg:golang/example.com/tool' },
    ]);
  });

  it('knows the standard library of a program without modules', () => {
    expect(purls(elfOf({ '.go.buildinfo': inlineBuildInfo('go1.19.8', ''), ...padding }))).toEqual([
      'pkg:golang/stdlib@1.19.8',
    ]);
  });

  it.each([
    ['go1.22.1', '1.22.1'],
    ['go1.21rc2', '1.21rc2'],
    ['go1.20.1 X:boringcrypto', '1.20.1'],
    ['go1.20.1-fips', '1.20.1'],
    ['go1.19.8 (Red Hat 1.19.8-1.el9)', '1.19.8'],
    ['devel go1.23-abcdef01', '1.23'],
    ['devel +abcdef01', undefined],
    ['1.2.3', undefined],
  ])('%s has the standard library %s', (version, expectedVersion) => {
    expect(standardLibraryVersion(version)).toBe(expectedVersion);
  });

  it('passes over programs that Go did not make', () => {
    expect(readOne(golangBinary, 'tool', elfOf(padding))).toBeUndefined();
    expect(readOne(golangBinary, 'tool', Buffer.alloc(300_000))).toBeUndefined();
  });

  it('says that a packed program cannot be seen into', () => {
    const packed = elfOf({ UPX: Buffer.from('UPX!'), ...padding }, { noSections: true });
    expect(readOne(golangBinary, 'usr/bin/tool', packed)).toMatchObject({
      issues: [{ code: 'golang/packed', where: 'usr/bin/tool' }],
    });
    expect(readOne(golangBinary, 'tool.exe', peOf({ UPX0: Buffer.alloc(16), ...padding }))).toMatchObject({
      issues: [{ code: 'golang/packed' }],
    });
  });

  const go = goVersion();
  it.skipIf(!go)(
    `agrees with go itself on a program that it builds ${go ?? '(skipped: no go on the PATH)'}`,
    () => {
      const dir = mkdtempSync(join(tmpdir(), 'holdfast-go-'));
      try {
        mkdirSync(join(dir, 'dep'));
        writeFileSync(join(dir, 'dep/go.mod'), 'module example.com/dep\n\ngo 1.18\n');
        writeFileSync(join(dir, 'dep/dep.go'), 'package dep\n\nfunc X() string { return "x" }\n');
        writeFileSync(
          join(dir, 'go.mod'),
          'module example.com/tool\n\ngo 1.18\n\nrequire example.com/dep v1.4.0\n\nreplace example.com/dep => ./dep\n',
        );
        writeFileSync(
          join(dir, 'main.go'),
          'package main\n\nimport "example.com/dep"\n\nvar version string\n\nfunc main() { println(dep.X(), version) }\n',
        );
        const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=mod', GOWORK: 'off' };
        execFileSync('go', ['build', '-ldflags', '-s -w -X main.version=2.0.1', '-o', 'tool', '.'], { cwd: dir, env });
        expect(purls(readFileSync(join(dir, 'tool')))).toEqual([
          `pkg:golang/stdlib@${standardLibraryVersion(go ?? '')}`,
          'pkg:golang/example.com/tool@v2.0.1',
          'pkg:golang/example.com/dep@v1.4.0',
        ]);
      } finally {
        rmSync(dir, { recursive: true });
      }
    },
    120_000,
  );
});

function goVersion(): string | undefined {
  try {
    return execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
