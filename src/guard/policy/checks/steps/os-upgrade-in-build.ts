import type { StepCheck } from '../check.ts';
import { operands, subcommand } from '../shell/run-words.ts';
import { installers } from './installers.ts';

/** A whole-system upgrade in a build step: the result depends on the day, and the base image stays old. */
export const osUpgradeInBuild: StepCheck = {
  id: 'os-upgrade-in-build',
  run: ({ commands }) =>
    commands.flatMap((command) => {
      const installer = installers.get(command.program);
      if (!installer?.upgrade.has(subcommand(command, installer.withValue))) return [];
      // `yum update openssl` names what it upgrades.
      const [verb, ...packages] = operands(command, installer.withValue);
      return packages.length > 0 ? [] : [{ subject: `${command.program} ${verb}` }];
    }),
};
