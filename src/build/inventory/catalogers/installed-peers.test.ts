import { describe, expect, it } from 'vitest';
import { loadPeerCases, type PeerCaseResult, runPeerCase } from '../../../testing/peer-fixtures.ts';
import {
  type InstalledFormat,
  installedMisses,
  installedOutOfScope,
  installedPeerFormats,
} from '../../../testing/peer-formats-installed.ts';
import { skipShared } from '../../../testing/shared.ts';
import { catalogers } from './index.ts';

const passMark = 0.97;

describe.skipIf(skipShared.skip)(`installed packages of the peers ${skipShared.note}`, () => {
  const results: PeerCaseResult[] = skipShared.skip ? [] : installedPeerFormats.flatMap(run);

  it(`finds at least ${passMark * 100} % of what the peers expect`, () => {
    const hits = results.flatMap((result) => result.hits).length;
    const total = hits + results.flatMap((result) => result.misses).length;
    // biome-ignore lint/suspicious/noConsole: the figure is what this test is run for
    console.info(`installed: ${((100 * hits) / total).toFixed(2)} % (${hits} of ${total}) in ${results.length} cases`);
    expect(total).toBeGreaterThan(80);
    expect(hits / total).toBeGreaterThanOrEqual(passMark);
  });

  it('explains every miss, and nothing that is no miss', () => {
    const explained = new Set<string>();
    const unexplained = results.flatMap(({ peerCase, misses, extras, issues }) =>
      misses.flatMap(({ name, version }) => {
        const known = installedMisses.find((one) => {
          const sameCase = one.case === undefined || one.case === `${peerCase.test}/${peerCase.name}`;
          return (
            one.peer === peerCase.peer &&
            one.folder === peerCase.folder &&
            one.package === `${name}@${version}` &&
            sameCase
          );
        });
        if (known) explained.add(known.reason);
        return known ? [] : [{ id: peerCase.id, miss: `${name}@${version}`, extras, issues }];
      }),
    );
    const stale = installedMisses.filter(({ reason }) => !explained.has(reason));
    expect({ unexplained, stale }).toEqual({ unexplained: [], stale: [] });
  });

  it('answers at least one case of every row', () => {
    const empty = installedPeerFormats.filter((format) => skipShared.skip || run(format).length === 0);
    expect(empty.map(({ peer, folder }) => `${peer} ${folder}`)).toEqual([]);
  });
});

function run(format: InstalledFormat): PeerCaseResult[] {
  return loadPeerCases(format.peer)
    .filter(({ folder }) => folder === format.folder)
    .filter((one) => format.only?.(one) ?? true)
    .filter(({ peer, folder, test, name }) => {
      const label = name === null ? test : `${test}/${name}`;
      return !installedOutOfScope.some(
        (rule) => rule.peer === peer && rule.folder === folder && (!rule.cases || rule.cases.includes(label)),
      );
    })
    .map((one) => runPeerCase(one, format, catalogers));
}
