import type { SbomImage } from '#build/inventory/sbom/target-facts.ts';
import type { ScanReport } from '#core/scan-report.ts';

/** What an SBOM keeps of the image. */
export function sbomImage({ image }: ScanReport): SbomImage | undefined {
  if (!image) return undefined;
  const { reference, digest, configDigest, platform, layers } = image;
  return {
    reference,
    ...(digest === undefined ? {} : { digest }),
    ...(configDigest === undefined ? {} : { configDigest }),
    ...(platform === undefined ? {} : { platform }),
    layers,
  };
}
