import type { Field } from '../field.ts';
import { containerFields } from './container.ts';
import { evtFields } from './evt.ts';
import { fdFields } from './fd.ts';
import { fdlistFields } from './fdlist.ts';
import { fsPathFields } from './fs-path.ts';
import { groupFields } from './group.ts';
import { k8sFields } from './k8s.ts';
import { processFields } from './process.ts';
import { userFields } from './user.ts';
import { utilFields } from './util.ts';

/** All fields, by name. */
export const fields: ReadonlyMap<string, Field> = new Map(
  [
    ...containerFields,
    ...evtFields,
    ...fdFields,
    ...fdlistFields,
    ...fsPathFields,
    ...groupFields,
    ...k8sFields,
    ...processFields,
    ...userFields,
    ...utilFields,
  ]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((field) => [field.name, field]),
);
