import { compareText } from '#core/order.ts';
import type { ImageCheck } from '../check.ts';

export const packageCache: ImageCheck = {
  id: 'package-cache',
  run: ({ survey }) =>
    [...survey.caches]
      .sort(([a], [b]) => compareText(a, b))
      .map(([manager, { files, bytes, example }]) => ({
        subject: manager,
        evidence: {
          file: example.path.slice(0, example.path.lastIndexOf('/')),
          layer: example.layer,
          name: `${manager}: ${files} ${files === 1 ? 'file' : 'files'}, ${Math.ceil(bytes / 1024)} KiB`,
        },
      })),
};
