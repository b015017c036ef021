import { describe, expect, it } from 'vitest';
import { runCatalogers } from '../../../../testing/run-catalogers.ts';
import { isWorkspaceMember } from './workspaces.ts';
import { npmYarnLock } from './yarn-lock.ts';

const lock = `# yarn lockfile v1

app-needs@^1:
  version "1.0.0"
  dependencies:
    shared "^1"

dev-needs@^1:
  version "1.0.0"
  dependencies:
    only-dev "^1"
    shared "^1"

member-needs@^1:
  version "1.0.0"

only-dev@^1:
  version "1.0.0"

shared@^1:
  version "1.0.0"
`;

const root = JSON.stringify({
  name: '@org/root',
  version: '3.0.0',
  dependencies: { 'app-needs': '^1' },
  devDependencies: { 'dev-needs': '^1' },
  workspaces: { packages: ['packages/*'] },
});

describe('npm/yarn-lock', () => {
  it('marks what only development leads to, workspace members included', () => {
    const member = JSON.stringify({ name: 'member', version: '0.1.0', devDependencies: { 'member-needs': '^1' } });
    const stranger = JSON.stringify({ name: 'stranger', version: '9.9.9', dependencies: { 'dev-needs': '^1' } });
    expect(
      run({
        'yarn.lock': lock,
        'package.json': root,
        'packages/a/package.json': member,
        'test/package.json': stranger,
      }),
    ).toEqual([
      'generic @org/root@3.0.0',
      'generic member@0.1.0',
      'npm app-needs@1.0.0',
      'npm dev-needs@1.0.0 dev',
      'npm member-needs@1.0.0 dev',
      'npm only-dev@1.0.0 dev',
      'npm shared@1.0.0',
    ]);
  });

  it('marks nothing without a package.json, or with a broken one', () => {
    expect(run({ 'yarn.lock': lock }).join()).not.toContain('dev,');
    expect(run({ 'yarn.lock': lock, 'package.json': '{' }).filter((one) => one.endsWith(' dev'))).toEqual([]);
  });

  it('believes the tarball about the name', () => {
    const text =
      'innocent@^1:\n  version "1.0.0"\n  resolved "https://registry.yarnpkg.com/@evil/pkg/-/pkg-1.0.0.tgz"\n';
    expect(run({ 'yarn.lock': text })).toEqual(['npm @evil/pkg@1.0.0']);
  });
});

describe('isWorkspaceMember', () => {
  it.each([
    ['packages/a', ['packages/*'], true],
    ['packages/a/b', ['packages/*'], false],
    ['packages/a/b', ['packages/**'], true],
    ['packages/a', ['./packages/a/'], true],
    ['apps/web-x', ['apps/web-*'], true],
    ['apps/x', ['apps/*', '!apps/x'], false],
    ['x', [], false],
  ])('%s in %j: %s', (folder, patterns, expected) => {
    expect(isWorkspaceMember(folder, patterns)).toBe(expected);
  });

  it('ends on hostile patterns', () => {
    const start = performance.now();
    isWorkspaceMember('a/'.repeat(60), [`${'**/'.repeat(60)}x`]);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

function run(files: Record<string, string>): string[] {
  const { packages } = runCatalogers([npmYarnLock], new Map(Object.entries(files)), 'source');
  return packages.map(({ type, name, version, dev }) => `${type} ${name}@${version}${dev ? ' dev' : ''}`).sort();
}
