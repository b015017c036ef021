import type { Hit, ImageCheck } from '../check.ts';

/** Allocators and the like that people preload for speed. */
const benign = /(?:jemalloc|tcmalloc|mimalloc|libhugetlbfs|libeatmydata|libfaketime|libstdc\+\+|nss_wrapper)/;

export const ldPreload: ImageCheck = {
  id: 'ld-preload',
  run({ tree, config }) {
    const hits: Hit[] = [];
    const file = tree.resolve('etc/ld.so.preload');
    if (file?.type === 'file' && file.size > 0)
      hits.push({ subject: 'etc/ld.so.preload', evidence: { file: 'etc/ld.so.preload', layer: file.layer } });
    for (const entry of config?.env ?? []) {
      const [, name, value = ''] = /^(LD_PRELOAD|LD_AUDIT)=(.+)$/.exec(entry) ?? [];
      if (name !== undefined && !benign.test(value)) hits.push({ subject: name, evidence: { where: 'env', name } });
    }
    return hits;
  },
};
