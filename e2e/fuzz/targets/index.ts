import type { FuzzTarget } from '../target.ts';
import { catalogerTargets } from './catalogers.ts';
import { documentTargets } from './documents.ts';
import { imageTargets } from './images.ts';
import { layerTargets } from './layers.ts';
import { tarTargets } from './tar.ts';
import { textTargets } from './texts.ts';

/** Every target, sorted by id. */
export const targets: readonly FuzzTarget[] = [
  ...catalogerTargets,
  ...documentTargets,
  ...imageTargets,
  ...layerTargets,
  ...tarTargets,
  ...textTargets,
].sort((a, b) => (a.id < b.id ? -1 : 1));
