import type { CheckMeta } from './check.ts';
import { checkMeta } from './checks.generated.ts';

const byId: ReadonlyMap<string, CheckMeta> = new Map(checkMeta.map((meta) => [meta.id, meta]));

/** Every check, sorted by id, for docs and rule lists. */
export const checks: readonly CheckMeta[] = checkMeta;

/** What content/checks says of a check. Throws for an id that has no file: a programmer's error that a convention test finds. */
export function metaOf(id: string): CheckMeta {
  const meta = byId.get(id);
  if (!meta) throw new Error(`no content/checks/**/${id}.yaml`);
  return meta;
}
