import type { ImageCheck } from '../check.ts';

export const endOfLifeOs: ImageCheck = {
  id: 'end-of-life-os',
  run({ os, today }) {
    if (os?.endOfLife === undefined || os.endOfLife >= today) return [];
    const release = `${os.id} ${os.versionId}`.trim();
    return [{ subject: release, evidence: { name: `${os.prettyName ?? release}, support ended ${os.endOfLife}` } }];
  },
};
