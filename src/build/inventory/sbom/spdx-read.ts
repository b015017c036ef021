import { asArray, type JsonObject } from '#core/json.ts';
import { errorIssue, failed, type Issue, type Outcome, ok, quote } from '#core/outcome.ts';
import type { OsInfo, Package } from '#core/package.ts';
import { osOfNames, osOfPackages } from './foreign-os.ts';
import { genericPurl } from './generic-purl.ts';
import { asFields, asText, texts } from './json-value.ts';
import { licencesOfSpdx } from './licences.ts';
import { type Facts, packageOfFacts } from './package-facts.ts';
import { packageOfPurl } from './purl-package.ts';
import type { Sbom } from './sbom.ts';
import { sbomLimits } from './sbom-limits.ts';
import { annotationPrefix } from './spdx-write.ts';
import { Tally } from './tally.ts';
import { digestOf, imageOfFacts, osOfFacts, type SbomImage } from './target-facts.ts';

/** SPDX 2.2 and 2.3 JSON (https://spdx.github.io/spdx-spec/v2.3). */
export function readSpdx(document: JsonObject, where: string): Outcome<Sbom> {
  const spdxVersion = asText(document.spdxVersion) ?? '';
  if (!/^SPDX-2\.[0-3]$/.test(spdxVersion)) {
    return failed(
      errorIssue('sbom/unknown-version', `SPDX version ${quote(spdxVersion)} is not known`, {
        where,
        hint: 'SPDX 2.2, 2.3 and 3.0 in JSON are read',
      }),
    );
  }
  const issues: Issue[] = [];
  const tally = new Tally();
  const references = licenceTexts(document);
  const files = filesByPackage(document);
  let entries = asArray(document.packages);
  if (entries.length > sbomLimits.components) {
    entries = entries.slice(0, sbomLimits.components);
    issues.push(
      errorIssue('sbom/too-many-components', `only the first ${sbomLimits.components} packages were read`, { where }),
    );
  }
  const packages: Package[] = [];
  let os: OsInfo | undefined;
  let image: SbomImage | undefined;
  for (const entry of entries.map(asFields)) {
    const facts = ownFacts(entry);
    const purpose = asText(entry.primaryPackagePurpose)?.replace('-', '_');
    const spdxId = asText(entry.SPDXID) ?? '';
    if (purpose === 'OPERATING_SYSTEM' || spdxId.startsWith('SPDXRef-OperatingSystem')) os ??= osOf(entry, facts);
    else if (purpose === 'CONTAINER' || spdxId.startsWith('SPDXRef-ContainerImage')) image ??= imageOf(entry, facts);
    else {
      const found = packageOf(entry, facts, { references, files: files.get(spdxId) ?? [], tally, purpose });
      if (found) packages.push(found);
    }
  }
  os ??= osOfPackages(packages);
  const tool = texts(asFields(document.creationInfo).creators)
    .find((text) => text.startsWith('Tool: '))
    ?.slice('Tool: '.length);
  return ok({
    format: spdxVersion.replace('-', ' '),
    ...(tool === undefined ? {} : { tool }),
    ...(os === undefined ? {} : { os }),
    packages,
    ...(image === undefined ? {} : { image }),
    issues: [...issues, ...tally.issues(where)],
  });
}

interface Surroundings {
  readonly references: ReadonlyMap<string, string>;
  readonly files: readonly string[];
  readonly tally: Tally;
  readonly purpose: string | undefined;
}

function packageOf(
  entry: JsonObject,
  facts: Facts,
  { references, files, tally, purpose }: Surroundings,
): Package | undefined {
  const name = asText(entry.name) ?? '';
  const version = asText(entry.versionInfo) ?? '';
  const purl =
    purlOf(entry) ?? (name !== '' && version !== '' && isPackage(purpose) ? genericPurl(name, version) : undefined);
  if (purl === undefined) return undefined;
  const derived = packageOfPurl(purl);
  if (derived === undefined) {
    tally.add('sbom/invalid-purl', 'packages have an invalid package URL', purl);
    return undefined;
  }
  if (version === '' && derived.version === '' && facts.cataloger === undefined) {
    tally.add('sbom/no-version', 'packages have no version and cannot be matched', purl);
    return undefined;
  }
  const source = derived.source === undefined ? undefined : sourceOf(asText(entry.sourceInfo));
  const declared = licencesOfSpdx(entry.licenseDeclared, references);
  return packageOfFacts(purl, facts, {
    name,
    version,
    locations: facts.locations ?? files.map(stripRoot),
    licenses: facts.licenses ?? (declared.length > 0 ? declared : licencesOfSpdx(entry.licenseConcluded, references)),
    cataloger: 'sbom/spdx',
    source,
  });
}

