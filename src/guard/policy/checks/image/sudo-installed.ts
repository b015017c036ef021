import type { ImageCheck } from '../check.ts';

export const sudoInstalled: ImageCheck = {
  id: 'sudo-installed',
  run({ survey, packages }) {
    const [file] = survey.sudo;
    const found = packages.find(
      ({ type, name }) =>
        (type === 'deb' || type === 'rpm' || type === 'apk' || type === 'alpm') &&
        (name === 'sudo' || name === 'sudo-ldap' || name === 'doas'),
    );
    if (!file && !found) return [];
    const layer = file?.layer ?? found?.layer;
    return [
      {
        evidence: {
          ...(file ? { file: file.path } : {}),
          ...(layer === undefined ? {} : { layer }),
          name: found?.name ?? 'sudo',
        },
      },
    ];
  },
};
