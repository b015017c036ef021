import {
  type CyclonedxComponent,
  cyclonedxComponents,
  cyclonedxImageProperties,
  cyclonedxOs,
} from '#build/inventory/sbom/cyclonedx-write.ts';
import type { ScanReport } from '#core/scan-report.ts';
import { contentUuid } from './content-uuid.ts';
import { cyclonedxVulnerabilities } from './cyclonedx-vulnerabilities.ts';
import { targetPurl } from './image-purl.ts';
import type { Render } from './report-format.ts';
import { sbomImage } from './sbom-image.ts';
import { rfc3339 } from './times.ts';

/** CycloneDX 1.6 (ECMA-424), JSON. Package ↔ component lies in build/inventory/sbom, shared with the reader. */
export const renderCyclonedx: Render = (report) => {
  const root = rootOf(report);
  const components = cyclonedxComponents(report.packages);
  const os = report.os && cyclonedxOs(report.os);
  const timestamp = rfc3339(report.scannedAt);
  const content = {
    version: 1,
    metadata: {
      ...(timestamp === undefined ? {} : { timestamp }),
      tools: { components: [{ type: 'application', name: 'holdfast', version: report.holdfast.version }] },
      component: root,
      properties: [
        { name: 'holdfast:decision', value: report.verdict.decision },
        { name: 'holdfast:advisories', value: report.advisories.set },
        ...(report.complete ? [] : [{ name: 'holdfast:complete', value: 'false' }]),
      ],
    },
    components: [...(os ? [os] : []), ...components],
    dependencies: dependenciesOf(report, root['bom-ref'], os?.['bom-ref'], components),
    compositions: [{ aggregate: report.complete ? 'unknown' : 'incomplete', assemblies: [root['bom-ref']] }],
    vulnerabilities: cyclonedxVulnerabilities(report, components),
  };
  const serialNumber = `urn:uuid:${contentUuid(JSON.stringify(content))}`;
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber,
    ...content,
  };
  return `${JSON.stringify(bom, null, 1)}\n`;
};

function rootOf(report: ScanReport): CyclonedxComponent {
  const image = sbomImage(report);
  const purl = targetPurl(report);
  const properties = image ? cyclonedxImageProperties(image) : [];
  return {
    type: image ? 'container' : 'application',
    'bom-ref': `target:${purl}`,
    name: (report.image?.reference || report.target.reference).toWellFormed(),
    ...(image?.digest === undefined ? {} : { version: image.digest }),
    ...(image ? { purl } : {}),
    ...(properties.length > 0 ? { properties } : {}),
  };
}

interface Dependency {
  readonly ref: string;
  readonly dependsOn: readonly string[];
}

/** The target needs the system and every package that no other package needs; packages need what they say. */
function dependenciesOf(
  report: ScanReport,
  root: string,
  os: string | undefined,
  components: readonly CyclonedxComponent[],
): Dependency[] {
  const refsOf = new Map<string, string[]>();
  report.packages.forEach(({ type, name, version }, index) => {
    const key = `${type} ${name}@${version}`;
    const ref = components[index]?.['bom-ref'] as string;
    const refs = refsOf.get(key);
    if (refs) refs.push(ref);
    else refsOf.set(key, [ref]);
  });
  const needed = new Set<string>();
  const dependencies: Dependency[] = [];
  report.packages.forEach(({ type, dependsOn = [] }, index) => {
    const ref = components[index]?.['bom-ref'] as string;
    const refs = new Set(dependsOn.flatMap((key) => refsOf.get(`${type} ${key}`) ?? []));
    refs.delete(ref);
    if (refs.size === 0) return;
    for (const each of refs) needed.add(each);
    dependencies.push({ ref, dependsOn: [...refs] });
  });
  const roots = components.map((component) => component['bom-ref']).filter((ref) => !needed.has(ref));
  return [{ ref: root, dependsOn: [...(os === undefined ? [] : [os]), ...roots] }, ...dependencies];
}
