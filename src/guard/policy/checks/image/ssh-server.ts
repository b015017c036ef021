import type { ImageCheck } from '../check.ts';

const packages = new Set(['openssh-server', 'dropbear', 'dropbear-bin', 'openssh-server-pam', 'tinyssh']);
const programs = /(?:^|\/)(?:sshd|dropbear)$/;

export const sshServer: ImageCheck = {
  id: 'ssh-server',
  run(facts) {
    const { config, survey } = facts;
    const started = [...(config?.entrypoint ?? []), ...(config?.cmd ?? [])]
      .join(' ')
      .split(/[\s;&|]+/)
      .some((word) => programs.test(word));
    const [file] = survey.sshServers;
    const found = facts.packages.find(
      ({ type, name }) =>
        (type === 'deb' || type === 'rpm' || type === 'apk' || type === 'alpm') &&
        (packages.has(name) || (type === 'alpm' && name === 'openssh')),
    );
    if (!started && !file && !found) return [];
    const layer = file?.layer ?? found?.layer;
    return [
      {
        ...(started ? { severity: 'high' as const } : {}),
        evidence: {
          ...(file ? { file: file.path } : {}),
          ...(layer === undefined ? {} : { layer }),
          name: started ? 'started by the image' : (found?.name ?? 'sshd'),
        },
      },
    ];
  },
};
