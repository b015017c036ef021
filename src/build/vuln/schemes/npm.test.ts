import { readFileSync } from 'node:fs';
import semverLibrary from 'semver';
import { describe, expect, it } from 'vitest';
import { testOrder, testTable, testTotalOrder } from '#testing/scheme-suite.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { npm } from './npm.ts';
import { type NpmRangeOptions, satisfiesNpmRange } from './shared/npm-range.ts';

interface RangeRow {
  readonly range: string;
  readonly version: unknown;
  readonly satisfies: boolean;
  readonly options: boolean | null | { readonly loose?: unknown; readonly includePrerelease?: unknown };
}

describe('npm', () => {
  testTable(npm, 'semver');
  testOrder(npm, ['1.0.0-0', '1.0.0-rc.1', ['1.0.0', 'v1.0.0+x'], '1.0.1']);
  testTotalOrder(npm, ['0', '1', '10', '.', '-', '+', 'x', '*', '^', '~', ' - ', '||', ' ', 'v', '=', 'rc']);

  it('keeps pre-releases out of ranges that do not name one', () => {
    expect(npm.satisfies('1.2.0-beta', '^1.0.0')).toBe(false);
    expect(npm.satisfies('1.2.0-beta.2', '^1.2.0-beta.1')).toBe(true);
    expect(npm.satisfies('1.2.0', 'not a range')).toBeUndefined();
    expect(npm.satisfies('', '*')).toBe(false);
  });

  it.skipIf(skipShared.skip)(`answers table npm-ranges ${skipShared.note}`, () => {
    const rows = JSON.parse(readFileSync(sharedPath('conformance/versions/npm-ranges.json'), 'utf8')) as RangeRow[];
    for (const row of rows) {
      const options = optionsOf(row.options);
      // A version that is no string and a range that cannot be read satisfy nothing.
      const result = typeof row.version === 'string' && (satisfiesNpmRange(row.version, row.range, options) ?? false);
      expect(result, JSON.stringify(row)).toBe(row.satisfies);
    }
  });

  it('agrees with node-semver on random ranges', () => {
    let seed = 1;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return (seed >>> 8) % below;
    };
    const pick = (list: readonly string[]) => list[random(list.length)] as string;
    const part = () => pick(['0', '0', '1', '2', '3', 'x', '*', 'X', '01']);
    const pre = () => pick(['', '', '', '-0', '-rc.1', '-beta', 'beta', '-1.2', '+b']);
    let loose = false;
    const partial = () => {
      const length = 1 + random(3);
      const text = Array.from({ length }, part).join('.');
      return `${pick(['', '', '', 'v', '=', ' ', loose ? '' : 'v '])}${text}${length === 3 ? pre() : ''}`;
    };
    const operator = () => pick(['', '', '<', '>', '<=', '>=', '=', '~', '~>', '^', '^ ', '>= ', '== ', '!']);
    const simple = () => (random(5) ? `${operator()}${partial()}` : `${partial()} - ${partial()}`);
    const alternative = () => Array.from({ length: 1 + random(2) }, simple).join(pick([' ', '  ']));
    let satisfied = 0;
    for (let round = 0; round < 30_000; round += 1) {
      loose = random(3) === 0;
      const range = Array.from({ length: 1 + random(2) }, alternative).join(pick(['||', ' || ']));
      const version = `${pick(['0', '1', '2', '3'])}.${random(4)}.${random(4)}${pick(['', '', '-0', '-rc.1', '-beta', '+b'])}`;
      const options = { loose, includePrerelease: random(3) === 0 };
      const ours = satisfiesNpmRange(version, range, options) ?? false;
      if (ours) satisfied += 1;
      if (ours !== semverLibrary.satisfies(version, range, options)) {
        expect.fail(`${version} in ${JSON.stringify(range)} ${JSON.stringify(options)}: node-semver says ${!ours}`);
      }
    }
    expect(satisfied).toBeGreaterThan(3000);
  });
});

function optionsOf(options: RangeRow['options']): NpmRangeOptions {
  if (options === true) return { loose: true };
  if (options === null || options === false) return {};
  return { loose: Boolean(options.loose), includePrerelease: Boolean(options.includePrerelease) };
}
