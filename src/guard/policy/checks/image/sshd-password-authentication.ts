import type { ImageCheck } from '../check.ts';
import { sshdHits } from '../sshd-setting.ts';

export const sshdPasswordAuthentication: ImageCheck = {
  id: 'sshd-password-authentication',
  run: (facts) => sshdHits(facts, 'passwordauthentication', 'yes'),
};
