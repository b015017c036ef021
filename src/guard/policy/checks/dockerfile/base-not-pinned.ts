import type { DockerfileCheck } from '../check.ts';
import type { Dockerfile, Stage } from './parse-dockerfile.ts';

/** A tag can be moved; a digest cannot. */
export const baseNotPinned: DockerfileCheck = {
  id: 'base-not-pinned',
  run: (file) =>
    file.stages
      .filter((stage) => !isStageName(file, stage) && !stage.base.includes('$') && !stage.base.includes('@'))
      .map(({ from, base }) => ({ instruction: from, subject: base })),
};

/** FROM an earlier stage, or from nothing. */
export function isStageName({ stages }: Dockerfile, { base, index }: Stage): boolean {
  return (
    base === '' ||
    base === 'scratch' ||
    stages.some((other) => other.index < index && other.name === base.toLowerCase())
  );
}
