import type { ImageCheck } from '../check.ts';

/** OCI image-spec, annotations: those by which an image is led back to what it was made from; Label Schema's old names count. */
const wanted: Record<string, readonly string[]> = {
  'org.opencontainers.image.source': ['org.label-schema.vcs-url', 'org.opencontainers.image.url'],
  'org.opencontainers.image.revision': ['org.label-schema.vcs-ref', 'vcs-ref'],
};

export const missingOciLabels: ImageCheck = {
  id: 'missing-oci-labels',
  run({ config }) {
    if (!config) return [];
    const missing = Object.entries(wanted).flatMap(([name, others]) =>
      [name, ...others].some((label) => config.labels[label]) ? [] : [name],
    );
    return missing.length === 0 ? [] : [{ evidence: { where: 'label', name: missing.join(', ') } }];
  },
};
