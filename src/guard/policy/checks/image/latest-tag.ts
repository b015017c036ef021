import { splitImageRef } from '#core/ids/image-ref.ts';
import type { ImageCheck } from '../check.ts';

const baseLabels = ['org.opencontainers.image.base.name', 'image.base.ref.name'];

/** The base image as its labels name it. What the image itself is called is the user's business and no property of its content. */
export const latestTag: ImageCheck = {
  id: 'latest-tag',
  run({ config }) {
    if (
      !config ||
      baseLabels.some((label) => config.labels['org.opencontainers.image.base.digest'] && config.labels[label])
    )
      return [];
    return baseLabels.flatMap((label) => {
      const base = config.labels[label];
      return base !== undefined && isLatest(base)
        ? [{ subject: base.slice(0, 200), evidence: { where: 'label' as const, name: label } }]
        : [];
    });
  },
};

/** Without a digest, and without a tag or with `latest`. */
export function isLatest(reference: string): boolean {
  const { tag = 'latest', digest } = splitImageRef(reference);
  return digest === undefined && tag === 'latest';
}
