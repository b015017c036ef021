import type { PackageFact } from '../../cataloger.ts';
import { licenseNames, packageFact } from '../../package-fact.ts';

/** A METADATA or PKG-INFO file (packaging.python.org, "Core metadata specifications"): headers, a blank line, the description. */
export interface CoreMetadata {
  readonly name: string;
  readonly version: string;
  readonly licenses: readonly string[];
}

/** Header lines that are read; the rest can only be description. */
const maxHeaderLines = 5_000;

/**
 * Reads the headers up to the blank line: the description after it may well repeat `Name:`. Of a repeated header the first counts, names
 * of headers are compared without case, and lines that are no header (badly wrapped values) are passed over. Undefined without name or
 * version.
 */
function parseCoreMetadata(text: string): CoreMetadata | undefined {
  let name: string | undefined;
  let version: string | undefined;
  let license = '';
  let expression = '';
  const classifiers: string[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let count = 0; at < text.length && count < maxHeaderLines; count++) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    const colon = line.indexOf(':');
    if (colon < 0) {
      // A blank line ends the headers, but not before they began.
      if (line.trim() === '' && (name !== undefined || version !== undefined)) break;
      continue;
    }
    if (line.charCodeAt(0) === 0x20 || line.charCodeAt(0) === 0x09) continue;
    const value = line.slice(colon + 1).trim();
    switch (line.slice(0, colon).toLowerCase()) {
      case 'name':
        name ??= value;
        break;
      case 'version':
        version ??= value;
        break;
      case 'license':
        license ||= value;
        break;
      case 'license-expression':
        expression ||= value;
        break;
      case 'classifier':
        if (value.startsWith('License ::')) classifiers.push(value.slice(value.lastIndexOf('::') + 2));
        break;
    }
  }
  if (!name || !version || name === 'UNKNOWN') return undefined;
  const licenses = licenseNames(expression ? [expression] : [license]);
  return { name, version, licenses: licenses.length > 0 ? licenses : licenseNames(classifiers) };
}

export function pythonPackage(text: string, locations?: readonly string[]): PackageFact | undefined {
  const metadata = parseCoreMetadata(text);
  if (!metadata) return undefined;
  const { version, licenses } = metadata;
  return packageFact({ type: 'pypi', name: normalisedName(metadata.name), version, licenses, locations });
}

/** PEP 503. */
function normalisedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
