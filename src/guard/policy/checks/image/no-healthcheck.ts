import type { ImageCheck } from '../check.ts';

export const noHealthcheck: ImageCheck = {
  id: 'no-healthcheck',
  run({ config }) {
    if (!config) return [];
    const test = config.healthcheck?.test ?? [];
    if (test.length > 0 && test[0] !== 'NONE') return [];
    return [{ evidence: { where: 'config', name: 'HEALTHCHECK' } }];
  },
};
