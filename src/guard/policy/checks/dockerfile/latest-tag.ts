import type { DockerfileCheck } from '../check.ts';
import { isLatest } from '../image/latest-tag.ts';
import { isStageName } from './base-not-pinned.ts';

export const latestTag: DockerfileCheck = {
  id: 'latest-tag',
  run: (file) =>
    file.stages
      // A variable without a default is the caller's choice.
      .filter((stage) => !isStageName(file, stage) && !stage.base.includes('$') && isLatest(stage.base))
      .map(({ from, base }) => ({ instruction: from, subject: base })),
};
