import { expect, it } from 'vitest';
import { readOne } from '../../../../testing/run-catalogers.ts';
import { condaMeta } from './conda.ts';

const record = {
  name: 'zlib',
  version: '1.2.11',
  build: 'h90dfc92_1014',
  subdir: 'osx-arm64',
  channel: 'https://conda.anaconda.org/conda-forge/osx-arm64',
  license: 'Zlib',
};

it('reads a record with what tells the build apart', () => {
  expect(
    readOne(condaMeta, 'opt/conda/conda-meta/zlib-1.2.11-h90dfc92_1014.json', JSON.stringify(record))?.packages,
  ).toEqual([
    {
      type: 'conda',
      name: 'zlib',
      version: '1.2.11',
      purl: 'pkg:conda/zlib@1.2.11?build=h90dfc92_1014&channel=conda-forge&subdir=osx-arm64',
      licenses: ['Zlib'],
    },
  ]);
});

it('keeps addresses of private servers out of the purl', () => {
  const private_ = { ...record, channel: 'https://user:token@conda.example.com/private/linux-64' };
  const facts = readOne(condaMeta, 'conda-meta/zlib.json', JSON.stringify(private_));
  expect(facts?.packages?.[0]?.purl).not.toContain('channel');
});

it('reads nothing else', () => {
  expect(readOne(condaMeta, 'opt/conda/pkgs/zlib.json', JSON.stringify(record))).toBeUndefined();
  expect(readOne(condaMeta, 'conda-meta/history.json', '{"a": 1}')).toBeUndefined();
  expect(readOne(condaMeta, 'conda-meta/x.json', '{')).toMatchObject({ issues: [{ code: 'conda/bad-record' }] });
});
