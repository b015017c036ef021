import { describe, expect, it } from 'vitest';
import { readOne } from '../../../../testing/run-catalogers.ts';
import { composerInstalled } from './installed.ts';

const path = 'app/vendor/composer/installed.json';
const packages = [
  { name: 'symfony/http-kernel', version: 'v4.4.0', license: ['MIT'] },
  { name: 'phpunit/phpunit', version: '9.5.0' },
];

describe('composer/installed', () => {
  it('reads the object of Composer 2, with development packages', () => {
    const text = JSON.stringify({ packages, dev: true, 'dev-package-names': ['phpunit/phpunit'] });
    expect(readOne(composerInstalled, path, text)?.packages).toEqual([
      {
        type: 'composer',
        name: 'symfony/http-kernel',
        version: '4.4.0',
        purl: 'pkg:composer/symfony/http-kernel@4.4.0',
        licenses: ['MIT'],
      },
      {
        type: 'composer',
        name: 'phpunit/phpunit',
        version: '9.5.0',
        purl: 'pkg:composer/phpunit/phpunit@9.5.0',
        dev: true,
      },
    ]);
  });

  it('reads the list of Composer 1', () => {
    expect(readOne(composerInstalled, path, JSON.stringify(packages))?.packages).toHaveLength(2);
  });

  it('keeps versions that only begin with the letter', () => {
    const text = JSON.stringify({
      packages: [
        { name: 'a/b', version: 'dev-main' },
        { name: 'a/c', version: 'voyager' },
      ],
    });
    expect(readOne(composerInstalled, path, text)?.packages?.map(({ version }) => version)).toEqual([
      'dev-main',
      'voyager',
    ]);
  });

  it('passes over entries without name or version, and other files of that name', () => {
    const text = JSON.stringify({ packages: [{ name: 'a/b' }, { version: '1' }, null, 7, 'x'] });
    expect(readOne(composerInstalled, path, text)).toBeUndefined();
    expect(readOne(composerInstalled, 'opt/installed.json', 'not json')).toBeUndefined();
    expect(readOne(composerInstalled, path, 'not json')).toMatchObject({
      issues: [{ code: 'composer/bad-installed' }],
    });
  });
});
