import { KiB } from '#core/limits.ts';
import type { Cataloger, FileFacts } from '../../cataloger.ts';

/** What etc/passwd says: who is uid 0, and under which number a name runs. */
export interface PasswdFacts {
  readonly kind: 'passwd';
  readonly accounts: readonly { readonly name: string; readonly uid: number }[];
}

/** What etc/shadow says, without a single hash. */
export interface ShadowFacts {
  readonly kind: 'shadow';
  /** Accounts that log in without a password. */
  readonly empty: readonly string[];
  /** Accounts that have a password set. */
  readonly hashed: readonly string[];
}

const fileBytes = 256 * KiB;
const maxAccounts = 5_000;

/** passwd(5) and shadow(5): facts for checks, no packages. */
export const configAccounts = {
  id: 'config/accounts',
  version: 1,
  scopes: ['image'],
  describes: 'accounts of etc/passwd and etc/shadow, for checks',
  wellKnownPaths: ['etc/passwd', 'etc/shadow'],
  wants: ({ path }) => path === 'etc/passwd' || path === 'etc/shadow',
  read(file): FileFacts {
    const rows = file
      .text(fileBytes)
      .split('\n', maxAccounts)
      .map((line) => line.split(':'))
      .filter((fields) => fields.length >= 2 && /^[^\s#+-][^\s]{0,255}$/.test(fields[0]!));
    return { data: file.path.endsWith('shadow') ? readShadow(rows) : readPasswd(rows) };
  },
} satisfies Cataloger;

function readPasswd(rows: readonly string[][]): PasswdFacts {
  const accounts = rows.flatMap(([name, , uid]) =>
    /^\d{1,10}$/.test(uid ?? '') ? [{ name: name!, uid: Number(uid) }] : [],
  );
  return { kind: 'passwd', accounts };
}

/** `*`, `!` and `!!` lock an account; `!` before a hash locks it too. A hash is `$id$…` or 13 characters of the old crypt(3). */
function readShadow(rows: readonly string[][]): ShadowFacts {
  const names = (test: (password: string) => boolean) =>
    rows.flatMap(([name, password]) => (test(password ?? '') ? [name!] : []));
  return {
    kind: 'shadow',
    empty: names((password) => password === ''),
    hashed: names((password) => /^\$[0-9a-z-]{1,12}\$/.test(password) || /^[A-Za-z0-9./]{13}$/.test(password)),
  };
}
