import type { ImageCheck } from '../check.ts';

const anybodyWrites = /^\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)/;

export const unsafePath: ImageCheck = {
  id: 'unsafe-path',
  run({ config }) {
    const path = config?.env.find((entry) => entry.startsWith('PATH='))?.slice(5);
    if (path === undefined || path === '') return [];
    const bad = path.split(':').filter((directory) => !directory.startsWith('/') || anybodyWrites.test(directory));
    return [...new Set(bad)]
      .filter((directory) => !directory.startsWith('$'))
      .map((directory) => ({
        subject: directory === '' ? 'an empty entry' : directory.slice(0, 100),
        evidence: { where: 'env', name: 'PATH' },
      }));
  },
};
