/** Parts of one expression that are looked at. */
const maxParts = 60;

/**
 * A Debian short name or expression (copyright-format 1.0, section 7.2) as an SPDX expression: `GPL-2+ or Artistic` →
 * `GPL-2.0-or-later OR Artistic-1.0-Perl`. Where one part has no SPDX id, the text as found.
 */
export function spdxOfDebian(text: string): string {
  return translate(text, (name) => debianNames.get(name) ?? gnuName(name, /^(a|l)?gpl-(\d)(?:\.(\d))?(\+)?$/));
}

/**
 * An rpm License tag. Since 2022 Fedora and since 2012 SUSE write SPDX; the older Fedora short names (`GPLv2+ and MIT`) are translated where
 * every part is known.
 */
export function spdxOfRpm(text: string): string {
  return translate(text, (name) => fedoraNames.get(name) ?? gnuName(name, /^(a|l)?gplv(\d)(?:\.(\d))?(\+)?$/));
}

/** Splits at and/or and parentheses, translates each name, keeps the shape. */
function translate(text: string, nameOf: (lower: string) => string | undefined): string {
  const squeezed = text.replace(/\s+/g, ' ').trim();
  if (squeezed.length > 1_000) return squeezed;
  const parts = squeezed.replace(/, (?=(?:and|or) )/gi, ' ').split(/( and | or | AND | OR |, |[()])/);
  if (parts.length > maxParts) return squeezed;
  let out = '';
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 1) {
      out += part === '(' || part === ')' ? part : part === ', ' ? ' AND ' : ` ${part.trim().toUpperCase()} `;
      continue;
    }
    const name = part.trim();
    if (name === '') continue;
    const spdx = withException(name, nameOf);
    if (spdx === undefined) return squeezed;
    out += spdx;
  }
  return out.replace(/\s+/g, ' ').trim();
}

/** `GPL-3+ with GCC exception`. An exception that has no id of its own keeps the whole text as found. */
function withException(name: string, nameOf: (lower: string) => string | undefined): string | undefined {
  const at = name.search(/ with /i);
  if (at < 0) return nameOf(name.toLowerCase());
  const base = nameOf(name.slice(0, at).trim().toLowerCase());
  const written = name.slice(at + ' with '.length).trim();
  const exception =
    exceptions.get(written.toLowerCase()) ?? (/^[\w.]+-exception(?:-[\d.]+)?$/.test(written) ? written : undefined);
  return base && exception ? `${base} WITH ${exception}` : undefined;
}

const exceptions: ReadonlyMap<string, string> = new Map([
  ['bison exception', 'Bison-exception-2.2'],
  ['classpath exception', 'Classpath-exception-2.0'],
  ['font exception', 'Font-exception-2.0'],
  ['gcc exception', 'GCC-exception-3.1'],
  ['libtool exception', 'Libtool-exception'],
  ['linux-syscall-note exception', 'Linux-syscall-note'],
  ['llvm exception', 'LLVM-exception'],
  ['texinfo exception', 'Texinfo-exception'],
]);

/** GNU licences in either spelling. `GPL-2.0-only` and the like are not taken apart: they are SPDX already. */
function gnuName(name: string, pattern: RegExp): string | undefined {
  const match = pattern.exec(name);
  if (!match) return spdxAlready.get(name);
  const [, prefix = '', major = '', minor = '0', plus] = match;
  return `${prefix.toUpperCase()}GPL-${major}.${minor}-${plus ? 'or-later' : 'only'}`;
}

/** Ids that both worlds use as they are; by lower case, since writers are not strict. */
const spdxAlready: ReadonlyMap<string, string> = new Map(
  (
    'MIT ISC Zlib Apache-1.1 Apache-2.0 BSD-1-Clause BSD-2-Clause BSD-3-Clause BSD-4-Clause BSL-1.0 CC0-1.0 CC-BY-3.0 CC-BY-4.0 ' +
    'CC-BY-SA-3.0 CC-BY-SA-4.0 CDDL-1.0 EPL-1.0 EPL-2.0 MPL-1.1 MPL-2.0 OFL-1.1 PSF-2.0 Python-2.0 Unlicense WTFPL X11 0BSD ' +
    'OpenSSL curl Artistic-2.0 GPL-1.0-or-later GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later LGPL-2.0-only ' +
    'LGPL-2.0-or-later LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later AGPL-3.0-only AGPL-3.0-or-later ' +
    'GFDL-1.3-or-later GFDL-1.2-or-later Unicode-DFS-2016 Unicode-3.0 HPND TCL Vim Ruby PostgreSQL NCSA BlueOak-1.0.0'
  )
    .split(' ')
    .map((id) => [id.toLowerCase(), id]),
);

/** Debian's short names (copyright-format 1.0) that are not SPDX's, in lower case. */
export const debianNames: ReadonlyMap<string, string> = new Map([
  ['apache-2', 'Apache-2.0'],
  ['apache2', 'Apache-2.0'],
  ['artistic', 'Artistic-1.0-Perl'],
  ['artistic-1', 'Artistic-1.0-Perl'],
  ['artistic-2', 'Artistic-2.0'],
  ['boost-1.0', 'BSL-1.0'],
  ['bsd-2', 'BSD-2-Clause'],
  ['bsd-2-clauses', 'BSD-2-Clause'],
  ['bsd-3', 'BSD-3-Clause'],
  ['bsd-3-clauses', 'BSD-3-Clause'],
  ['bsd-4', 'BSD-4-Clause'],
  ['cc0', 'CC0-1.0'],
  ['expat', 'MIT'],
  ['gfdl-1.2', 'GFDL-1.2-only'],
  ['gfdl-1.2+', 'GFDL-1.2-or-later'],
  ['gfdl-1.3', 'GFDL-1.3-only'],
  ['gfdl-1.3+', 'GFDL-1.3-or-later'],
  ['mpl-1.1', 'MPL-1.1'],
  ['mpl-2', 'MPL-2.0'],
  ['psf', 'PSF-2.0'],
  ['psf-2', 'PSF-2.0'],
  ['psfl', 'PSF-2.0'],
  ['zlib/libpng', 'Zlib'],
]);

/** fedoraproject.org/wiki/Licensing:Main, the names with one SPDX id ("MIT" and "BSD" stood for families: only MIT is safe). */
const fedoraNames: ReadonlyMap<string, string> = new Map([
  ['asl 1.1', 'Apache-1.1'],
  ['asl 2.0', 'Apache-2.0'],
  ['artistic 2.0', 'Artistic-2.0'],
  ['boost', 'BSL-1.0'],
  ['cc-by', 'CC-BY-3.0'],
  ['cc0', 'CC0-1.0'],
  ['epl', 'EPL-1.0'],
  ['gpl+', 'GPL-1.0-or-later'],
  ['isc', 'ISC'],
  ['lgplv2', 'LGPL-2.0-only'],
  ['lgplv2+', 'LGPL-2.0-or-later'],
  ['mplv1.1', 'MPL-1.1'],
  ['mplv2.0', 'MPL-2.0'],
  ['ofl', 'OFL-1.1'],
  ['openldap', 'OLDAP-2.8'],
  ['openssl', 'OpenSSL'],
  ['postgresql', 'PostgreSQL'],
  ['python', 'Python-2.0'],
  ['sissl', 'SISSL'],
  ['vim', 'Vim'],
  ['zlib', 'Zlib'],
]);
