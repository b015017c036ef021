import { describe, expect, it } from 'vitest';
import { runCatalogers } from '../../../../testing/run-catalogers.ts';
import { golangGoMod } from './go-mod.ts';

const sum = `github.com/direct/mod v1.2.0 h1:x=
github.com/direct/mod v1.2.0/go.mod h1:x=
github.com/indirect/mod v1.9.0 h1:x=
github.com/indirect/mod v1.10.0 h1:x=
github.com/looked/at v1.0.0/go.mod h1:x=
`;

describe('golang/go-mod', () => {
  it('adds what only go.sum has before Go 1.17, the highest version of each module', () => {
    const mod = 'module a\n\ngo 1.15\n\nrequire github.com/direct/mod v1.2.0\n';
    expect(run({ 'go.mod': mod, 'go.sum': sum })).toEqual([
      'github.com/direct/mod@v1.2.0',
      'github.com/indirect/mod@v1.10.0',
    ]);
  });

  it('takes a missing go line for Go 1.16', () => {
    expect(run({ 'go.mod': 'module a\n', 'go.sum': sum })).toContain('github.com/indirect/mod@v1.10.0');
  });

  it('leaves go.sum alone since Go 1.17, and that of another module always', () => {
    expect(run({ 'go.mod': 'module a\ngo 1.17\nrequire github.com/direct/mod v1.2.0\n', 'go.sum': sum })).toEqual([
      'github.com/direct/mod@v1.2.0',
    ]);
    expect(run({ 'go.mod': 'module a\ngo 1.15\n', 'other/go.sum': sum })).toEqual([]);
  });

  it('takes the go line for the standard library only where it is a minimum', () => {
    expect(run({ 'go.mod': 'module a\ngo 1.20\n' })).toEqual([]);
    expect(run({ 'go.mod': 'module a\ngo 1.23.4\n' })).toEqual(['stdlib@1.23.4']);
    expect(run({ 'go.mod': 'module a\ngo 1.23\ntoolchain go1.23.6-custom\n' })).toEqual(['stdlib@1.23.6']);
    expect(run({ 'go.mod': 'module a\ngo 1.23\ntoolchain default\n' })).toEqual([]);
  });

  it('does not read vendored modules', () => {
    expect(run({ 'vendor/example.com/x/go.mod': 'module a\nrequire b.org/c v1.0.0\n' })).toEqual([]);
  });
});

function run(files: Record<string, string>): string[] {
  const { packages } = runCatalogers([golangGoMod], new Map(Object.entries(files)), 'source');
  return packages.map(({ name, version }) => `${name}@${version}`).sort();
}
