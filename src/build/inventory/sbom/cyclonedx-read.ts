import { asArray, type JsonObject } from '#core/json.ts';
import { errorIssue, failed, type Issue, type Outcome, ok, quote } from '#core/outcome.ts';
import type { OsInfo, Package } from '#core/package.ts';
import { osOfNames, osOfPackages } from './foreign-os.ts';
import { foreignPackageFacts } from './foreign-package.ts';
import { genericPurl } from './generic-purl.ts';
import { asFields, asText } from './json-value.ts';
import { licencesOfCyclonedx } from './licences.ts';
import { type Facts, factPrefix, packageOfFacts } from './package-facts.ts';
import { packageOfPurl } from './purl-package.ts';
import type { Sbom } from './sbom.ts';
import { sbomLimits } from './sbom-limits.ts';
import { Tally } from './tally.ts';
import { digestOf, imageOfFacts, osOfFacts, type SbomImage } from './target-facts.ts';

/** CycloneDX 1.2–1.7 JSON (https://cyclonedx.org/specification). Later 1.x documents are read by the same rules. */
export function readCyclonedx(document: JsonObject, where: string): Outcome<Sbom> {
  const specVersion = asText(document.specVersion) ?? '';
  if (!/^1\.\d+$/.test(specVersion)) {
    return failed(
      errorIssue('sbom/unknown-version', `CycloneDX ${quote(specVersion)} is not known`, {
        where,
        hint: 'CycloneDX 1.2 to 1.7 in JSON are read',
      }),
    );
  }
  const tally = new Tally();
  const issues: Issue[] = [];
  const metadata = asFields(document.metadata);
  const root = asFields(metadata.component);
  const image = imageOf(root);
  const layerOfDiffId = new Map(image?.layers.map((layer) => [layer.diffId as string, layer.index]));
  const components = flatten(document, where, issues);
  const packages: Package[] = [];
  let os: OsInfo | undefined;
  for (const component of components) {
    if (component.type === 'operating-system') os ??= osOf(component);
    else {
      const found = packageOf(component, layerOfDiffId, tally);
      if (found) packages.push(found);
    }
  }
  // A document about one library names it as the subject only.
  const subject = asText(root.purl) === undefined ? undefined : packageOf(root, layerOfDiffId, tally);
  if (subject && !packages.some(({ purl }) => purl === subject.purl)) packages.push(subject);
  os ??= osOfPackages(packages);
  const tool = toolOf(metadata.tools);
  return ok({
    format: `CycloneDX ${specVersion}`,
    ...(tool === undefined ? {} : { tool }),
    ...(os === undefined ? {} : { os }),
    packages,
    ...(image === undefined ? {} : { image }),
    issues: [...issues, ...tally.issues(where)],
  });
}

/** Components with those nested inside them, in document order, without recursion. */
function flatten(document: JsonObject, where: string, issues: Issue[]): JsonObject[] {
  const found: JsonObject[] = [];
  const open = [
    {
      items: [...asArray(document.components), ...asArray(asFields(asFields(document.metadata).component).components)],
      next: 0,
    },
  ];
  let deep = false;
  while (open.length > 0) {
    const level = open[open.length - 1] as (typeof open)[number];
    if (level.next >= level.items.length) {
      open.pop();
      continue;
    }
    const component = asFields(level.items[level.next++]);
    if (found.length >= sbomLimits.components) {
      issues.push(
        errorIssue('sbom/too-many-components', `only the first ${sbomLimits.components} components were read`, {
          where,
        }),
      );
      break;
    }
    found.push(component);
    const inner = asArray(component.components);
    if (inner.length === 0) continue;
    if (open.length < sbomLimits.componentDepth) open.push({ items: [...inner], next: 0 });
    else if (!deep) {
      deep = true;
      issues.push(
        errorIssue(
          'sbom/too-deep',
          `components nest deeper than ${sbomLimits.componentDepth}; the inner ones were not read`,
          { where },
        ),
      );
    }
  }
  return found;
}

/** Component types that are never a package, whatever their purl says. */
const neverPackage: ReadonlySet<unknown> = new Set([
  'container',
  'cryptographic-asset',
  'data',
  'machine-learning-model',
]);