/** Purposes that stand for the thing described, not for a package in it. */
function isPackage(purpose: string | undefined): boolean {
  return purpose !== 'FILE' && purpose !== 'SOURCE' && purpose !== 'ARCHIVE' && purpose !== 'DEVICE';
}

function purlOf(entry: JsonObject): string | undefined {
  for (const item of asArray(entry.externalRefs)) {
    const { referenceType, referenceLocator } = asFields(item);
    // The type may be a full URI: http://spdx.org/rdf/references/purl.
    if (typeof referenceType === 'string' && /(^|\/)purl$/.test(referenceType)) return asText(referenceLocator);
  }
  return undefined;
}

/** Trivy and we write `built package from: glibc 2.35-0ubuntu3.1`. */
function sourceOf(info: string | undefined): Package['source'] {
  const match = /^built package from: (\S+) (\S+)$/.exec(info ?? '');
  return match?.[1] !== undefined && match[2] !== undefined ? { name: match[1], version: match[2] } : undefined;
}

/** Paths of the files that a package contains, by the package's SPDX id: `hasFiles`, relationships, or files written inside it. */
function filesByPackage(document: JsonObject): Map<string, string[]> {
  const nameOf = new Map<string, string>();
  for (const item of asArray(document.files)) {
    const { SPDXID, fileName } = asFields(item);
    if (typeof SPDXID === 'string' && typeof fileName === 'string') nameOf.set(SPDXID, fileName);
  }
  const found = new Map<string, string[]>();
  const put = (owner: unknown, name: string | undefined): void => {
    if (typeof owner !== 'string' || name === undefined) return;
    const list = found.get(owner);
    if (list === undefined) found.set(owner, [name]);
    else if (!list.includes(name)) list.push(name);
  };
  for (const item of asArray(document.packages)) {
    const { SPDXID, hasFiles, files } = asFields(item);
    for (const id of texts(hasFiles)) put(SPDXID, nameOf.get(id));
    for (const file of asArray(files)) put(SPDXID, asText(asFields(file).fileName));
  }
  for (const item of asArray(document.relationships)) {
    const { spdxElementId, relatedSpdxElement, relationshipType, comment } = asFields(item);
    const evident = relationshipType === 'OTHER' && typeof comment === 'string' && comment.startsWith('evident-by');
    if (typeof relatedSpdxElement === 'string' && (relationshipType === 'CONTAINS' || evident)) {
      put(spdxElementId, nameOf.get(relatedSpdxElement));
    }
  }
  return found;
}

function licenceTexts(document: JsonObject): Map<string, string> {
  const found = new Map<string, string>();
  for (const item of asArray(document.hasExtractedLicensingInfos)) {
    const { licenseId, name, extractedText } = asFields(item);
    const text = asText(name) ?? asText(extractedText);
    if (typeof licenseId === 'string' && text !== undefined) found.set(licenseId, text);
  }
  return found;
}

function osOf(entry: JsonObject, facts: Facts): OsInfo {
  return osOfFacts(facts) ?? osOfNames(asText(entry.name) ?? '', asText(entry.versionInfo) ?? '');
}

function imageOf(entry: JsonObject, facts: Facts): SbomImage {
  const own = imageOfFacts(facts);
  if (own) return own;
  const purlDigest = /@(sha256(?::|%3A)[0-9a-f]{64})/i.exec(purlOf(entry) ?? '')?.[1]?.replace(/%3a/i, ':');
  const digest = digestOf(purlDigest) ?? digestOf(asText(entry.versionInfo));
  return { reference: asText(entry.name) ?? '', ...(digest === undefined ? {} : { digest }), layers: [] };
}

function stripRoot(path: string): string {
  return path.replace(/^\.?\/+/, '');
}

function ownFacts(entry: JsonObject): Facts {
  for (const item of asArray(entry.annotations)) {
    const comment = asText(asFields(item).comment);
    if (comment?.startsWith(`${annotationPrefix}{`)) return factsOfJson(comment.slice(annotationPrefix.length));
  }
  return {};
}

function factsOfJson(text: string): Facts {
  const facts: Record<string, readonly string[]> = Object.create(null);
  try {
    for (const [key, value] of Object.entries(asFields(JSON.parse(text)))) facts[key] = texts(value);
  } catch {
    // Somebody else's comment that happens to begin like ours.
  }
  return facts;
}
