import type { StepCheck } from '../check.ts';
import { addRemoteUrl } from './add-remote-url.ts';
import { curlPipeSh } from './curl-pipe-sh.ts';
import { osUpgradeInBuild } from './os-upgrade-in-build.ts';
import { packageVerificationOff } from './package-verification-off.ts';
import { tlsVerificationOff } from './tls-verification-off.ts';

/** Checks of one build step, from history or from a Dockerfile; sorted by id. */
export const stepChecks: readonly StepCheck[] = [
  addRemoteUrl,
  curlPipeSh,
  osUpgradeInBuild,
  packageVerificationOff,
  tlsVerificationOff,
];
