import { describe, expect, it } from 'vitest';
import { runCatalogers } from '../../../../testing/run-catalogers.ts';
import { manifestUnlocked } from './unlocked.ts';

const manifest = JSON.stringify({ dependencies: { lodash: '^4' } });

describe('manifest/unlocked', () => {
  it('warns of a manifest without a lock file', () => {
    expect(run({ 'app/package.json': manifest })).toEqual([['manifest/no-lock-file', 'app/package.json']]);
    expect(run({ 'pyproject.toml': '[project]\ndependencies = ["flask"]\n' })).toHaveLength(1);
  });

  it.each(['app/package-lock.json', 'app/yarn.lock', 'pnpm-lock.yaml'])('is quiet with %s', (lock) => {
    expect(run({ 'app/package.json': manifest, [lock]: '{}' })).toEqual([]);
  });

  it('is quiet where nothing is asked for, and inside dependencies', () => {
    expect(run({ 'package.json': '{"name":"a"}', Gemfile: 'source "x"\n', 'broken/package.json': '{' })).toEqual([]);
    expect(
      run({ 'node_modules/a/package.json': manifest, 'vendor/b/composer.json': '{"require":{"a/b":"1"}}' }),
    ).toEqual([]);
  });
});

function run(files: Record<string, string>) {
  const { packages, issues } = runCatalogers([manifestUnlocked], new Map(Object.entries(files)), 'source');
  expect(packages).toEqual([]);
  return issues.map(({ code, where }) => [code, where]);
}
