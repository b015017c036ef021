import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { VersionScheme } from '#build/vuln/scheme.ts';
import { sharedPath, skipShared } from './shared.ts';

/** Every earlier version is older than every later one; versions in one inner list are equal. */
export function testOrder(scheme: VersionScheme, ascending: readonly (string | readonly string[])[]): void {
  const ranks = ascending.flatMap((group, rank) => [group].flat().map((version) => ({ version, rank })));
  it('orders', () => {
    for (const a of ranks) {
      for (const b of ranks) {
        expect(scheme.compare(a.version, b.version), `${a.version} against ${b.version}`).toBe(
          Math.sign(a.rank - b.rank),
        );
      }
    }
  });
}

/** `pieces` are put together at random; on what comes out, `compare` must be a total order and `satisfies` must not throw. */
export function testTotalOrder(scheme: VersionScheme, pieces: readonly string[]): void {
  it('is a total order on anything, and never throws', () => {
    let seed = 42;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return (seed >>> 8) % below;
    };
    const sample = () => Array.from({ length: random(6) }, () => pieces[random(pieces.length)]).join('');
    for (let round = 0; round < 4000; round += 1) {
      const a = sample();
      const b = sample();
      const c = sample();
      const ab = scheme.compare(a, b);
      const bc = scheme.compare(b, c);
      const ac = scheme.compare(a, c);
      expect([-1, 0, 1]).toContain(ab);
      expect(scheme.compare(a, a)).toBe(0);
      if (ab + scheme.compare(b, a) !== 0) expect.fail(`not antisymmetric: ${a} | ${b}`);
      if (ab <= 0 && bc <= 0 && (ab < 0 || bc < 0 ? ac >= 0 : ac !== 0)) {
        expect.fail(`not transitive: ${a} | ${b} | ${c}: ${ab} ${bc} ${ac}`);
      }
      scheme.isValid(a);
      scheme.satisfies(a, `${random(2) ? '>= ' : '^'}${b}${random(2) ? ' || ' : ', < '}${c}`);
    }
  });
  it('takes long text in bounded time', () => {
    for (const long of [...pieces, '1', '.', '-', '1.', 'a1', '0', '~'].map((piece) => piece.repeat(20_000))) {
      const start = performance.now();
      scheme.compare(long, `${long}1`);
      scheme.isValid(long);
      scheme.satisfies(long, `>${long}`);
      scheme.satisfies('1.0', long);
      expect(performance.now() - start).toBeLessThan(1000);
    }
  });
}

interface OrderRow {
  readonly a: string;
  readonly b: string;
  readonly expected: -1 | 0 | 1;
  readonly source: string;
}

/** A table of ../shared/conformance/versions. `misses`: rows `a | b` where we differ on purpose, with the reason. */
export function testTable(scheme: VersionScheme, table: string, misses: Readonly<Record<string, string>> = {}): void {
  describe.skipIf(skipShared.skip)(`table ${table} ${skipShared.note}`, () => {
    it('gives the order of the native tool, but for the misses named here', () => {
      const rows = read<OrderRow[]>(`${table}.json`);
      const missed = rows
        .filter(({ a, b, expected }) => scheme.compare(a, b) !== expected || scheme.compare(b, a) !== (-expected || 0))
        .map(({ a, b }) => `${a} | ${b}`);
      expect(rows.length).toBeGreaterThan(0);
      expect(missed.sort()).toEqual(Object.keys(misses).sort());
    });
  });
}

interface ConstraintRow {
  readonly version: string;
  readonly constraint: string;
  readonly satisfied: boolean;
}

export function testConstraints(scheme: VersionScheme, key: string): void {
  describe.skipIf(skipShared.skip)(`table grype-constraints, ${key} ${skipShared.note}`, () => {
    it('answers every row', () => {
      const rows = read<Record<string, ConstraintRow[]>>('grype-constraints.json')[key] ?? [];
      expect(rows.length).toBeGreaterThan(0);
      for (const { version, constraint, satisfied } of rows) {
        expect(scheme.satisfies(version, constraint), `${version} in ${constraint}`).toBe(satisfied);
      }
    });
  });
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(sharedPath('conformance/versions', file), 'utf8')) as T;
}
