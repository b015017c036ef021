import currentExceptions from 'spdx-exceptions/index.json' with { type: 'json' };
import deprecatedIds from 'spdx-license-ids/deprecated.json' with { type: 'json' };
import currentIds from 'spdx-license-ids/index.json' with { type: 'json' };

const ids: ReadonlySet<string> = new Set([...currentIds, ...deprecatedIds]);
const exceptions: ReadonlySet<string> = new Set(currentExceptions);
let upperCaseIds: ReadonlySet<string> | undefined;

/** Is this on the SPDX licence list, now or formerly, in exactly this spelling? */
export function isSpdxId(text: string): boolean {
  return ids.has(text);
}

/** Is this on the SPDX list of exceptions (`GPL-2.0-only WITH …`), in exactly this spelling? */
export function isSpdxException(text: string): boolean {
  return exceptions.has(text);
}

/** As people write it: in any case, also with `+`. `LicenseRef-…` refers to a text of the package's own: not known. */
export function isKnownLicence(id: string): boolean {
  upperCaseIds ??= new Set([...ids].map((each) => each.toUpperCase()));
  return upperCaseIds.has(id.replace(/\+$/, '').toUpperCase());
}
