import { judgePrivateKey } from '../private-key.ts';
import type { SecretRule } from '../rule.ts';
import { token } from '../rule.ts';

/** Private keys and signed tokens. */
export const keyRules: readonly SecretRule[] = [
  {
    id: 'age-secret-key',
    title: 'age secret key',
    severity: 'high',
    keywords: ['AGE-SECRET-KEY-1'],
    pattern: token('AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}'),
    example: 'AGE-SECRET-KEY-1{bech32:58}',
  },
  {
    id: 'jwt',
    title: 'JSON Web Token',
    severity: 'low',
    keywords: ['eyJ'],
    after: 4096,
    pattern:
      '(?<![A-Za-z0-9_.-])(?<secret>eyJ[A-Za-z0-9_-]{10,1000}\\.eyJ[A-Za-z0-9_-]{10,3000}\\.[A-Za-z0-9_-]{20,800})(?![A-Za-z0-9_-])',
    accept: ({ secret }) => {
      const [header, payload] = secret.split('.', 2).map((part) => Buffer.from(part, 'base64url').toString('latin1'));
      if (!header?.includes('"alg"') || !payload?.startsWith('{')) return false;
      // The sample of jwt.io and of a thousand tutorials.
      if (/"name"\s*:\s*"John Doe"/.test(payload)) return false;
      if (/kubernetes\.io|system:serviceaccount:/.test(payload))
        return { title: 'Kubernetes service account token', severity: 'high' };
      if (/"role"\s*:\s*"service_role"/.test(payload))
        return { title: 'Supabase service role key', severity: 'critical' };
      // Publishable by design.
      return !/"role"\s*:\s*"anon"/.test(payload);
    },
    example: '{b64json:{"alg":"HS256","typ":"JWT"}}.{b64json:{"sub":"42","scope":"all"}}.{an:43}',
  },
  {
    id: 'pgp-private-key',
    title: 'PGP private key',
    severity: 'critical',
    keywords: ['PGP PRIVATE KEY BLOCK'],
    after: 20_500,
    pattern: '-----BEGIN (?<kind>PGP )PRIVATE KEY BLOCK-----',
    accept: judgePrivateKey,
    example:
      '-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: x 1.0\n\n{b64:64}\n{b64:64}\n={b64:4}\n-----END PGP PRIVATE KEY BLOCK-----',
  },
  {
    id: 'private-key',
    title: 'Private key',
    severity: 'critical',
    keywords: ['PRIVATE KEY-----'],
    after: 20_500,
    pattern: '-----BEGIN (?<kind>(?:RSA |EC |DSA |OPENSSH |ENCRYPTED |ANY |[A-Z0-9]{2,12} ){0,2})PRIVATE KEY-----',
    accept: judgePrivateKey,
    example: '-----BEGIN EC PRIVATE KEY-----\n{b64:64}\n{b64:64}\n{b64:36}\n-----END EC PRIVATE KEY-----',
  },
  {
    id: 'putty-private-key',
    title: 'PuTTY private key',
    severity: 'critical',
    keywords: ['PuTTY-User-Key-File-'],
    after: 16_384,
    pattern:
      '(?<secret>PuTTY-User-Key-File-[23]: [\\s\\S]{20,12000}?Private-Lines: [0-9]{1,4}\\r?\\n(?:[A-Za-z0-9+/=]{4,64}\\r?\\n){1,200})',
    accept: ({ secret }) =>
      /^Encryption: none\s*$/m.test(secret) ? true : { title: 'Encrypted PuTTY private key', severity: 'low' },
    example:
      'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: c\nPublic-Lines: 1\n{b64:64}\nPrivate-Lines: 1\n{b64:48}\nPrivate-MAC: {hex:64}',
  },
  {
    id: 'ssh-private-key-one-line',
    title: 'SSH or TLS private key in base64',
    severity: 'critical',
    // Base64 of `-----BEGIN ` with what may follow: OPENSSH, RSA, EC, DSA, PRIVATE (not PUBLIC or CERTIFICATE).
    keywords: ['LS0tLS1CRUdJTi'],
    after: 16_384,
    pattern: '(?<![A-Za-z0-9+/])(?<secret>LS0tLS1CRUdJTi[A-Za-z0-9+/]{80,15000}={0,2})',
    accept: ({ secret }) => {
      const head = Buffer.from(secret.slice(0, 64), 'base64').toString('latin1');
      return /^-----BEGIN [A-Z ]{0,20}PRIVATE KEY/.test(head);
    },
    example: 'DEPLOY_KEY={pem64}',
  },
];
