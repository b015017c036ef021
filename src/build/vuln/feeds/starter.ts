import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asObject } from '#core/json.ts';
import { failed, type Outcome, ok } from '#core/outcome.ts';
import { compileDb } from './compile.ts';
import { discoverSources } from './discover.ts';
import { parseJson, readDocument } from './document.ts';
import { type KevCatalogue, writeKevLines } from './kev.ts';
import { importOsv } from './osv.ts';
import { renameDurably } from './state.ts';

/**
 * Compiles a folder of OSV JSON files (content/advisories/starter) into the database that ships with Holdfast. Called when the program
 * is built. A record that cannot be used fails the build. What CISA's catalogue says of a record's CVE stands in its own
 * `database_specific`: `kev`, `kev_added`, `kev_ransomware`.
 */
export async function compileStarter(
  folder: string,
  outFile: string,
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
    const exploited = exploitedOf(paths);
    writeKevLines(exploited, join(scratch, 'kev'));
    const temporary = `${outFile}.${process.pid}.tmp`;
    const compiled = compileDb(
      {
        set: 'starter',
        segments: [{ path: segment, meta }],
        kev: { path: join(scratch, 'kev'), date: exploited.date },
      },
      temporary,
    );
    renameDurably(temporary, outFile);
    return ok({ advisories: compiled.meta.advisories });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The catalogue entries that the records carry, by CVE. */
function exploitedOf(paths: readonly string[]): KevCatalogue {
  const entries = new Map<string, { added: string; ransomware: boolean }>();
  for (const path of paths) {
    const record = asObject(parseJson(readDocument(path)));
    const specific = asObject(record?.database_specific);
    const aliases = Array.isArray(record?.aliases) ? record.aliases : [];
    const cve = aliases.find((alias): alias is string => typeof alias === 'string' && alias.startsWith('CVE-'));
    if (cve === undefined || specific?.kev !== true) continue;
    entries.set(cve, {
      added: typeof specific.kev_added === 'string' ? specific.kev_added : '',
      ransomware: specific.kev_ransomware === true,
    });
  }
  const dates = [...entries.values()].map((entry) => entry.added).sort();
  return { date: dates.at(-1) ?? '', entries };
}