function packageOf(
  component: JsonObject,
  layerOfDiffId: ReadonlyMap<string, number>,
  tally: Tally,
): Package | undefined {
  if (neverPackage.has(component.type)) return undefined;
  const properties = propertiesOf(component.properties);
  const facts = ownFacts(properties);
  const group = asText(component.group);
  const bareName = asText(component.name) ?? '';
  const version = asText(component.version) ?? '';
  const purl = asText(component.purl) ?? purlWithout(component, bareName, version);
  if (purl === undefined) return undefined;
  const derived = packageOfPurl(purl);
  if (derived === undefined) {
    tally.add('sbom/invalid-purl', 'components have an invalid package URL', purl);
    return undefined;
  }
  if (version === '' && derived.version === '' && facts.cataloger === undefined) {
    tally.add('sbom/no-version', 'components have no version and cannot be matched', purl);
    return undefined;
  }
  const foreign = foreignPackageFacts(derived, properties);
  const layer = foreign.layerDiffId === undefined ? undefined : layerOfDiffId.get(foreign.layerDiffId);
  return packageOfFacts(purl, facts, {
    name: group === undefined ? bareName : `${group}/${bareName}`,
    version,
    locations: locationsOf(component, foreign.locations),
    licenses: licencesOfCyclonedx(component.licenses),
    cataloger: 'sbom/cyclonedx',
    source: foreign.source,
    layer,
    module: foreign.module,
  });
}

/** Types of component that may be a package although they have no purl. */
const packageLike: ReadonlySet<unknown> = new Set(['library', 'application', 'framework', 'platform', 'firmware']);

/** A component with a version or a CPE is a package; one without (Trivy's lock files) groups others. */
function purlWithout(component: JsonObject, name: string, version: string): string | undefined {
  if (name === '' || !packageLike.has(component.type)) return undefined;
  const cpeVersion = asText(component.cpe)?.split(':')[5];
  if (version === '' && (cpeVersion === undefined || cpeVersion === '*')) return undefined;
  return genericPurl(name, version || (cpeVersion ?? ''));
}

function locationsOf(component: JsonObject, foreign: readonly string[]): string[] {
  const occurrences = asArray(asFields(component.evidence).occurrences).flatMap(
    (item) => asText(asFields(item).location) ?? [],
  );
  return occurrences.length > 0 ? occurrences.map(stripRoot) : foreign.map(stripRoot);
}

function stripRoot(path: string): string {
  return path.replace(/^\/+/, '');
}

function osOf(component: JsonObject): OsInfo {
  const properties = propertiesOf(component.properties);
  const own = osOfFacts(ownFacts(properties));
  if (own) return own;
  const id = properties.get('syft:distro:id')?.[0] ?? asText(component.name) ?? '';
  const versionId = properties.get('syft:distro:versionID')?.[0] ?? asText(component.version) ?? '';
  const prettyName = properties.get('syft:distro:prettyName')?.[0] ?? asText(component.description);
  return { ...osOfNames(id, versionId), ...(prettyName === undefined ? {} : { prettyName }) };
}

function imageOf(root: JsonObject): SbomImage | undefined {
  const properties = propertiesOf(root.properties);
  const own = imageOfFacts(ownFacts(properties));
  if (own) return own;
  const name = asText(root.name);
  if (root.type !== 'container' || name === undefined) return undefined;
  const purlDigest = /@(sha256(?::|%3A)[0-9a-f]{64})/i.exec(asText(root.purl) ?? '')?.[1]?.replace(/%3a/i, ':');
  const digest = digestOf(purlDigest) ?? digestOf(asText(root.version));
  const configDigest = digestOf(properties.get('aquasecurity:trivy:ImageID')?.[0]);
  return {
    reference: properties.get('aquasecurity:trivy:RepoTag')?.[0] ?? name,
    ...(digest === undefined ? {} : { digest }),
    ...(configDigest === undefined ? {} : { configDigest }),
    layers: (properties.get('aquasecurity:trivy:DiffID') ?? []).flatMap((text, index) => {
      const diffId = digestOf(text);
      return diffId === undefined ? [] : [{ index, diffId }];
    }),
  };
}

/** 1.5 and later have an object of components, earlier ones an array. */
function toolOf(tools: unknown): string | undefined {
  const [first] = Array.isArray(tools) ? tools : asArray(asFields(tools).components);
  const { name, version } = asFields(first);
  return [asText(name), asText(version)].filter(Boolean).join(' ') || undefined;
}

type Properties = ReadonlyMap<string, readonly string[]>;

function propertiesOf(value: unknown): Properties {
  const found = new Map<string, string[]>();
  for (const item of asArray(value)) {
    const { name, value: text } = asFields(item);
    if (typeof name !== 'string' || typeof text !== 'string') continue;
    const list = found.get(name);
    if (list) list.push(text);
    else found.set(name, [text]);
  }
  return found;
}

function ownFacts(properties: Properties): Facts {
  const facts: Record<string, readonly string[]> = Object.create(null);
  for (const [name, values] of properties)
    if (name.startsWith(factPrefix)) facts[name.slice(factPrefix.length)] = values;
  return facts;
}
