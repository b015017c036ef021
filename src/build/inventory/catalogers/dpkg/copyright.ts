import { spdxOfDebian } from '../../licences/os-licences.ts';

/** Licences named in one file that are kept. The longest known files name about a hundred. */
const maxLicenses = 200;

/** Characters that are searched: the Linux kernel's copyright file has 90,000. */
const maxChars = 512 * 1024;

/**
 * Licences that a Debian copyright file names, sorted. Machine-readable files (copyright-format 1.0, "DEP-5"): every `License:` short name.
 * Free-form files: what /usr/share/common-licenses files they point to, and the opening words of the common permissive licences.
 */
export function licensesOfCopyright(text: string): readonly string[] {
  const searched = text.length > maxChars ? text.slice(0, maxChars) : text;
  const found = isMachineReadable(searched) ? shortNames(searched) : freeForm(searched);
  return [...new Set(found)].sort().slice(0, maxLicenses);
}

/** `Format:` is the first field; some files open with comments or blank lines. */
function isMachineReadable(text: string): boolean {
  const head = text.slice(0, 2_000);
  return /^Format(?:-Specification)?:/im.test(head);
}

function shortNames(text: string): string[] {
  const names: string[] = [];
  let at = 0;
  while (at >= 0 && at < text.length) {
    const end = lineEnd(text, at);
    if (text.startsWith('License:', at) || text.startsWith('license:', at)) {
      const name = text.slice(at + 'License:'.length, Math.min(end, at + 300)).trim();
      if (name !== '') names.push(spdxOfDebian(name));
    }
    at = end + 1;
  }
  return names;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

const commonLicenses = '/usr/share/common-licenses/';

function freeForm(text: string): string[] {
  const names: string[] = [];
  const orLater = /any\s+later\s+version/i.test(text);
  for (let at = text.indexOf(commonLicenses); at >= 0; at = text.indexOf(commonLicenses, at + 1)) {
    const start = at + commonLicenses.length;
    const name = /^[A-Za-z][A-Za-z0-9.+-]{0,40}/.exec(text.slice(start, start + 42))?.[0].replace(/[.+-]+$/, '');
    if (name) names.push(commonLicense(name, orLater));
  }
  for (const [phrase, license] of phrases) {
    if (text.includes(phrase)) names.push(license);
  }
  if (text.includes('Redistribution and use in source and binary forms')) {
    names.push(/neither\s+the\s+names?\s+of/i.test(text) ? 'BSD-3-Clause' : 'BSD-2-Clause');
  }
  return names;
}

/** `GPL-2` says nothing of later versions; the text beside it does. `GPL` alone is a link to the newest one. */
function commonLicense(name: string, orLater: boolean): string {
  const copyleft = /^(?:[AL]?GPL|GFDL)-/.test(name);
  return spdxOfDebian(copyleft && orLater ? `${name}+` : name);
}

const phrases: readonly (readonly [phrase: string, license: string])[] = [
  ['Permission is hereby granted, free of charge, to any person obtaining', 'MIT'],
  ['Permission to use, copy, modify, and/or distribute this software for any', 'ISC'],
  ['Permission to use, copy, modify, and distribute this software for any\npurpose with or without fee', 'ISC'],
  ['The origin of this software must not be misrepresented', 'Zlib'],
  ['Boost Software License - Version 1.0', 'BSL-1.0'],
  ['Mozilla Public License, v. 2.0', 'MPL-2.0'],
  ['Mozilla Public License Version 2.0', 'MPL-2.0'],
];
