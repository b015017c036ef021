import { KiB } from '#core/limits.ts';
import type { Cataloger, FileFacts } from '../../cataloger.ts';

/** Settings of one sshd_config file outside of Match blocks, as written: lower-case keyword, value. */
export interface SshdFacts {
  readonly kind: 'sshd';
  readonly settings: readonly { readonly key: string; readonly value: string; readonly line: number }[];
}

const fileBytes = 256 * KiB;
const maxLines = 5_000;
const wanted = new Set(['permitrootlogin', 'passwordauthentication', 'permitemptypasswords', 'include', 'port']);

/** sshd_config(5): facts for checks, no packages. */
export const configSshd = {
  id: 'config/sshd',
  version: 1,
  scopes: ['image'],
  describes: 'settings of the SSH server, for checks',
  wellKnownPaths: ['etc/ssh/sshd_config'],
  wants: ({ path }) =>
    path === 'etc/ssh/sshd_config' ||
    path === 'usr/etc/ssh/sshd_config' ||
    (path.startsWith('etc/ssh/sshd_config.d/') && path.endsWith('.conf')),
  read(file): FileFacts {
    return { data: readSshdConfig(file.text(fileBytes)) };
  },
} satisfies Cataloger;

export function readSshdConfig(text: string): SshdFacts {
  const settings: { key: string; value: string; line: number }[] = [];
  for (const [index, line] of text.split('\n', maxLines).entries()) {
    const [, keyword, value] = /^\s*([A-Za-z]{1,40})(?:\s*=\s*|\s+)"?([^"#\r]*)/.exec(line) ?? [];
    if (keyword === undefined) continue;
    const key = keyword.toLowerCase();
    // What follows holds for some users or addresses only, to the end of the file.
    if (key === 'match') break;
    if (wanted.has(key)) settings.push({ key, value: value!.trim(), line: index + 1 });
  }
  return { kind: 'sshd', settings };
}
