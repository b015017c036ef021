import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/** Scan results, compiled code and spool files: may be deleted at any time. `HOLDFAST_CACHE`, else the XDG cache folder. */
export function cacheDirectory(env: Env): string {
  return env.HOLDFAST_CACHE || join(env.XDG_CACHE_HOME || join(homeOf(env), '.cache'), 'holdfast');
}

/** Builds in containers often have neither HOME nor a writable one. */
function homeOf(env: Env): string {
  return env.HOME || homedir() || tmpdir();
}
