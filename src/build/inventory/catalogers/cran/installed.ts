import { KiB } from '#core/limits.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { licenseNames, packageFact } from '../../package-fact.ts';

const maxBytes = 256 * KiB;

/** R packages in a library folder: `<library>/<package>/DESCRIPTION` (R manuals, "Writing R Extensions", 1.1.1). */
export const cranInstalled: Cataloger = {
  id: 'cran/installed',
  version: 1,
  scopes: ['image'],
  describes: 'R packages by the DESCRIPTION file in the library',
  wants: ({ name }) => name === 'DESCRIPTION',
  read,
};

function read(file: FileInput): FileFacts | undefined {
  const fields = readFields(file.source.read(0, maxBytes).toString('utf8'));
  const name = fields.get('Package');
  const version = fields.get('Version');
  if (!name || !version || !/^[A-Za-z][\w.]*$/.test(name) || !/^\d[\w.-]*$/.test(version)) return undefined;
  const licenses = licenseNames((fields.get('License') ?? '').split('|'));
  const fact = packageFact({ type: 'cran', name, version, licenses });
  return fact && { packages: [fact] };
}

/** Debian control format: one record of `Field: value`; continuation lines are not needed. */
function readFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split('\n', 5000)) {
    const colon = line.indexOf(':');
    if (colon <= 0 || line.startsWith(' ') || line.startsWith('\t')) continue;
    const name = line.slice(0, colon);
    if (!fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}
