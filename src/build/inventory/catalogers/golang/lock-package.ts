import type { PackageFact } from '../../cataloger.ts';
import { packageFact } from '../../package-fact.ts';

/** A required Go module; versions keep their `v`. */
export function golangFact(path: string, version: string): PackageFact | undefined {
  const slash = path.lastIndexOf('/');
  if (path === '' || path.startsWith('.') || path.startsWith('/')) return undefined;
  return packageFact({
    type: 'golang',
    ...(slash > 0 ? { namespace: path.slice(0, slash) } : {}),
    name: path.slice(slash + 1),
    version,
  });
}

/** `go1.23.6-custom`, `1.21`: the release that the standard library comes from; undefined for a text that is none. */
export function standardLibrary(text: string): PackageFact | undefined {
  const version = /^(?:go)?(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?(?:(?:rc|beta)\d{1,3})?)(?:$|[-+ ])/.exec(text)?.[1];
  return version === undefined ? undefined : packageFact({ type: 'golang', name: 'stdlib', version });
}

/** Whether a `replace` points to a folder. */
export function isFolder(path: string): boolean {
  return (
    path.startsWith('./') ||
    path.startsWith('../') ||
    path.startsWith('/') ||
    /^[A-Za-z]:[\\/]/.test(path) ||
    path === '.' ||
    path === '..'
  );
}
