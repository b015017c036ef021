import { formatPurl } from '#core/ids/purl.ts';

/** For a component that has a name and a version but no purl. Undefined where the text cannot be written in one (a lone surrogate). */
export function genericPurl(name: string, version: string): string | undefined {
  try {
    return formatPurl({ type: 'generic', name, ...(version === '' ? {} : { version }) });
  } catch {
    return undefined;
  }
}
