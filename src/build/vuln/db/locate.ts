import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the imported database lies: the flag, HOLDFAST_DB, else below the user's data folder (XDG base directory specification). */
export function resolveDbPath(env: Environment, flag?: string): string {
  if (flag !== undefined && flag !== '') return resolve(flag);
  if (env.HOLDFAST_DB) return resolve(env.HOLDFAST_DB);
  const home = env.HOME || homedir();
  const data = env.XDG_DATA_HOME?.startsWith('/') ? env.XDG_DATA_HOME : join(home, '.local', 'share');
  return join(data, 'holdfast', 'advisories.db');
}

/**
 * The database that a scan opens: the imported one where there is one or where it was asked for by name, else the starter set that ships
 * with the program.
 */
export function chooseDb(env: Environment, flag: string | undefined, starter: string | undefined): string {
  const path = resolveDbPath(env, flag);
  const asked = (flag !== undefined && flag !== '') || Boolean(env.HOLDFAST_DB);
  return asked || starter === undefined || existsSync(path) || !existsSync(starter) ? path : starter;
}
