import type { ImageCheck } from '../check.ts';
import { privilegedFiles } from '../privileged-files.ts';

/** The distribution's own, all in one. */
export const setuidOsPackages: ImageCheck = {
  id: 'setuid-os-packages',
  run(facts) {
    const { packaged } = privilegedFiles(facts);
    const [first] = packaged;
    if (!first) return [];
    const names = packaged.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)).sort();
    return [
      {
        evidence: { file: first.path, layer: first.layer, name: `${names.length}: ${names.join(', ')}`.slice(0, 400) },
      },
    ];
  },
};
