import { describe, expect, it } from 'vitest';
import { runCatalogers } from '../../testing/run-catalogers.ts';
import { catalogers } from './catalogers/index.ts';

const yarn = '# yarn lockfile v1\n\nlodash@^4.17.0:\n  version "4.17.4"\n';
const gems = 'GEM\n  specs:\n    rack (2.0.1)\n    test-only (1.0.0)\n';
const poetry = '[[package]]\nname = "Foo_Bar"\nversion = "1.0"\n';
const composer = JSON.stringify({ packages: [{ name: 'psr/log', version: '1.1.4' }] });

describe('lock files in an image', () => {
  it.each([
    ['yarn.lock', yarn, 'lodash'],
    ['Gemfile.lock', gems, 'rack'],
    ['poetry.lock', poetry, 'foo-bar'],
    ['composer.lock', composer, 'psr/log'],
  ])('%s counts where nothing is installed', (file, text, name) => {
    expect(names({ [`app/${file}`]: text })).toContain(name);
  });

  it.each([
    ['beside it', 'app/node_modules/lodash/package.json'],
    ['in a folder above', 'node_modules/other/package.json'],
  ])('yarn.lock does not count with node_modules %s', (_, installed) => {
    expect(names({ 'app/yarn.lock': yarn, [installed]: '{}' })).toEqual([]);
  });

  it('node_modules of another application does not matter', () => {
    expect(names({ 'app/yarn.lock': yarn, 'other/node_modules/x/package.json': '{}' })).toEqual(['lodash']);
  });

  it.each([
    ['Gemfile.lock', gems, 'usr/local/bundle/specifications/rack-2.0.1.gemspec'],
    ['Gemfile.lock', gems, 'usr/local/bundle/specifications/rack-2.0.1-x86_64-linux.gemspec'],
    ['poetry.lock', poetry, 'usr/lib/python3/site-packages/foo.bar-1.0.dist-info/METADATA'],
    ['poetry.lock', poetry, 'app/.venv/pyvenv.cfg'],
    ['composer.lock', composer, 'app/vendor/composer/installed.json'],
  ])('%s does not count where %3$s proves what is installed', (file, text, installed) => {
    expect(names({ [`app/${file}`]: text, [installed]: '' })).toEqual([]);
  });

  it('an installed package of another version is no proof', () => {
    expect(names({ 'app/Gemfile.lock': gems, 'usr/lib/specifications/rack-1.0.0.gemspec': '' })).toContain('rack');
  });

  it('go.mod, pom.xml, requirements.txt and Cargo.lock do not count', () => {
    const files = {
      'app/go.mod': 'module a\nrequire example.com/b v1.0.0\n',
      'app/pom.xml': '<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version></project>',
      'app/requirements.txt': 'flask==1.0\n',
      'app/Cargo.lock': '[[package]]\nname = "a"\nversion = "1.0.0"\n',
    };
    expect(names(files)).toEqual([]);
    expect(names(files, 'source').length).toBe(4);
  });

  it('the project itself is no package of an image', () => {
    const lock = JSON.stringify({
      packages: { '': { name: 'app', version: '1.0.0' }, 'node_modules/a': { version: '1.0.0' } },
    });
    expect(names({ 'app/package-lock.json': lock })).toEqual(['a']);
    expect(names({ 'app/package-lock.json': lock }, 'source')).toEqual(['app', 'a']);
  });

  it('a source tree counts its lock file whatever is installed', () => {
    expect(names({ 'yarn.lock': yarn, 'node_modules/lodash/package.json': '{}' }, 'source')).toEqual(['lodash']);
  });
});

function names(files: Record<string, string>, scope: 'image' | 'source' = 'image'): string[] {
  // Catalogers of installed packages have their own tests.
  const locks = catalogers.filter(({ id }) => !/installed|os\/|apk|dpkg|rpm|archive/.test(id));
  return runCatalogers(locks, new Map(Object.entries(files)), scope).packages.map(({ name }) => name);
}
