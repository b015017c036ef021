import type { ImageCheck } from '../check.ts';
import { sshdHits } from '../sshd-setting.ts';

export const sshdPermitEmptyPasswords: ImageCheck = {
  id: 'sshd-permit-empty-passwords',
  run: (facts) => sshdHits(facts, 'permitemptypasswords', 'yes'),
};
