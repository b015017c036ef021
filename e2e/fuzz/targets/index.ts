import type { FuzzTarget } from '../target.ts';
import { catalogerTargets } from './catalogers.ts';
import { documentTargets } from './documents.ts';
import { imageTargets } from './images.ts';
import { layerTargets } from './layers.ts';
import { runtimeCaptureTargets } from './runtime-captures.ts';
import { runtimeFilterTargets } from './runtime-filters.ts';
import { runtimeOutputTargets } from './runtime-outputs.ts';
import { runtimeRuleTestTargets } from './runtime-rule-tests.ts';
import { runtimeRuleTargets } from './runtime-rules.ts';
import { runtimeTrackerTargets } from './runtime-trackers.ts';
import { tarTargets } from './tar.ts';
import { textTargets } from './texts.ts';

/** Every target, sorted by id. */
export const targets: readonly FuzzTarget[] = [
  ...catalogerTargets,
  ...documentTargets,
  ...imageTargets,
  ...layerTargets,
  ...runtimeCaptureTargets,
  ...runtimeFilterTargets,
  ...runtimeOutputTargets,
  ...runtimeRuleTestTargets,
  ...runtimeRuleTargets,
  ...runtimeTrackerTargets,
  ...tarTargets,
  ...textTargets,
].sort((a, b) => (a.id < b.id ? -1 : 1));
