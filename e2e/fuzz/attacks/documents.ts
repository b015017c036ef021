import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeTar } from '#testing/tar-writer.ts';
import { type Attack, imageAttack } from './attack.ts';
import { endOfTar, members } from './tar-pieces.ts';

const MiB = 1024 * 1024;

const small = () => [
  {
    write: (feed: (bytes: Buffer) => void) => {
      feed(members({ path: 'a', content: 'x' }));
      feed(endOfTar);
    },
  },
];

function file(id: string, prefix: string, name: string, content: () => string | Buffer, rest: Partial<Attack> = {}) {
  return {
    id,
    build(folder: string) {
      const path = join(folder, name);
      writeFileSync(path, content());
      return [`${prefix}:${path}`];
    },
    ...rest,
  };
}

/** Manifests, configurations and bills of materials. */
export const documentAttacks: readonly Attack[] = [
  imageAttack('a configuration of three hundred thousand variables', small, {
    config: () => ({
      config: { Env: Array.from({ length: 300_000 }, (_, i) => `A_SECRET_${i}=Zx9${i}kQ7!pLm2`) },
    }),
  }),
  imageAttack('a configuration of two hundred thousand labels', small, {
    config: () => ({
      config: {
        Labels: Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`password.${i}`, `Zx9${i}kQ7pLm2vB`])),
      },
    }),
  }),
  imageAttack('a history of a hundred thousand steps', small, {
    config: () => ({
      history: Array.from({ length: 100_000 }, (_, i) => ({
        created_by: `RUN curl http://a/${i} | sh`,
        empty_layer: i > 0,
      })),
    }),
  }),
  imageAttack('build steps of a megabyte', small, {
    config: () => ({
      history: [
        '$(',
        '`',
        '{ ( ',
        '"',
        "'",
        'a && ',
        'export A_TOKEN=x ',
        '|1 ',
        '|9 A=b ',
        '\\\n',
        '<<A ',
        'curl x | ',
        '{"a":',
      ]
        .map((text) => ({ created_by: `/bin/sh -c ${Buffer.alloc(MiB, text)}`, empty_layer: true }))
        .concat({ created_by: 'x', empty_layer: false }),
    }),
  }),
  file(
    'a docker-archive whose manifest is sixteen million brackets',
    'docker-archive',
    'a.tar',
    () => writeTar([{ path: 'manifest.json', content: Buffer.alloc(16 * MiB, '[') }]),
    { refused: 'docker-archive/bad-manifest' },
  ),
  file(
    'a docker-archive of a hundred thousand images',
    'docker-archive',
    'a.tar',
    () =>
      writeTar([
        {
          path: 'manifest.json',
          content: JSON.stringify(
            Array.from({ length: 100_000 }, (_, i) => ({ Config: 'c', RepoTags: [`a:${i}`], Layers: ['l'] })),
          ),
        },
      ]),
    { refused: 'docker-archive/several-images' },
  ),
  file(
    'CycloneDX of a million components',
    'sbom',
    'a.json',
    () =>
      Buffer.concat([
        Buffer.from('{"bomFormat":"CycloneDX","specVersion":"1.6","components":['),
        ...Array.from({ length: 1000 }, (_, i) =>
          Buffer.from(
            Array.from(
              { length: 1000 },
              (_, j) => `{"type":"library","name":"a${i}","version":"${j}","purl":"pkg:npm/a${i}@${j}"},`,
            ).join(''),
          ),
        ),
        Buffer.from('{}]}'),
      ]),
    { refused: 'sbom/too-large' },
  ),
  file(
    'CycloneDX of components nested a hundred thousand deep',
    'sbom',
    'a.json',
    () =>
      `{"bomFormat":"CycloneDX","specVersion":"1.6","components":[${'{"type":"library","name":"a","components":['.repeat(100_000)}${']}'.repeat(100_000)}]}`,
  ),
  file('SPDX with two hundred thousand relationships', 'sbom', 'a.json', () =>
    JSON.stringify({
      spdxVersion: 'SPDX-2.3',
      packages: Array.from({ length: 50_000 }, (_, i) => ({ SPDXID: `SPDXRef-${i}`, name: `a${i}`, versionInfo: '1' })),
      relationships: Array.from({ length: 200_000 }, (_, i) => ({
        spdxElementId: 'SPDXRef-0',
        relationshipType: 'DEPENDS_ON',
        relatedSpdxElement: `SPDXRef-${i % 50_000}`,
      })),
    }),
  ),
  file('an SBOM of sixty million brackets', 'sbom', 'a.json', () => Buffer.alloc(60 * MiB, '['), {
    refused: 'sbom/',
  }),
];
