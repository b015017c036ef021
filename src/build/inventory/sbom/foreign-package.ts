import type { Package } from '#core/package.ts';
import type { PurlPackage } from './purl-package.ts';

/** What Trivy and Syft say of a package in properties of their own; names as in their documents. */
export interface ForeignFacts {
  readonly source?: Package['source'];
  readonly module?: string;
  readonly layerDiffId?: string;
  readonly locations: readonly string[];
}

type Properties = ReadonlyMap<string, readonly string[]>;

export function foreignPackageFacts(derived: PurlPackage, properties: Properties): ForeignFacts {
  const trivy = (key: string): string | undefined => properties.get(`aquasecurity:trivy:${key}`)?.[0];
  const source = trivySource(derived, trivy);
  const module = trivy('Modularitylabel') ?? properties.get('syft:metadata:modularityLabel')?.[0];
  const layerDiffId = trivy('LayerDiffID') ?? properties.get('syft:location:0:layerID')?.[0];
  const path = trivy('FilePath');
  return {
    ...(source === undefined ? {} : { source }),
    ...(module === undefined || module === '' ? {} : { module }),
    ...(layerDiffId === undefined ? {} : { layerDiffId }),
    locations: path === undefined ? syftLocations(properties) : [path],
  };
}

/** Trivy splits a source version into epoch, version and release; older ones write it whole into SrcVersion. */
function trivySource(derived: PurlPackage, trivy: (key: string) => string | undefined): Package['source'] {
  const name = trivy('SrcName');
  if (name === undefined || derived.source === undefined) return undefined;
  const version = trivy('SrcVersion');
  if (version === undefined) return { name, version: derived.source.version };
  const epoch = trivy('SrcEpoch');
  const release = trivy('SrcRelease');
  return {
    name,
    version: `${epoch === undefined || epoch === '0' ? '' : `${epoch}:`}${version}${release === undefined ? '' : `-${release}`}`,
  };
}

function syftLocations(properties: Properties): string[] {
  const paths: string[] = [];
  for (let index = 0; ; index++) {
    const path = properties.get(`syft:location:${index}:path`)?.[0];
    if (path === undefined) return paths;
    paths.push(path);
  }
}
