import type { ImageCheck } from '../check.ts';
import { fileHits } from '../file-hits.ts';
import { privilegedFiles } from '../privileged-files.ts';

/** Each program that no OS package brought. */
export const setuid: ImageCheck = {
  id: 'setuid',
  run: (facts) => fileHits(privilegedFiles(facts).others),
};
