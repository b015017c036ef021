import type { ImageCheck } from '../check.ts';

const othersRead = 0o004;

export const shadowReadable: ImageCheck = {
  id: 'shadow-readable',
  run: ({ tree }) =>
    ['etc/shadow', 'etc/gshadow', 'etc/shadow-'].flatMap((path) => {
      const entry = tree.resolve(path);
      return entry?.type === 'file' && (entry.mode & othersRead) !== 0 && entry.size > 0
        ? [{ subject: path, evidence: { file: path, layer: entry.layer } }]
        : [];
    }),
};
