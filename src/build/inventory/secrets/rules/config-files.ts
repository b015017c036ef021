import { isPlaceholder } from '../placeholder.ts';
import type { SecretRule } from '../rule.ts';

const endsWith =
  (...tails: string[]) =>
  (path: string) =>
    tails.some((tail) => path.endsWith(tail));

/** `user:password` in base64, as Docker, npm and HTTP Basic write it. */
function isBasicAuth(secret: string): boolean {
  const text = Buffer.from(secret, 'base64').toString('latin1');
  const colon = text.indexOf(':');
  return colon > 0 && colon < text.length - 2 && /^[\x20-\x7e]+$/.test(text) && !isPlaceholder(text.slice(colon + 1));
}

/** Files whose own format says which field is the secret. */
export const configFileRules: readonly SecretRule[] = [
  {
    id: 'docker-config-auth',
    title: 'Registry credentials in a Docker configuration',
    severity: 'critical',
    keywords: ['"auth"'],
    rank: 'file',
    after: 4096,
    pattern: '"auth"\\s{0,8}:\\s{0,8}"(?<secret>[A-Za-z0-9+/_-]{8,4000}={0,2})"',
    accept: ({ secret }) => isBasicAuth(secret),
    example: '.docker/config.json@@{"auths":{"registry.example.net":{"auth":"{basic}"}}}',
  },
  {
    id: 'docker-identity-token',
    title: 'Registry identity token in a Docker configuration',
    severity: 'critical',
    keywords: ['"identitytoken"', '"registrytoken"'],
    rank: 'file',
    after: 4096,
    pattern: '"(?:identity|registry)token"\\s{0,8}:\\s{0,8}"(?<secret>[A-Za-z0-9+/=_.-]{20,4000})"',
    example: '{"auths":{"r.example.net":{"identitytoken":"{an:40}"}}}',
  },
  {
    id: 'git-credentials',
    title: 'Stored git credentials',
    severity: 'critical',
    keywords: ['://'],
    rank: 'file',
    files: endsWith('.git-credentials', 'git/credentials'),
    pattern: '[a-z]{3,8}://[^\\s:@/]{1,100}:(?<secret>[^\\s@/]{3,200})@',
    example: 'root/.git-credentials@@https://bot:{an:20}@git.example.net',
  },
  {
    id: 'htpasswd',
    title: 'Password hash in a htpasswd file',
    severity: 'medium',
    keywords: [':$apr1$', ':$2y$', ':$2a$', ':$2b$', ':{SHA}', ':$5$', ':$6$'],
    rank: 'file',
    files: (path) => path.includes('htpasswd') || path.includes('htdigest') || path.endsWith('passwd'),
    pattern:
      '(?<name>[^\\s:]{1,64}):(?<secret>\\$(?:apr1|2[aby]|5|6)\\$[A-Za-z0-9./$=]{20,120}|\\{SHA\\}[A-Za-z0-9+/]{27}=)',
    example: 'etc/nginx/.htpasswd@@admin:$apr1{dollar}{an:8}{dollar}{an:22}',
  },
  {
    id: 'kubeconfig-client-key',
    title: 'Client key in a kubeconfig',
    severity: 'critical',
    keywords: ['client-key-data'],
    after: 8192,
    pattern: 'client-key-data["\']?:\\s{1,8}["\']?(?<secret>LS0tLS1CRUdJTi[A-Za-z0-9+/]{40,8000}={0,2})',
    example: 'users:\n- user:\n    client-key-data: LS0tLS1CRUdJTi{b64:200}',
  },
  {
    id: 'kubeconfig-token',
    title: 'Bearer token in a kubeconfig',
    severity: 'critical',
    keywords: ['token:'],
    rank: 'file',
    files: (path) => path.includes('.kube/') || path.includes('kubeconfig') || path.endsWith('/admin.conf'),
    after: 4096,
    pattern: '(?<name>token):\\s{1,4}["\']?(?<secret>[A-Za-z0-9._+/=-]{16,3000})',
    entropy: 3,
    example: 'root/.kube/config@@users:\n- user:\n    token: {an:40}',
  },
  {
    id: 'laravel-app-key',
    title: 'Laravel application key',
    severity: 'high',
    keywords: ['APP_KEY'],
    rank: 'file',
    pattern: '(?<name>APP_KEY)["\']?[ \\t]{0,4}[=:][ \\t]{0,4}["\']?base64:(?<secret>[A-Za-z0-9+/]{43}=)',
    example: 'APP_KEY=base64:{b64:43}=',
  },
  {
    id: 'maven-settings-password',
    title: 'Password in Maven settings',
    severity: 'high',
    keywords: ['<password>', '<passphrase>'],
    rank: 'file',
    files: (path) => path.endsWith('settings.xml') || path.includes('.m2/'),
    pattern: '<(?<name>password|passphrase)>\\s{0,4}(?<secret>[^<>\\s]{4,200})\\s{0,4}</',
    // `{…}`: encrypted with the master password of settings-security.xml.
    accept: ({ secret }) => !secret.startsWith('{'),
    example: 'root/.m2/settings.xml@@<server><password>{an:16}</password></server>',
  },
  {
    id: 'mysql-client-password',
    title: 'Password in a MySQL client configuration',
    severity: 'high',
    keywords: ['password'],
    rank: 'file',
    files: endsWith('.my.cnf', '/my.cnf', '.mylogin.cnf', 'debian.cnf'),
    pattern: '^[ \\t]{0,8}(?<name>password)[ \\t]{0,8}=[ \\t]{0,8}["\']?(?<secret>[^\\s"\'#]{3,100})',
    example: 'root/.my.cnf@@[client]\npassword = {an:14}',
  },
  {
    id: 'netrc-password',
    title: 'Password in a netrc file',
    severity: 'critical',
    keywords: ['password'],
    rank: 'file',
    files: endsWith('.netrc', '_netrc', '/netrc', 'netrc.conf', 'auth.conf'),
    pattern: '(?<=\\s)(?<name>password)\\s{1,8}(?<secret>[^\\s]{3,300})',
    example: 'root/.netrc@@machine git.example.net login bot password {an:20}',
  },
  {
    id: 'npmrc-auth',
    title: 'Registry credentials in an npm configuration',
    severity: 'critical',
    keywords: ['_authToken', '_auth', '_password'],
    rank: 'file',
    files: (path) =>
      path.endsWith('npmrc') ||
      path.endsWith('.yarnrc') ||
      path.endsWith('.yarnrc.yml') ||
      path.endsWith('Dockerfile') ||
      path === '',
    pattern:
      '(?<name>_authToken|_auth|_password)["\']?[ \\t]{0,4}[=:][ \\t]{0,4}["\']?(?<secret>[A-Za-z0-9+/=_.-]{6,2000})',
    example: 'app/.npmrc@@//registry.example.net/:_authToken={an:36}',
  },
  {
    id: 'pgpass',
    title: 'Password in a PostgreSQL password file',
    severity: 'critical',
    keywords: [],
    rank: 'file',
    files: endsWith('.pgpass', 'pgpass.conf', '/pgpass'),
    pattern: '^(?:[^:\\n\\\\]{1,200}:[0-9*]{1,5}:[^:\\n]{1,100}:[^:\\n]{1,100}):(?<secret>[^\\n\\r]{3,200})',
    example: 'root/.pgpass@@db.example.net:5432:prod:admin:{an:16}',
  },
  {
    id: 'pypirc-password',
    title: 'Password in a .pypirc file',
    severity: 'critical',
    keywords: ['password'],
    rank: 'file',
    files: endsWith('.pypirc', 'pypirc'),
    pattern: '^[ \\t]{0,8}(?<name>password)[ \\t]{0,8}[=:][ \\t]{0,8}(?<secret>[^\\s]{3,300})',
    example: 'root/.pypirc@@[pypi]\nusername = bot\npassword = {an:20}',
  },
  {
    id: 'rails-master-key',
    title: 'Rails master key',
    severity: 'critical',
    keywords: [],
    rank: 'file',
    files: (path) => path.endsWith('config/master.key') || path.includes('config/credentials/'),
    pattern: '^(?<secret>[0-9a-f]{32})\\s*$',
    example: 'app/config/master.key@@{hex:32}',
  },
  {
    id: 'rclone-password',
    title: 'Obscured password in an rclone configuration',
    severity: 'high',
    keywords: ['pass =', 'pass=', 'password', 'client_secret'],
    rank: 'file',
    files: endsWith('rclone.conf'),
    pattern: '^(?<name>pass|password2?|client_secret)[ \\t]{0,4}=[ \\t]{0,4}(?<secret>[A-Za-z0-9_-]{16,200})',
    example: 'root/.config/rclone/rclone.conf@@[r]\ntype = sftp\npass = {an:30}',
  },
  {
    id: 's3cfg-secret-key',
    title: 'Secret key in an s3cmd or boto configuration',
    severity: 'critical',
    keywords: ['secret_key'],
    rank: 'file',
    files: endsWith('.s3cfg', '.boto', 's3cfg', '.passwd-s3fs'),
    pattern: '(?<name>secret_key)[ \\t]{0,4}=[ \\t]{0,4}(?<secret>[A-Za-z0-9/+=_-]{16,100})',
    example: 'root/.s3cfg@@secret_key = {b64:32}',
  },
  {
    id: 'wordpress-database-password',
    title: 'Database password in a WordPress configuration',
    severity: 'high',
    keywords: ['DB_PASSWORD'],
    rank: 'file',
    files: (path) => path.endsWith('.php'),
    pattern: 'define\\(\\s{0,4}["\'](?<name>DB_PASSWORD)["\']\\s{0,4},\\s{0,4}["\'](?<secret>[^"\'\\n]{4,100})["\']',
    example: "srv/wp-config.php@@define( 'DB_PASSWORD', '{an:16}' );",
  },
];
