import type { DockerfileCheck } from '../check.ts';
import { parseExecForm } from '../steps/build-step.ts';
import { ofKind } from './stages.ts';

const archive = /\.(?:tar|tgz|tbz2?|txz|tzst|gz|bz2|xz|zst)$/i;
const remote = /^(?:https?|ftp|git|ssh):\/\/|^git@/;

/** ADD fetches and unpacks; for a plain local file COPY says what is meant. */
export const addInsteadOfCopy: DockerfileCheck = {
  id: 'add-instead-of-copy',
  run: (file) =>
    ofKind(file, 'ADD').flatMap((instruction) => {
      const sources = (parseExecForm(instruction.text) ?? instruction.text.split(/\s+/)).slice(0, -1);
      if (sources.length === 0 || instruction.heredocs.length > 0) return [];
      const needsAdd = sources.some(
        (source) => archive.test(source) || remote.test(source) || /\.git(?:#|$)/.test(source) || source.includes('$'),
      );
      return needsAdd ? [] : [{ instruction, subject: sources[0]!.slice(0, 200) }];
    }),
};
