import deprecated from 'spdx-license-ids/deprecated.json' with { type: 'json' };
import ids from 'spdx-license-ids/index.json' with { type: 'json' };

const known = new Set([...ids, ...deprecated].map((id) => id.toUpperCase()));

/** Is this on the SPDX licence list, now or formerly? `LicenseRef-…` is a reference to a text of the package's own: not known. */
export function isSpdxId(id: string): boolean {
  return known.has(id.replace(/\+$/, '').toUpperCase());
}
