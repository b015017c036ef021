import type { Field } from '../field.ts';
import { evtGeneralFields } from './evt-general.ts';
import { evtIoFields } from './evt-io.ts';
import { evtOpenFields } from './evt-open.ts';
import { evtParameterFields } from './evt-parameter.ts';
import { evtPathFields } from './evt-path.ts';
import { evtResultFields } from './evt-result.ts';
import { evtTimeFields } from './evt-time.ts';

/** Fields of the event itself, by name. */
export const evtFields: readonly Field[] = [
  ...evtGeneralFields,
  ...evtIoFields,
  ...evtOpenFields,
  ...evtParameterFields,
  ...evtPathFields,
  ...evtResultFields,
  ...evtTimeFields,
].sort((one, other) => (one.name < other.name ? -1 : 1));
