import { asArray, asObject, asString, type JsonObject } from '#core/json.ts';
import { licenseNames } from '../../package-fact.ts';

/** `@babel/traverse` taken apart; undefined where it cannot be a package's name. */
export function npmName(name: string): { namespace?: string; name: string } | undefined {
  const slash = name.indexOf('/');
  if (name.startsWith('@')) {
    if (slash < 2 || slash === name.length - 1 || name.includes('/', slash + 1)) return undefined;
    return { namespace: name.slice(0, slash), name: name.slice(slash + 1) };
  }
  return slash < 0 && name !== '' && !name.startsWith('.') ? { name } : undefined;
}

/** package.json's `license` (text, or object with `type`) and the older `licenses` (list of either); see docs.npmjs.com. */
export function npmLicenses(manifest: JsonObject): string[] {
  const found = [manifest.license, ...asArray(manifest.license), manifest.licenses, ...asArray(manifest.licenses)];
  return licenseNames(found.map((one) => asString(one) ?? asObject(one)?.type ?? asObject(one)?.name));
}
