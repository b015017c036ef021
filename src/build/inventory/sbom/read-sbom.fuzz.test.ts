import { expect, it } from 'vitest';
import { nastyTexts, random } from '#testing/random-report.ts';
import { rendered } from '#testing/rendered.ts';
import { sampleReport } from '#testing/sample-report.ts';
import { readSbom } from './read-sbom.ts';

const iterations = 4_000;

it(`reads ${iterations} damaged documents without throwing, each in bounded time`, async () => {
  const next = random(20_261_122);
  const int = (below: number) => Math.floor(next() * below);
  const originals = await Promise.all(['cyclonedx', 'spdx'].map((format) => rendered(format, sampleReport())));
  const values: unknown[] = [
    null,
    0,
    -1,
    1e308,
    true,
    '',
    [],
    {},
    [[]],
    [null],
    ...nastyTexts,
    'pkg:npm/',
    'CycloneDX',
    'SPDX-2.3',
  ];

  /** Replaces values somewhere in a document by ones of another type. */
  const bend = (value: unknown, chance: number): unknown => {
    if (next() < chance) return values[int(values.length)];
    if (Array.isArray(value)) return value.map((item) => bend(item, chance));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [next() < chance ? '__proto__' : key, bend(each, chance)]),
    );
  };

  /** Flips, drops and repeats bytes. */
  const break_ = (text: string): Buffer => {
    const bytes = Buffer.from(text);
    for (let edits = 1 + int(8); edits > 0; edits--) {
      const at = int(bytes.length);
      if (next() < 0.5) bytes[at] = int(256);
      else bytes.copyWithin(at, int(bytes.length), int(bytes.length));
    }
    return next() < 0.3 ? bytes.subarray(0, int(bytes.length)) : bytes;
  };

  let slowest = 0;
  let readable = 0;
  for (let round = 0; round < iterations; round++) {
    const original = originals[round % originals.length] as string;
    const bytes =
      round % 4 < 2 ? Buffer.from(JSON.stringify(bend(JSON.parse(original), 0.002 + next() * 0.02))) : break_(original);
    const started = performance.now();
    const outcome = readSbom(bytes, 'fuzz');
    slowest = Math.max(slowest, performance.now() - started);
    if (outcome.ok) {
      readable++;
      for (const { purl, name, version, locations, type } of outcome.value.packages) {
        expect([typeof purl, typeof name, typeof version, typeof type, Array.isArray(locations)]).toEqual([
          'string',
          'string',
          'string',
          'string',
          true,
        ]);
      }
    } else expect(outcome.issue.code).toMatch(/^sbom\//);
  }
  expect(readable).toBeGreaterThan(iterations / 10);
  expect(slowest).toBeLessThan(500);
});
