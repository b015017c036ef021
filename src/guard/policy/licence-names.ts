/** Names that manifests give licences in words, brought to SPDX ids. Tried in order, on the text in lower case with its spaces joined. */
const names: readonly (readonly [RegExp, string])[] = [
  [/^(?:the )?apache(?: software)?(?: licen[cs]e)?,?(?: version| v\.?)? ?2(?:\.0)?$/, 'Apache-2.0'],
  [/^(?:the )?(?:mit|expat)(?: licen[cs]e)?$/, 'MIT'],
  [
    /^(?:the )?(?:new|modified|revised|3-clause)? ?bsd(?:[ -](?:3-clause|licen[cs]e|style))*(?: licen[cs]e)?$/,
    'BSD-3-Clause',
  ],
  [/^(?:the )?(?:simplified|2-clause) bsd(?: licen[cs]e)?$/, 'BSD-2-Clause'],
  [/^bsd[ -]2-clause(?: .*)?licen[cs]e$/, 'BSD-2-Clause'],
  [/^(?:the )?isc(?: licen[cs]e(?: \(iscl\))?)?$/, 'ISC'],
  [/^(?:the )?mozilla public licen[cs]e,?(?: version)? ?2\.0(?: \(mpl 2\.0\))?$/, 'MPL-2.0'],
  [/^eclipse public licen[cs]e(?: -)?,? v(?:ersion|\.)? ?2\.0$/, 'EPL-2.0'],
  [/^eclipse public licen[cs]e(?: -)?,? v(?:ersion|\.)? ?1\.0$/, 'EPL-1.0'],
  [/^(?:python software foundation licen[cs]e|psf(?: licen[cs]e)?)$/, 'PSF-2.0'],
  [/^(?:the )?unlicense(?: \(unlicense\))?$/, 'Unlicense'],
  [/^public domain$/, 'LicenseRef-public-domain'],
  [
    /^(?:gnu )?(?:affero general public licen[cs]e|agpl)[ ,-]*(?:version|v)? ?3(?:\.0)?(?: or later| \(agplv3\+?\))?$/,
    'AGPL-3.0-only',
  ],
  [
    /^(?:gnu )?(?:lesser general public licen[cs]e|lgpl)[ ,-]*(?:version|v)? ?3(?:\.0)?(?: \(lgplv3\))?$/,
    'LGPL-3.0-only',
  ],
  [/^(?:gnu )?(?:lesser general public licen[cs]e|lgpl)[ ,-]*(?:version|v)? ?2\.1$/, 'LGPL-2.1-only'],
  [/^(?:gnu )?(?:general public licen[cs]e|gpl)[ ,-]*(?:version|v)? ?3(?:\.0)?(?: \(gplv3\))?$/, 'GPL-3.0-only'],
  [/^(?:gnu )?(?:general public licen[cs]e|gpl)[ ,-]*(?:version|v)? ?2(?:\.0)?(?: \(gplv2\))?$/, 'GPL-2.0-only'],
];

/** Longest text that may be a name. */
const longestName = 120;

/** The SPDX id of a licence that is given by its name (also as a Python classifier); undefined where the name is not a common one. */
export function licenceByName(text: string): string | undefined {
  if (text.length > longestName) return undefined;
  const plain = text
    .replace(/^License :: (?:OSI Approved :: )?/, '')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase();
  return names.find(([pattern]) => pattern.test(plain))?.[1];
}
