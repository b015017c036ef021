import { asArray, type JsonObject } from '#core/json.ts';
import { type Outcome, ok } from '#core/outcome.ts';
import type { Package } from '#core/package.ts';
import { osOfPackages } from './foreign-os.ts';
import { genericPurl } from './generic-purl.ts';
import { asFields, asText } from './json-value.ts';
import { packageOfFacts } from './package-facts.ts';
import { packageOfPurl } from './purl-package.ts';
import type { Sbom } from './sbom.ts';
import { sbomLimits } from './sbom-limits.ts';
import { Tally } from './tally.ts';

export function isSpdx3(document: JsonObject): boolean {
  return Array.isArray(document['@graph']) && JSON.stringify(document['@context'] ?? '').includes('spdx.org/rdf/3.');
}

/** SPDX 3.0 JSON-LD in its compact form: packages with their purl. Licences are separate relationships there and are not read. */
export function readSpdx3(document: JsonObject, where: string): Outcome<Sbom> {
  const tally = new Tally();
  const packages: Package[] = [];
  for (const item of asArray(document['@graph']).slice(0, sbomLimits.components)) {
    const element = asFields(item);
    if (element.type !== 'software_Package') continue;
    const name = asText(element.name) ?? '';
    const version = asText(element.software_packageVersion) ?? '';
    const purl =
      asText(element.software_packageUrl) ??
      externalPurl(element) ??
      (version === '' ? undefined : genericPurl(name, version));
    if (purl === undefined) continue;
    if (packageOfPurl(purl) === undefined) tally.add('sbom/invalid-purl', 'packages have an invalid package URL', purl);
    else
      packages.push(packageOfFacts(purl, {}, { name, version, locations: [], licenses: [], cataloger: 'sbom/spdx' }));
  }
  const os = osOfPackages(packages);
  return ok({
    format: 'SPDX 3.0',
    ...(os === undefined ? {} : { os }),
    packages,
    issues: tally.issues(where),
  });
}

function externalPurl(element: JsonObject): string | undefined {
  for (const item of asArray(element.externalIdentifier)) {
    const { externalIdentifierType, identifier } = asFields(item);
    if (externalIdentifierType === 'packageUrl') return asText(identifier);
  }
  return undefined;
}
