import type { SecretRule } from '../rule.ts';
import { aiRules } from './ai.ts';
import { cloudRules } from './cloud.ts';
import { configFileRules } from './config-files.ts';
import { forgeRules } from './forges.ts';
import { genericRules } from './generic.ts';
import { infrastructureRules } from './infrastructure.ts';
import { keyRules } from './keys.ts';
import { messagingRules } from './messaging.ts';
import { monitoringRules } from './monitoring.ts';
import { paymentRules } from './payment.ts';
import { registryRules } from './registries.ts';
import { serviceRules } from './services.ts';

/** Raised when a rule changes what it finds: part of the layer cache's key. */
export const secretRulesVersion = 1;

/** Every rule, family by family; inside a family sorted by id. */
export const secretRules: readonly SecretRule[] = [
  ...aiRules,
  ...cloudRules,
  ...configFileRules,
  ...forgeRules,
  ...genericRules,
  ...infrastructureRules,
  ...keyRules,
  ...messagingRules,
  ...monitoringRules,
  ...paymentRules,
  ...registryRules,
  ...serviceRules,
];
