import { describe, expect, it } from 'vitest';
import { mutations } from '../../../testing/fuzz.ts';
import { type LockSample, lockSamples } from '../../../testing/lock-samples.ts';
import { readOne, runCatalogers } from '../../../testing/run-catalogers.ts';
import type { Cataloger } from '../cataloger.ts';
import { catalogers } from './index.ts';

describe('lock files and manifests', () => {
  for (const sample of lockSamples) {
    it(`reads ${sample.cataloger} from ${sample.path}`, () => {
      const { packages, issues } = run(sample, sample.text);
      const shown = packages.map(({ purl, dev, dependsOn }) => {
        return `${purl}${dev ? ' dev' : ''}${dependsOn ? ` -> ${dependsOn.join(', ')}` : ''}`;
      });
      expect(shown.sort()).toEqual([...sample.packages].sort());
      expect(issues.map((issue) => issue.code).sort()).toEqual(sample.issues ?? []);
      expect(packages.every(({ locations }) => locations.join() === sample.path)).toBe(true);
    });

    it(`reads ${sample.cataloger} with Windows line ends`, () => {
      const windows = sample.text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n');
      expect(
        run(sample, windows)
          .packages.map(({ purl }) => purl)
          .sort(),
      ).toEqual(
        run(sample, sample.text)
          .packages.map(({ purl }) => purl)
          .sort(),
      );
    });
  }

  it('does not read the lock files of installed dependencies', () => {
    for (const { cataloger, path } of lockSamples) {
      if (cataloger === 'conan/conaninfo' || cataloger === 'golang/vendor-modules') continue;
      const inside = `node_modules/some-package/${path}`;
      const header = { path: inside, name: inside.slice(inside.lastIndexOf('/') + 1), size: 1, mode: 0o644 };
      expect(find(cataloger).wants(header, 'source'), inside).toBe(false);
    }
  });

  it('says so where a file cannot be read at all', () => {
    const binary = Buffer.from([0x7b, 0x22, 0x00, 0xff, 0x3c, 0x5b, 0x5d, 0x3d, 0x0a]);
    const structured =
      /bun|deno|package-lock|composer|conan-lock|renv|packages-lock|assets|resolved|pipfile|poetry|uv|pdm|pylock|cargo|pom|catalog|verification/;
    for (const { cataloger, path } of lockSamples.filter((one) => structured.test(one.cataloger))) {
      const facts = readOne(find(cataloger), path, binary);
      expect(facts?.issues?.[0], cataloger).toMatchObject({ level: 'error', where: path });
    }
  });

  it('survives damaged files, in bounded time', () => {
    const rounds = 150;
    for (const [seed, sample] of lockSamples.entries()) {
      const start = performance.now();
      for (const bytes of mutations(Buffer.from(sample.text), rounds, seed + 1)) {
        for (const { name, purl } of run(sample, bytes).packages) {
          expect(name).not.toBe('');
          expect(purl.startsWith('pkg:')).toBe(true);
        }
      }
      expect(performance.now() - start, sample.cataloger).toBeLessThan(2000);
    }
  });

  it('survives deep nesting and long lines', () => {
    const hostile = [
      '['.repeat(200_000),
      '{"a":'.repeat(50_000),
      `{"packages":{"":{}},"dependencies":${'{"a":{"version":"1","dependencies":'.repeat(5_000)}{}${'}}'.repeat(5_000)}}`,
      '<a>'.repeat(100_000),
      '<!a>'.repeat(100_000),
      `<project>${'<!-- '.repeat(50_000)}`,
      'a:\n'.repeat(1),
      Array.from({ length: 5_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      `${'- '.repeat(100_000)}a`,
      `a: ${'['.repeat(100_000)}`,
      ' '.repeat(500_000),
      `flask==${'9'.repeat(500_000)}`,
      `flask${' '.repeat(500_000)}x`,
      `flask ; ${';'.repeat(500_000)}`,
      ':'.repeat(500_000),
      `"${'a@'.repeat(200_000)}":`,
      `(${')'.repeat(100_000)}`,
    ];
    const kinds = lockSamples.map((sample) => ({ sample, cataloger: find(sample.cataloger) }));
    for (const [index, text] of hostile.entries()) {
      for (const { sample } of kinds) {
        const start = performance.now();
        run(sample, text);
        expect(performance.now() - start, `${sample.cataloger} on hostile text ${index}`).toBeLessThan(1500);
      }
    }
  });
});

function run({ cataloger, path }: LockSample, content: Buffer | string) {
  return runCatalogers([find(cataloger)], new Map([[path, content]]), 'source');
}

function find(id: string): Cataloger {
  const found = catalogers.find((one) => one.id === id);
  if (!found) throw new Error(`no cataloger ${id}`);
  return found;
}
