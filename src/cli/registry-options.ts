import { accessSync, constants } from 'node:fs';
import type { RegistryOptions } from '#build/image/registry/client.ts';
import { type CliContext, CliError } from './command.ts';

export interface RegistryFlags {
  readonly insecureRegistry?: readonly string[];
  readonly registryCa?: string;
}

/** What the flags of all commands that speak to registries mean. */
export function registryOptions(
  { insecureRegistry = [], registryCa }: RegistryFlags,
  { env }: CliContext,
): RegistryOptions {
  if (registryCa !== undefined) {
    try {
      accessSync(registryCa, constants.R_OK);
    } catch (cause) {
      throw new CliError(2, `cannot read ${registryCa}: ${(cause as Error).message}`);
    }
  }
  return { env, insecure: insecureRegistry, ...(registryCa === undefined ? {} : { caFile: registryCa }) };
}
