import { chooseDb } from '#build/vuln/db/locate.ts';
import { type AdvisoryDb, openDb } from '#build/vuln/db/reader.ts';
import { answerPurl } from '#build/vuln/match/answer.ts';

export const describes = 'which advisories match a purl, and why';
export const example = '{"purl":"pkg:deb/debian/openssl@3.0.9-1","distro":"debian-12"}';

export interface MatchOptions {
  /** --db */
  readonly db?: string;
  /** Database with the starter set, used where none was imported. */
  readonly starter?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** `{"purl":…, "distro"?:…}` → PurlAnswer, or `{"error":…}`. */
export function answer(question: unknown, options: MatchOptions): unknown {
  if (typeof question !== 'object' || question === null) return { error: 'expected an object with purl' };
  const { purl, distro } = question as { purl?: unknown; distro?: unknown };
  if (typeof purl !== 'string') return { error: 'expected purl, a text' };
  if (distro !== undefined && distro !== null && typeof distro !== 'string') return { error: 'distro must be a text' };
  const db = openOnce(chooseDb(options.env, options.db, options.starter));
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
