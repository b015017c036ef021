import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failed, type Outcome, ok } from '#core/outcome.ts';
import { compileDb } from './compile.ts';
import { discoverSources } from './discover.ts';
import { parseJson, readDocument } from './document.ts';
import { readKev, writeKevLines } from './kev.ts';
import { importOsv } from './osv.ts';
import { renameDurably } from './state.ts';

/**
 * Compiles a folder of OSV JSON files (content/advisories/starter) into the database that ships with Holdfast. Called when the program
 * is built. A record that cannot be used fails the build. `kev`: a KEV catalogue of which the starter's CVEs are taken along.
 */
export async function compileStarter(
  folder: string,
  outFile: string,
  kev?: string,
): Promise<Outcome<{ readonly advisories: number }>> {
  const found = discoverSources(folder);
  if (!found.ok) return found;
  const scratch = mkdtempSync(join(tmpdir(), 'holdfast-starter-'));
  try {
    const paths = found.value.flatMap((source) => (source.kind === 'osv-json' ? source.paths : []));
    const segment = join(scratch, 'starter');
    const read = await importOsv({ kind: 'osv-json', name: 'starter', paths }, segment, async () => {});
    if (!read.ok) return read;
    const problem = read.value.issues[0];
    if (problem !== undefined) return failed(problem);
    const meta = { name: 'starter', records: read.value.records, newest: read.value.newest };
    const catalogue = kev === undefined ? undefined : readKev(parseJson(readDocument(kev)));
    if (catalogue?.ok) writeKevLines(catalogue.value, join(scratch, 'kev'));
    const temporary = `${outFile}.${process.pid}.tmp`;
    const compiled = compileDb(
      {
        set: 'starter',
        segments: [{ path: segment, meta }],
        ...(catalogue?.ok ? { kev: { path: join(scratch, 'kev'), date: catalogue.value.date } } : {}),
      },
      temporary,
    );
    renameDurably(temporary, outFile);
    return ok({ advisories: compiled.meta.advisories });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
