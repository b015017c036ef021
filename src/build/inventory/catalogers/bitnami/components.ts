import { parsePurl } from '#core/ids/purl.ts';
import { asArray, asObject, asString, type JsonObject } from '#core/json.ts';
import { MiB } from '#core/limits.ts';
import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { readJsonObject } from '../../json.ts';
import { licenseNames, packageFact } from '../../package-fact.ts';

const maxBytes = 16 * MiB;

/**
 * Components of Bitnami images, which no package manager knows: `/opt/bitnami/<name>/.spdx-<name>.spdx` (SPDX 2.3 JSON), formerly
 * `/opt/bitnami/.bitnami_components.json`. OSV has advisories for them under the ecosystem Bitnami.
 */
export const bitnamiComponents: Cataloger = {
  id: 'bitnami/components',
  version: 1,
  scopes: ['image'],
  describes: 'components of Bitnami images by their SPDX files or .bitnami_components.json',
  wants: ({ name }) => name === '.bitnami_components.json' || (name.startsWith('.spdx-') && name.endsWith('.spdx')),
  read,
};

function read(file: FileInput): FileFacts | undefined {
  const document = readJsonObject(file, 'bitnami/bad-components', maxBytes);
  if (!document.ok) return { issues: [document.issue] };
  const packages = file.name.endsWith('.spdx') ? fromSpdx(document.value) : fromComponents(document.value);
  return packages.length > 0 ? { packages } : undefined;
}

function fromComponents(components: JsonObject): PackageFact[] {
  return Object.entries(components).flatMap(([name, component]) => {
    const { version, arch, distro } = asObject(component) ?? {};
    return bitnamiPackage(name, version, { arch, distro }) ?? [];
  });
}

/** Only what says of itself that it is Bitnami's: the files also list language packages, which their own catalogers find. */
function fromSpdx(document: JsonObject): PackageFact[] {
  return asArray(document.packages).flatMap((one) => {
    const spdxPackage = asObject(one) ?? {};
    for (const reference of asArray(spdxPackage.externalRefs)) {
      const locator = asString(asObject(reference)?.referenceLocator) ?? '';
      const purl = locator.startsWith('pkg:bitnami/') ? parsePurl(locator) : undefined;
      if (!purl?.ok) continue;
      const { name, version, qualifiers } = purl.value;
      const fact = bitnamiPackage(name, version, { ...qualifiers }, spdxPackage.licenseDeclared);
      return fact ?? [];
    }
    return [];
  });
}

function bitnamiPackage(
  name: string,
  version: unknown,
  { arch, distro }: { arch?: unknown; distro?: unknown },
  license?: unknown,
): PackageFact | undefined {
  if (typeof version !== 'string' || version === '') return undefined;
  const qualifiers = {
    ...(typeof arch === 'string' && arch ? { arch } : {}),
    ...(typeof distro === 'string' && distro ? { distro } : {}),
  };
  const licenses = licenseNames([license]).filter((one) => one !== 'NOASSERTION' && one !== 'NONE');
  return packageFact({ type: 'bitnami', name, version, qualifiers, licenses });
}
