import type { ImageCheck } from '../check.ts';
import { fileHits } from '../file-hits.ts';

const systemTrees = ['bin/', 'sbin/', 'lib/', 'lib64/', 'usr/', 'etc/', 'boot/', 'root/'];

export const worldWritable: ImageCheck = {
  id: 'world-writable',
  run: ({ survey }) =>
    fileHits(
      // Below these the kernel decides, and the runtime mounts its own.
      survey.worldWritable.filter(
        ({ path }) => !path.startsWith('proc/') && !path.startsWith('sys/') && !path.startsWith('dev/'),
      ),
      // Whoever may write what root runs or reads is root.
      ({ path, type }) => (type === 'file' && systemTrees.some((tree) => path.startsWith(tree)) ? 'high' : undefined),
    ),
};
