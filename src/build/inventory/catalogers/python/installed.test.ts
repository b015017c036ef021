import { describe, expect, it } from 'vitest';
import { readOne } from '../../../../testing/run-catalogers.ts';
import { zipOf } from '../../../../testing/zip-writer.ts';
import { pythonInstalled } from './installed.ts';

const metadata =
  'Metadata-Version: 2.1\nName: Ruamel.YAML_lib\nVersion: 5.1\nLicense: BSD\n\nText with\nName: wrong\nVersion: 0\n';
const site = 'opt/venv/lib/python3.11/site-packages';

describe('python/installed', () => {
  it.each([
    [`${site}/PyYAML-5.1.dist-info/METADATA`, true],
    [`${site}/PyYAML-5.1.egg-info/PKG-INFO`, true],
    [`${site}/PyYAML-5.1.egg-info`, true],
    [`${site}/PyYAML-5.1-py3.11.egg/EGG-INFO/PKG-INFO`, true],
    [`${site}/one/DIST-INFO/METADATA`, true],
    [`${site}/PyYAML/METADATA`, false],
    ['src/PyYAML-5.1/PKG-INFO', false],
    ['METADATA', false],
    [`${site}/PyYAML-5.1.dist-info/RECORD`, false],
  ])('%s holds metadata: %s', (path, expected) => {
    expect(readOne(pythonInstalled, path, metadata) !== undefined).toBe(expected);
  });

  it('reads headers only, and normalises the name (PEP 503)', () => {
    expect(readOne(pythonInstalled, `${site}/x.dist-info/METADATA`, metadata)?.packages).toEqual([
      {
        type: 'pypi',
        name: 'ruamel-yaml-lib',
        version: '5.1',
        purl: 'pkg:pypi/ruamel-yaml-lib@5.1',
        licenses: ['BSD'],
      },
    ]);
  });

  it.each([
    ['License-Expression: MIT OR Apache-2.0\nLicense: other\n', ['MIT OR Apache-2.0']],
    ['Classifier: License :: OSI Approved :: MIT License\nClassifier: Topic :: X\n', ['MIT License']],
    ['License: UNKNOWN\nClassifier: License :: OSI Approved :: BSD License\n', ['BSD License']],
    ['License: Apache 2.0\n        continued text of the licence\n', ['Apache 2.0']],
    ['', undefined],
  ])('reads the licence of %j', (headers, expected) => {
    const facts = readOne(pythonInstalled, 'a.dist-info/METADATA', `Name: a\nVersion: 1\n${headers}\nbody`);
    expect(facts?.packages?.[0]?.licenses).toEqual(expected);
  });

  it.each([
    ['CRLF', 'Name: a\r\nVersion: 1\r\n\r\nName: b\r\n', 'a', '1'],
    ['other case', 'name: a\nVERSION: 1\n', 'a', '1'],
    ['the first of repeated headers', 'Name: a\nVersion: 1\nVersion: 2\n', 'a', '1'],
    ['badly wrapped values', 'Keywords: one\ntwo three\nName: a\nVersion: 1\n', 'a', '1'],
    ['a blank line before the headers', '\nName: a\nVersion: 1\n', 'a', '1'],
  ])('reads %s', (_, text, name, version) => {
    expect(readOne(pythonInstalled, 'a.dist-info/METADATA', text)?.packages).toMatchObject([{ name, version }]);
  });

  it.each(['', 'Name: a\n', 'Version: 1\n', 'Name: UNKNOWN\nVersion: 0.0.0\n', '\0\0\0'])(
    'is no package: %j',
    (text) => {
      expect(readOne(pythonInstalled, 'a.dist-info/METADATA', text)).toBeUndefined();
    },
  );

  it('opens zipped eggs and zip applications', () => {
    const egg = zipOf({ 'EGG-INFO/PKG-INFO': metadata, 'yaml/METADATA': 'Name: no\nVersion: 1\n' }, { deflate: true });
    expect(readOne(pythonInstalled, `${site}/one.egg`, egg)?.packages).toMatchObject([
      { locations: [`${site}/one.egg`] },
    ]);
    const app = zipOf(
      {
        '.deps/a-1.whl/a-1.dist-info/METADATA': 'Name: a\nVersion: 1\n',
        'b-2.dist-info/METADATA': 'Name: b\nVersion: 2\n',
      },
      { prefix: Buffer.from('#!/usr/bin/env python3\n') },
    );
    expect(readOne(pythonInstalled, 'usr/bin/app.pex', app)?.packages).toMatchObject([
      { name: 'a', locations: ['usr/bin/app.pex!/.deps/a-1.whl/a-1.dist-info/METADATA'] },
      { name: 'b' },
    ]);
    expect(readOne(pythonInstalled, 'chicken.egg', 'no archive')).toBeUndefined();
  });
});
