import { describe, expect, it } from 'vitest';
import { catalogers } from '#build/inventory/catalogers/index.ts';
import {
  loadPeerCases,
  type PeerCase,
  type PeerCaseResult,
  type PeerName,
  peers,
  runPeerCase,
} from './peer-fixtures.ts';
import { isPeerOutOfScope, peerFormatOf, peerFormats } from './peer-formats.ts';
import { type PeerMiss, peerMisses } from './peer-misses.ts';
import { skipShared } from './shared.ts';

const passMark = 0.97;

describe.skipIf(skipShared.skip)(`peer fixtures ${skipShared.note}`, () => {
  for (const peer of peers) {
    describe(peer, () => {
      const cases = loadPeerCases(peer);
      const results = cases.flatMap((one) => {
        const format = peerFormatOf(one);
        return format && !isPeerOutOfScope(one) ? [runPeerCase(one, format, catalogers)] : [];
      });

      it('places every case: in the table of formats or, with a reason, out of scope', () => {
        const unplaced = cases.filter((one) => !peerFormatOf(one) && !isPeerOutOfScope(one)).map((one) => one.id);
        expect(unplaced).toEqual([]);
      });

      it(`finds at least ${passMark * 100} % of what the peer expects`, () => {
        const { hits, total } = count(results);
        // biome-ignore lint/suspicious/noConsole: the percentage is what this test is there to tell
        console.info(summary(peer, cases, results));
        expect(hits / Math.max(1, total), report(results)).toBeGreaterThanOrEqual(total === 0 ? 0 : passMark);
      });

      it('explains every miss, and nothing that is no miss', () => {
        const unexplained = results.flatMap((result) =>
          result.misses
            .filter(
              (miss) => !peerMisses.some((known) => explains(known, result.peerCase, `${miss.name}@${miss.version}`)),
            )
            .map((miss) => `${result.peerCase.id}: ${miss.name}@${miss.version}`),
        );
        const stale = peerMisses.filter(
          (known) =>
            known.peer === peer &&
            !results.some((result) =>
              result.misses.some((miss) => explains(known, result.peerCase, `${miss.name}@${miss.version}`)),
            ),
        );
        expect({ unexplained, stale }).toEqual({ unexplained: [], stale: [] });
      });
    });
  }

  it('names only registered catalogers', () => {
    const known = new Set(catalogers.map(({ id }) => id));
    const unknown = peerFormats.flatMap((format) => format.catalogers).filter((id) => !known.has(id));
    expect(unknown, 'rows that name an unregistered cataloger').toEqual([]);
  });
});

function explains(known: PeerMiss, { peer, folder, test, name }: PeerCase, key: string): boolean {
  const label = name === null ? test : `${test}/${name}`;
  return (
    known.peer === peer &&
    known.folder === folder &&
    (known.package === key || (known.package === '*' && known.case !== undefined)) &&
    (known.case === undefined || known.case === test || known.case === label)
  );
}

function count(results: readonly PeerCaseResult[]): { hits: number; total: number } {
  const hits = results.reduce((sum, result) => sum + result.hits.length, 0);
  return { hits, total: results.reduce((sum, result) => sum + result.misses.length, hits) };
}

function summary(peer: PeerName, cases: readonly PeerCase[], results: readonly PeerCaseResult[]): string {
  const { hits, total } = count(results);
  const extras = results.reduce((sum, result) => sum + result.extras.length, 0);
  const percent = total === 0 ? '–' : `${((100 * hits) / total).toFixed(2)} %`;
  return `${peer}: ${percent} (${hits} of ${total}; ${extras} more than listed) in ${results.length} of ${cases.length} cases`;
}

function report(results: readonly PeerCaseResult[]): string {
  return results
    .filter((result) => result.misses.length > 0)
    .map((result) => {
      const list = (items: readonly { name: string; version: string }[]) =>
        items
          .slice(0, 8)
          .map((item) => `${item.name}@${item.version}`)
          .join(', ');
      return `${result.peerCase.id}\n  missing ${list(result.misses)}\n  extra ${list(result.extras)}\n  ${result.issues.join('; ')}`;
    })
    .join('\n');
}
