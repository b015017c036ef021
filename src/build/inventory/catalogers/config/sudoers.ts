import { KiB } from '#core/limits.ts';
import type { Cataloger, FileFacts } from '../../cataloger.ts';

/** Lines of a sudoers file that let somebody run anything without a password. */
export interface SudoersFacts {
  readonly kind: 'sudoers';
  readonly withoutPassword: readonly { readonly who: string; readonly line: number }[];
}

const fileBytes = 256 * KiB;
const maxLines = 5_000;

/** sudoers(5): facts for checks, no packages. */
export const configSudoers = {
  id: 'config/sudoers',
  version: 1,
  scopes: ['image'],
  describes: 'sudo rules without a password, for checks',
  wellKnownPaths: ['etc/sudoers'],
  wants: ({ path }) => path === 'etc/sudoers' || path.startsWith('etc/sudoers.d/'),
  read(file): FileFacts {
    const withoutPassword: { who: string; line: number }[] = [];
    for (const [index, line] of file.text(fileBytes).split('\n', maxLines).entries()) {
      const [, who] =
        /^\s*([^\s#=]{1,100})\s+[^=]{1,200}=.{0,200}?\bNOPASSWD\s*:\s*(?:[A-Z_]{1,20}\s*:\s*){0,4}ALL\b/.exec(line) ??
        [];
      if (who !== undefined && !who.startsWith('Defaults')) withoutPassword.push({ who, line: index + 1 });
    }
    return { data: { kind: 'sudoers', withoutPassword } satisfies SudoersFacts };
  },
} satisfies Cataloger;
