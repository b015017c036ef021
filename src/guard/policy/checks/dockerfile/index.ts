import type { DockerfileCheck } from '../check.ts';
import { addInsteadOfCopy } from './add-instead-of-copy.ts';
import { aptCli } from './apt-cli.ts';
import { aptInstallRecommends } from './apt-install-recommends.ts';
import { aptUpdateAlone } from './apt-update-alone.ts';
import { baseNotPinned } from './base-not-pinned.ts';
import { cdInRun } from './cd-in-run.ts';
import { chmodWorldWritable } from './chmod-world-writable.ts';
import { copyDestination } from './copy-destination.ts';
import { copySecretFile } from './copy-secret-file.ts';
import { dockerSocketVolume } from './docker-socket-volume.ts';
import { duplicateStage } from './duplicate-stage.ts';
import { installWithoutYes } from './install-without-yes.ts';
import { invalidPort } from './invalid-port.ts';
import { latestTag } from './latest-tag.ts';
import { maintainerDeprecated } from './maintainer-deprecated.ts';
import { malformedExecForm } from './malformed-exec-form.ts';
import { noFrom } from './no-from.ts';
import { noHealthcheck } from './no-healthcheck.ts';
import { npmInstall } from './npm-install.ts';
import { packageCache } from './package-cache.ts';
import { pointlessCommand } from './pointless-command.ts';
import { port22Exposed } from './port-22-exposed.ts';
import { repeatedInstruction } from './repeated-instruction.ts';
import { riskyPortExposed } from './risky-port-exposed.ts';
import { runsAsRoot } from './runs-as-root.ts';
import { secretInBuildArg } from './secret-in-build-arg.ts';
import { secretInCommand } from './secret-in-command.ts';
import { secretInEnv } from './secret-in-env.ts';
import { secretInLabel } from './secret-in-label.ts';
import { shellFormStart } from './shell-form-start.ts';
import { sshServer } from './ssh-server.ts';
import { sudoInRun } from './sudo-in-run.ts';
import { sudoNopasswd } from './sudo-nopasswd.ts';
import { unknownInstruction } from './unknown-instruction.ts';
import { unknownStage } from './unknown-stage.ts';
import { workdirRelative } from './workdir-relative.ts';

/** Checks of a whole Dockerfile, sorted by id. */
export const dockerfileChecks: readonly DockerfileCheck[] = [
  addInsteadOfCopy,
  aptCli,
  aptInstallRecommends,
  aptUpdateAlone,
  baseNotPinned,
  cdInRun,
  chmodWorldWritable,
  copyDestination,
  copySecretFile,
  dockerSocketVolume,
  duplicateStage,
  installWithoutYes,
  invalidPort,
  latestTag,
  maintainerDeprecated,
  malformedExecForm,
  noFrom,
  noHealthcheck,
  npmInstall,
  packageCache,
  pointlessCommand,
  port22Exposed,
  repeatedInstruction,
  riskyPortExposed,
  runsAsRoot,
  secretInBuildArg,
  secretInCommand,
  secretInEnv,
  secretInLabel,
  shellFormStart,
  sshServer,
  sudoInRun,
  sudoNopasswd,
  unknownInstruction,
  unknownStage,
  workdirRelative,
];
