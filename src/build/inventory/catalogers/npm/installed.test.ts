import { describe, expect, it } from 'vitest';
import { readOne, runCatalogers } from '../../../../testing/run-catalogers.ts';
import { npmInstalled } from './installed.ts';

const manifest = (fields: object) => JSON.stringify({ name: 'one', version: '1.2.3', ...fields });
const read = (content: string, path = 'app/node_modules/one/package.json') =>
  readOne(npmInstalled, path, content, 'image');

describe('npm/installed', () => {
  it.each([
    ['node_modules/one/package.json', true],
    ['app/node_modules/one/package.json', true],
    ['app/node_modules/@scope/one/package.json', true],
    ['app/node_modules/a/node_modules/b/package.json', true],
    ['app/node_modules/@scope/a/node_modules/b/package.json', true],
    ['app/node_modules/.pnpm/one@1.2.3/node_modules/one/package.json', true],
    ['usr/lib/node_modules/npm/package.json', true],
    ['package.json', false],
    ['app/package.json', false],
    ['app/node_modules/package.json', false],
    ['app/node_modules/one/test/package.json', false],
    ['app/node_modules/one/esm/deep/package.json', false],
    ['app/node_modules/@scope/one/test/package.json', false],
    ['app/not_node_modules/one/package.json', false],
    ['app/node_modules/one/package.json.orig', false],
  ])('%s is an installed package: %s', (path, expected) => {
    expect(readOne(npmInstalled, path, manifest({}), 'image') !== undefined).toBe(expected);
  });

  it('takes the name from the manifest, not from the folder: aliases', () => {
    const { packages } = runCatalogers(
      [npmInstalled],
      new Map([['app/node_modules/alias/package.json', manifest({ name: '@scope/real' })]]),
      'image',
    );
    expect(packages).toEqual([
      {
        type: 'npm',
        name: '@scope/real',
        version: '1.2.3',
        purl: 'pkg:npm/%40scope/real@1.2.3',
        locations: ['app/node_modules/alias/package.json'],
      },
    ]);
  });

  it.each([
    ['no name', { name: undefined }],
    ['no version', { version: undefined }],
    ['an empty version', { version: ' ' }],
    ['a number as version', { version: 1 }],
    ['a name that is a path', { name: '../evil' }],
    ['a scope alone', { name: '@scope/' }],
    ['a control character', { name: 'a\nb' }],
    ['an endless name', { name: 'x'.repeat(10_000) }],
  ])('is no package with %s', (_, fields) => {
    expect(read(manifest(fields))).toBeUndefined();
  });

  it.each([
    ['MIT', ['MIT']],
    [{ type: 'ISC', url: 'x' }, ['ISC']],
    [
      ['MIT', { type: 'Apache-2.0' }, { type: '' }, null],
      ['MIT', 'Apache-2.0'],
    ],
    [{ foo: 'bar' }, undefined],
    [null, undefined],
    [7, undefined],
  ])('reads the licence %j', (license, expected) => {
    expect(read(manifest({ license }))?.packages?.[0]?.licenses).toEqual(expected);
  });

  it('reads the old list of licences', () => {
    expect(read(manifest({ licenses: [{ type: 'MIT' }, { type: 'BSD' }] }))?.packages?.[0]?.licenses).toEqual([
      'MIT',
      'BSD',
    ]);
  });

  it('reads a manifest with byte order mark and a version with v', () => {
    expect(read(`\ufeff${manifest({ version: 'v2.0.0' })}`)?.packages?.[0]?.version).toBe('2.0.0');
  });

  it('says so where the manifest is no JSON', () => {
    expect(read('{"name": ')).toMatchObject({ issues: [{ code: 'npm/bad-manifest', level: 'warning' }] });
  });

  it('is not asked in a source tree', () => {
    expect(npmInstalled.scopes).toEqual(['image']);
  });
});
