import { expect, it } from 'vitest';
import { readOne } from '../../../../testing/run-catalogers.ts';
import { zipOf } from '../../../../testing/zip-writer.ts';
import { npmVsix } from './vsix.ts';

it('reads packages of the extension, not archives inside it', () => {
  const manifest = JSON.stringify({ name: 'lodash', version: '4.17.21' });
  const vsix = zipOf({
    'extension/package.json': JSON.stringify({ name: 'extension', version: '1.0.0' }),
    'extension/node_modules/lodash/package.json': manifest,
    'extension/node_modules/bad/package.json': '{',
    'extension/node_modules/inner.vsix': zipOf({ 'extension/node_modules/hidden/package.json': manifest }),
  });
  const facts = readOne(npmVsix, 'home/one.vsix', vsix);
  expect(facts?.packages).toMatchObject([
    { name: 'lodash', locations: ['home/one.vsix!/extension/node_modules/lodash/package.json'] },
  ]);
  expect(facts?.issues).toMatchObject([{ code: 'npm/bad-manifest' }]);
});

it('says so where the file is no archive', () => {
  expect(readOne(npmVsix, 'one.vsix', 'text')).toMatchObject({ issues: [{ code: 'npm/bad-vsix' }] });
});
