import { chooseDb } from '#build/vuln/db/locate.ts';
import { type AdvisoryDb, openDb } from '#build/vuln/db/reader.ts';
import { answerPurl } from '#build/vuln/match/answer.ts';
import { asObject } from '#core/json.ts';
import { starterDbPath } from '../starter-db.ts';
import type { LabOptions } from './part.ts';

export const describes = 'which advisories match a purl, and why';
export const example = '{"purl":"pkg:deb/debian/openssl@3.0.9-1","distro":"debian-12"}';

/** `{"purl":…, "distro"?:…}` → PurlAnswer, or `{"error":…}`. */
export function answer(question: unknown, _argument: string | undefined, options: LabOptions): unknown {
  const { purl, distro } = asObject(question) ?? {};
  if (typeof purl !== 'string') return { error: 'expected purl, a text' };
  if (distro !== undefined && distro !== null && typeof distro !== 'string') return { error: 'distro must be a text' };
  const db = openOnce(chooseDb(options.env, options.db, starterDbPath()));
  return 'error' in db ? db : answerPurl(db, purl, distro ?? undefined);
}

let open: AdvisoryDb | undefined;

/** Questions come in thousands: the file stays open between them. */
function openOnce(path: string): AdvisoryDb | { readonly error: string } {
  if (open?.path === path) return open;
  const opened = openDb(path);
  if (!opened.ok) return { error: `${opened.issue.message} (${path})` };
  open?.close();
  open = opened.value;
  return open;
}
