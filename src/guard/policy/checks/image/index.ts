import type { ImageCheck } from '../check.ts';
import { authorizedKeys } from './authorized-keys.ts';
import { dockerSocketVolume } from './docker-socket-volume.ts';
import { emptyPassword } from './empty-password.ts';
import { endOfLifeOs } from './end-of-life-os.ts';
import { extraRootAccount } from './extra-root-account.ts';
import { gitDirectory } from './git-directory.ts';
import { latestTag } from './latest-tag.ts';
import { ldPreload } from './ld-preload.ts';
import { missingOciLabels } from './missing-oci-labels.ts';
import { noHealthcheck } from './no-healthcheck.ts';
import { packageCache } from './package-cache.ts';
import { passwordInShadow } from './password-in-shadow.ts';
import { port22Exposed } from './port-22-exposed.ts';
import { riskyPortExposed } from './risky-port-exposed.ts';
import { runsAsRoot } from './runs-as-root.ts';
import { secretInBuildArg } from './secret-in-build-arg.ts';
import { secretInCommand } from './secret-in-command.ts';
import { secretInEnv } from './secret-in-env.ts';
import { secretInLabel } from './secret-in-label.ts';
import { setuid } from './setuid.ts';
import { setuidOsPackages } from './setuid-os-packages.ts';
import { shadowReadable } from './shadow-readable.ts';
import { sshServer } from './ssh-server.ts';
import { sshdPasswordAuthentication } from './sshd-password-authentication.ts';
import { sshdPermitEmptyPasswords } from './sshd-permit-empty-passwords.ts';
import { sshdPermitRootLogin } from './sshd-permit-root-login.ts';
import { sudoInstalled } from './sudo-installed.ts';
import { sudoNopasswd } from './sudo-nopasswd.ts';
import { tlsVerificationOff } from './tls-verification-off.ts';
import { unsafePath } from './unsafe-path.ts';
import { worldWritable } from './world-writable.ts';

/** Checks of a whole image, sorted by id. */
export const imageChecks: readonly ImageCheck[] = [
  authorizedKeys,
  dockerSocketVolume,
  emptyPassword,
  endOfLifeOs,
  extraRootAccount,
  gitDirectory,
  latestTag,
  ldPreload,
  missingOciLabels,
  noHealthcheck,
  packageCache,
  passwordInShadow,
  port22Exposed,
  riskyPortExposed,
  runsAsRoot,
  secretInBuildArg,
  secretInCommand,
  secretInEnv,
  secretInLabel,
  setuid,
  setuidOsPackages,
  shadowReadable,
  sshServer,
  sshdPasswordAuthentication,
  sshdPermitEmptyPasswords,
  sshdPermitRootLogin,
  sudoInstalled,
  sudoNopasswd,
  tlsVerificationOff,
  unsafePath,
  worldWritable,
];
