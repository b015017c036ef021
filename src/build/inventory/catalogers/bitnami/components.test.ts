import { expect, it } from 'vitest';
import { readOne } from '../../../../testing/run-catalogers.ts';
import { bitnamiComponents } from './components.ts';

it('reads the older list of components', () => {
  const text = JSON.stringify({ postgresql: { arch: 'amd64', distro: 'debian-11', version: '11.22.0-4' }, broken: 1 });
  expect(readOne(bitnamiComponents, 'opt/bitnami/.bitnami_components.json', text)?.packages).toEqual([
    {
      type: 'bitnami',
      name: 'postgresql',
      version: '11.22.0-4',
      purl: 'pkg:bitnami/postgresql@11.22.0-4?arch=amd64&distro=debian-11',
    },
  ]);
});

it("reads Bitnami's own packages of an SPDX file", () => {
  const reference = (locator: string) => [
    { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: locator },
  ];
  const document = {
    packages: [
      {
        name: 'redis',
        licenseDeclared: 'BSD-3-Clause',
        externalRefs: reference('pkg:bitnami/redis@7.2.1-0?arch=amd64'),
      },
      { name: 'gosu', externalRefs: reference('pkg:golang/github.com/tianon/gosu@1.16') },
      { name: 'nothing' },
      null,
    ],
  };
  expect(readOne(bitnamiComponents, 'opt/bitnami/redis/.spdx-redis.spdx', JSON.stringify(document))?.packages).toEqual([
    {
      type: 'bitnami',
      name: 'redis',
      version: '7.2.1-0',
      purl: 'pkg:bitnami/redis@7.2.1-0?arch=amd64',
      licenses: ['BSD-3-Clause'],
    },
  ]);
  expect(readOne(bitnamiComponents, 'opt/.spdx-x.spdx', '{')).toMatchObject({
    issues: [{ code: 'bitnami/bad-components' }],
  });
});
