import type { ImageCheck } from '../check.ts';
import { sshdHits } from '../sshd-setting.ts';

export const sshdPermitRootLogin: ImageCheck = {
  id: 'sshd-permit-root-login',
  run: (facts) => sshdHits(facts, 'permitrootlogin', 'yes'),
};
