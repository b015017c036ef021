import type { Finding } from '#core/finding.ts';

/** At most this many links of one finding are passed on. */
const mostUrls = 20;

/** Only what is a web address, as the URL parser writes it: what a record calls a reference may be anything. */
export function httpUrls(texts: readonly string[]): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    if (found.size >= mostUrls) break;
    if (!/^https?:\/\//i.test(text) || text.length > 2_000 || !URL.canParse(text)) continue;
    const { href } = new URL(text);
    // Characters that a URL may hold and a URI reference (RFC 3986) may not.
    found.add(href.replace(/[\\^`{|}<>"\s]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`));
  }
  return [...found];
}

/** Where people read about a vulnerability. */
export function vulnerabilityUrl({ kind, id }: Pick<Finding, 'kind' | 'id'>): string | undefined {
  if (kind !== 'vulnerability') return undefined;
  if (/^CVE-\d{4}-\d{4,}$/.test(id)) return `https://nvd.nist.gov/vuln/detail/${id}`;
  if (/^GHSA(-[0-9a-z]{4}){3}$/.test(id)) return `https://github.com/advisories/${id}`;
  return /^[A-Za-z0-9][\w.:-]{0,100}$/.test(id) ? `https://osv.dev/vulnerability/${id}` : undefined;
}
