import type { DockerfileCheck } from '../check.ts';
import { finalLineage, lastInFinal } from './stages.ts';

/** Base images that are known to set a user other than root. */
const nonRootBase = /(?:^|[/:_-])non-?root\b|^cgr\.dev\/|\bchainguard\//i;

export const runsAsRoot: DockerfileCheck = {
  id: 'runs-as-root',
  run(file) {
    const user = lastInFinal(file, 'USER');
    if (user) {
      const name = user.text.trim().split(':', 1)[0]!;
      return name === 'root' || /^0+$/.test(name) ? [{ instruction: user, evidence: { name: `USER ${name}` } }] : [];
    }
    const base = finalLineage(file).at(-1);
    if (!base || nonRootBase.test(base.base)) return [];
    return [{ instruction: file.stages.at(-1)!.from, evidence: { name: 'USER is not set' } }];
  },
};
