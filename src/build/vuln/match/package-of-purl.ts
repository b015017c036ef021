import { type PurlParts, parsePurl } from '#core/ids/purl.ts';
import { errorIssue, failed, type Outcome, ok, quote } from '#core/outcome.ts';
import type { Package, PackageType } from '#core/package.ts';

/** A package as far as a purl tells it: for `lab match`, and for whoever has nothing but purls. */
export function packageOfPurl(text: string): Outcome<Package> {
  const parsed = parsePurl(text);
  if (!parsed.ok) return parsed;
  const { type, name, version } = parsed.value;
  if (version === undefined) return failed(errorIssue('purl/no-version', `${quote(text)} names no version to match`));
  const full = versionOf(parsed.value, version);
  const isOs = type === 'deb' || type === 'rpm' || type === 'apk';
  const module = parsed.value.qualifiers?.rpmmod ?? parsed.value.qualifiers?.modularitylabel;
  return ok({
    type: type as PackageType,
    name: isOs ? name : nameOf(parsed.value),
    version: full,
    purl: text,
    ...(isOs ? { source: sourceOf(parsed.value, full) } : {}),
    ...(module === undefined ? {} : { module }),
    locations: [],
    cataloger: 'purl',
  });
}

/** The ecosystem's own full name. */
function nameOf({ type, namespace, name }: PurlParts): string {
  if (namespace === undefined) return name;
  return `${namespace}${type === 'maven' ? ':' : '/'}${name}`;
}

function versionOf({ type, qualifiers }: PurlParts, version: string): string {
  const epoch = qualifiers?.epoch;
  return type === 'rpm' && epoch !== undefined && !version.includes(':') ? `${epoch}:${version}` : version;
}

/** `upstream=openssl@3.0.9-1` (Syft), `upstream=glibc` (Trivy and Syft, version as the binary's), `upstream=x.src.rpm`. */
function sourceOf({ type, name, qualifiers }: PurlParts, version: string): { name: string; version: string } {
  const upstream = qualifiers?.upstream ?? qualifiers?.origin;
  if (upstream === undefined || upstream === '')
    return { name, version: type === 'deb' ? version.replace(/\+b\d+$/, '') : version };
  const rpm = /^(.+)-([^-]+-[^-]+)\.(?:src|nosrc)\.rpm$/.exec(upstream);
  if (rpm) return { name: rpm[1] as string, version: rpm[2] as string };
  const at = upstream.indexOf('@');
  return at > 0 ? { name: upstream.slice(0, at), version: upstream.slice(at + 1) } : { name: upstream, version };
}
