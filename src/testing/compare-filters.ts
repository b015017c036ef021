/**
 * Matched events of the shared filters against the peer's: node src/testing/compare-filters.ts [capture…] [--filter PART]
 * A capture is named by a part of its name. Per capture the share of filters with equal events (bar: 99 %), then the filters that differ.
 */
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compareFilters } from './filter-oracle.ts';
import { sharedPath } from './shared.ts';

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { filter: { type: 'string' } } });
const root = sharedPath('captures');
const wrong = new Map<string, string[]>();
for (const capture of readdirSync(root).sort()) {
  if (!/^[abu]/.test(capture) || (positionals.length > 0 && !positionals.some((part) => capture.includes(part))))
    continue;
  const results = await compareFilters(`${root}/${capture}`, options.filter);
  const all = results.filter((one) => one.refused !== undefined || one.missing.length + one.extra.length > 0);
  const different = all.filter((one) => one.explained === undefined);
  const explained = all.length - different.length;
  const share = ((results.length - different.length) / results.length) * 100;
  print(
    `${capture.padEnd(44)}${share.toFixed(2).padStart(8)} %${share < 99 ? ' BELOW' : ''}${explained > 0 ? ` (${explained} explained)` : ''}`,
  );
  for (const { filter, missing, extra, refused } of different) {
    const what =
      refused ?? `missing ${missing.length} (${missing.slice(0, 4)}) extra ${extra.length} (${extra.slice(0, 4)})`;
    const list = wrong.get(filter) ?? [];
    list.push(`    ${capture}: ${what}`);
    wrong.set(filter, list);
  }
}
for (const [filter, list] of [...wrong].sort(([, a], [, b]) => b.length - a.length)) {
  print(`${filter}  (${list.length})`);
  for (const line of list.slice(0, positionals.length > 0 ? 50 : 4)) print(line);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
