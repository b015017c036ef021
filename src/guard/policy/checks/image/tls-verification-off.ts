import type { ImageCheck } from '../check.ts';
import { byVariable } from '../steps/tls-verification-off.ts';

/** A variable of the image: it holds at run time too. */
export const tlsVerificationOff: ImageCheck = {
  id: 'tls-verification-off',
  run: ({ config }) =>
    (config?.env ?? []).flatMap((entry) => {
      const equals = entry.indexOf('=');
      const name = entry.slice(0, equals);
      const subject = equals < 0 ? undefined : byVariable(name, entry.slice(equals + 1));
      return subject === undefined ? [] : [{ subject, evidence: { where: 'env', name } }];
    }),
};
