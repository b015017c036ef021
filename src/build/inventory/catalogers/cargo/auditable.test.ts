import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { elfOf, machOOf, peOf } from '../../../../testing/executable-writer.ts';
import { readOne } from '../../../../testing/run-catalogers.ts';
import { cargoAuditable } from './auditable.ts';

const list = {
  packages: [
    { name: 'app', version: '0.1.0', source: 'local', dependencies: [1, 2], root: true },
    { name: 'serde', version: '1.0.100', source: 'crates.io' },
    { name: 'cc', version: '1.0.0', source: 'crates.io', kind: 'build' },
    { name: 'nameless' },
    7,
  ],
};
const packed = deflateSync(JSON.stringify(list));
const padding = { '.rodata': Buffer.alloc(300_000) };

describe('cargo/auditable', () => {
  it.each([
    ['ELF', elfOf({ '.dep-v0': packed, ...padding })],
    ['PE', peOf({ '.dep-v0': packed, ...padding })],
    ['Mach-O', machOOf({ '.dep-v0': packed, ...padding })],
  ])('reads the list in a %s file, without what only the build needed', (_, bytes) => {
    expect(readOne(cargoAuditable, 'usr/bin/app', bytes)?.packages).toEqual([
      {
        type: 'cargo',
        name: 'app',
        version: '0.1.0',
        purl: 'pkg:cargo/app@0.1.0',
        dependsOn: ['serde@1.0.100', 'cc@1.0.0'],
      },
      { type: 'cargo', name: 'serde', version: '1.0.100', purl: 'pkg:cargo/serde@1.0.100' },
    ]);
  });

  it.each([
    ['garbage', Buffer.from('garbage that is no zlib')],
    ['no JSON', deflateSync('{"packages": [')],
    ['a bomb', deflateSync(Buffer.alloc(40_000_000, 0x20))],
  ])('reports %s in the section', (_, bytes) => {
    expect(readOne(cargoAuditable, 'app', elfOf({ '.dep-v0': bytes, ...padding }))).toMatchObject({
      issues: [{ code: 'cargo/bad-audit-data' }],
    });
  });

  it('has nothing to say of other programs', () => {
    expect(readOne(cargoAuditable, 'app', elfOf(padding))).toBeUndefined();
  });
});
