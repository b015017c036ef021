import type { PackageFact } from '../../cataloger.ts';
import { all, childText, type XmlElement } from '../../readers/xml.ts';
import { lowestVersion, nugetFact } from './lock-package.ts';

const elements = ['PackageReference', 'PackageVersion', 'GlobalPackageReference'] as const;

/** Packages that an MSBuild file names with a version (learn.microsoft.com, PackageReference and central package management). */
export function packageReferences(project: XmlElement): (PackageFact | undefined)[] {
  return elements.flatMap((element) =>
    all(project, 'ItemGroup', element).map((reference) => {
      const { attributes } = reference;
      const name = attributes.get('Include') ?? attributes.get('Update') ?? '';
      const range =
        attributes.get('VersionOverride') ?? attributes.get('Version') ?? childText(reference, 'Version') ?? '';
      const version = lowestVersion(range);
      const assets = attributes.get('PrivateAssets') ?? childText(reference, 'PrivateAssets') ?? '';
      return version === undefined
        ? undefined
        : nugetFact(name, version, { dev: assets.trim().toLowerCase() === 'all' });
    }),
  );
}
