import { isConfigLike } from '../config-like.ts';
import { isPlaceholder } from '../placeholder.ts';
import { isPlausibleSecret, isSecretName } from '../plausible.ts';
import type { SecretRule } from '../rule.ts';

/** Addresses that belong to nobody: documentation, tests and the local machine. */
const exampleHost =
  /^(?:(?:[a-z0-9-]{1,60}\.){0,5}(?:example|invalid|test|localhost)(?:\.(?:com|org|net))?|host|hostname|server|domain|proxy|address|127\.0\.0\.1|::1)$/i;

/** Guesses by name and place, in the files where such guesses hold. */
export const genericRules: readonly SecretRule[] = [
  {
    id: 'authorization-header',
    title: 'Credentials in an Authorization header',
    severity: 'high',
    keywords: ['authorization'],
    anyCase: true,
    rank: 'file',
    files: isConfigLike,
    after: 2048,
    pattern:
      '(?<name>authorization)["\']?[ \\t]{0,3}[:=][ \\t]{0,3}["\']?(?:basic|bearer|token)[ \\t]{1,3}(?<secret>[A-Za-z0-9+/=._~-]{12,1500})',
    entropy: 3.2,
    accept: ({ secret }) => !isPlaceholder(secret) && /[0-9]/.test(secret),
    example: 'fetch.sh@@curl -H "Authorization: Bearer {an:40}" https://api.example.net',
  },
  {
    id: 'basic-auth-url',
    title: 'Password in a URL',
    severity: 'high',
    keywords: ['://'],
    rank: 'file',
    guard: hasUserInfo,
    pattern:
      '(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,30}://(?<user>[^\\s:/?#@"\'<>`]{0,100}):(?<secret>[^\\s/?#@"\'<>`]{3,200})@(?<host>[A-Za-z0-9.-]{1,200}|\\[)',
    accept: ({ secret, groups, path }) => {
      if (isPlaceholder(secret) || /[${}()%[\]\\*|,;]/.test(secret.replaceAll(/%[0-9A-Fa-f]{2}/g, ''))) return false;
      if (exampleHost.test(groups.host ?? '') && !isConfigLike(path)) return false;
      const words = new Set(['user', 'username', 'usr', 'u', 'a', 'login', 'name', 'foo', 'auth']);
      const weak =
        secret.toLowerCase() === groups.user?.toLowerCase() || (words.has(groups.user ?? '') && !/\d/.test(secret));
      return weak ? (isConfigLike(path) ? { severity: 'medium' } : false) : true;
    },
    example: '.env@@DATABASE_URL=postgres://admin:{an:20}@db.internal:5432/prod',
  },
  {
    id: 'command-line-password',
    title: 'Password on a command line',
    severity: 'high',
    keywords: ['curl ', 'sshpass', 'docker ', 'podman', 'skopeo', 'buildah', 'mysql', '--password', '--http-password'],
    rank: 'file',
    files: (path) => isConfigLike(path) || path === '',
    pattern:
      '(?:\\bcurl\\b[^\\n|;&]{0,200}?[ \\t](?:-u|--user)[ =]{0,2}["\']?[^\\s:"\']{1,64}:|\\bsshpass[ \\t]{1,3}-p[ \\t]{0,3}["\']?|\\b(?:docker|podman|skopeo|buildah|oras|helm)\\b[^\\n|;&]{0,200}?[ \\t](?:-p|--password)[ =]["\']?|\\bmysql[a-z]{0,8}\\b[^\\n|;&]{0,200}?[ \\t](?:-p|--password=)["\']?|[ \\t]--(?:http-|proxy-|ftp-)?password[= ]["\']?)(?<secret>[^\\s"\'|;&<>]{4,200})',
    accept: ({ secret }) =>
      !isPlaceholder(secret) && !secret.startsWith('-') && isPlausibleSecret(secret, false) && !/[${}]/.test(secret),
    example: 'deploy.sh@@curl -fsS -u deploy:{an:20} https://files.example.net/a',
  },
  {
    id: 'connection-string-password',
    title: 'Password in a database connection string',
    severity: 'high',
    keywords: ['password=', 'pwd='],
    anyCase: true,
    rank: 'file',
    pattern: '(?<name>password|pwd)=(?<secret>[^;"\'\\s&<>]{4,128})(?=[;&"\'\\s<]|$)',
    accept: ({ secret, text, start, end }) =>
      isPlausibleSecret(secret, false) &&
      !/[${}]/.test(secret) &&
      /(?:server|data source|host|addr(?:ess)?|initial catalog|jdbc:|user id|uid)\s{0,2}[=:]/i.test(
        text.slice(Math.max(0, start - 200), start) + text.slice(end, end + 120).split('\n', 1)[0],
      ) &&
      !text.slice(Math.max(0, start - 60), start).includes('\n\n'),
    example: 'appsettings.json@@{"Default": "Server=db;User Id=sa;Password={an:14};"}',
  },
  {
    id: 'generic-secret',
    title: 'Secret in a configuration file',
    severity: 'medium',
    keywords: [
      'password',
      'passwd',
      'passphrase',
      'secret',
      'token',
      'credential',
      'apikey',
      'api_key',
      'api-key',
      '_key',
      '-key',
      '_pass',
      '_pwd',
      'accesskey',
      'privatekey',
      'authkey',
      '.key',
    ],
    anyCase: true,
    rank: 'generic',
    files: isConfigLike,
    pattern:
      '(?<![A-Za-z0-9_.-])(?<name>[A-Za-z0-9_.-]{0,60}?(?:password|passwd|passphrase|secret|token|credential|key|_pass|_pwd)[A-Za-z0-9_.-]{0,30})(?:["\'`]?[ \\t]{0,20}(?::=|=>|[:=])[ \\t]{0,4}|["\'][ \\t]{1,4}value[ \\t]{0,2}=[ \\t]{0,2}|>)(?:"(?<double>[^"\\n]{6,300})"|\'(?<single>[^\'\\n]{6,300})\'|(?<bare>[^\\s"\'`<>,;#&]{6,300}))',
    accept: ({ text, groups, end, path, name }) => {
      if (name === undefined || !isSecretName(name)) return false;
      const value = groups.double ?? groups.single ?? groups.bare ?? '';
      if (!isPlausibleSecret(value, true) || /[${}]/.test(value)) return false;
      // `key: value,` of code that only looks like settings, and function calls.
      if (groups.bare !== undefined && /[()[\]]/.test(value)) return false;
      if (
        /\.(?:json|ya?ml|lock)$/.test(path) &&
        /^(?:sha\d+-|[0-9a-f]{7,40}$)/.test(value) &&
        !/password|secret|token|api/i.test(name)
      )
        return false;
      const offset = text.lastIndexOf(value, end);
      return { start: offset, end: offset + value.length };
    },
    example: 'app/config.yml@@db_password: "{an:20}"',
  },
];

/** Between `://` and the next `/`, space or quote there is `user:password@`. */
function hasUserInfo(bytes: Uint8Array, at: number): boolean {
  let colon = false;
  const end = Math.min(bytes.length, at + 320);
  for (let i = at + 3; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === 0x40) return colon;
    if (byte === 0x3a) colon = true;
    else if (
      byte <= 0x20 ||
      byte === 0x2f ||
      byte === 0x22 ||
      byte === 0x27 ||
      byte === 0x3c ||
      byte === 0x3e ||
      byte === 0x60
    )
      return false;
  }
  return false;
}
