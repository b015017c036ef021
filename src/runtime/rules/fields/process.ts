import type { Field } from '../field.ts';
import { processAncestorFields } from './process-ancestors.ts';
import { processCommandFields } from './process-command.ts';
import { processFileFields } from './process-file.ts';
import { processIdFields } from './process-ids.ts';
import { processResourceFields } from './process-resources.ts';
import { processStreamFields } from './process-streams.ts';
import { threadFields } from './process-thread.ts';
import { processTimeFields } from './process-times.ts';

/** Fields of the thread that an event came from, of its process, and of the processes above it. */
export const processFields: readonly Field[] = [
  ...processCommandFields,
  ...processAncestorFields,
  ...processIdFields,
  ...processTimeFields,
  ...processFileFields,
  ...processResourceFields,
  ...processStreamFields,
  ...threadFields,
];
