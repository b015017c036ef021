import { describe, expect, it } from 'vitest';
import { randomFrom } from '#testing/fuzz.ts';
import { expandExample, fakeText } from '#testing/secret-example.ts';
import { secretRules } from './rules/index.ts';
import { scanText, secretLimits } from './scan-text.ts';

const findSecrets = (bytes: Buffer, path: string) => scanText(bytes, path).matches;

const find = (text: string, path = 'app/.env') => findSecrets(Buffer.from(text), path);
const github = (seed: number) => `ghp_${fakeText('an', 36, seed)}`;
const begin = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----`;
const end = (kind: string) => `-----END ${kind}PRIVATE KEY-----`;
const material = Array.from({ length: 6 }, (_, i) => fakeText('b64', 64, i + 1)).join('\n');

describe('findSecrets', () => {
  it('reports line, name, redaction and hash, never the secret', () => {
    const token = github(1);
    const [match] = find(`A=1\nB=2\nexport GITHUB_TOKEN="${token}"\n`);
    expect(match).toMatchObject({
      rule: 'github-pat',
      line: 3,
      name: 'GITHUB_TOKEN',
      redacted: 'ghp_…(40)',
      severity: 'critical',
    });
    expect(match?.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(JSON.stringify(match)).not.toContain(token.slice(4, 16));
  });

  it('reports one secret once, however often it stands there', () => {
    expect(find(`${github(1)}\n`.repeat(30))).toHaveLength(1);
  });

  it('caps what one file reports and counts the rest', () => {
    const many = Array.from({ length: 80 }, (_, i) => `t${i}=${github(i + 1)}`).join(';');
    expect(scanText(Buffer.from(many), 'a.js')).toMatchObject({ suppressed: 30, incomplete: false });
    expect(scanText(Buffer.from(many), 'a.js').matches).toHaveLength(secretLimits.matchesPerFile);
  });

  it('keeps line numbers right for secrets at the same line and far down', () => {
    const text = `${'x\n'.repeat(9999)}${github(1)} ${github(2)}\n\n${github(3)}`;
    expect(find(text, 'a.txt').map((match) => match.line)).toEqual([10_000, 10_000, 10_002]);
  });

  it('believes the most specific rule where several point at the same bytes', () => {
    const rules = (text: string, path: string) => find(text, path).map((match) => match.rule);
    expect(rules(`machine github.com login bot password ${github(1)}`, 'root/.netrc')).toEqual(['github-pat']);
    expect(rules(`machine git.test login bot password ${fakeText('an', 20)}`, 'root/.netrc')).toEqual([
      'netrc-password',
    ]);
    expect(rules(`//r.example.net/:_authToken=npm_${fakeText('an', 36)}`, 'app/.npmrc')).toEqual(['npm-token']);
  });

  it('skips binary content and reads UTF-16', () => {
    expect(find(`\0${github(1)}`)).toEqual([]);
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`token=${github(1)}`, 'utf16le')]);
    expect(findSecrets(utf16, 'app/a.config')).toHaveLength(1);
  });

  it.each([
    [
      'documentation sample',
      'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ],
    ['variables', 'DATABASE_URL=postgres://$USER:$PASS@db/x\nPASSWORD=$(cat /run/secrets/x)\nTOKEN={{ token }}'],
    ['masks', `ghp_${'x'.repeat(36)} sk_live_${'0'.repeat(24)} password: "********"`],
    ['counting', 'ghp_1234567890abcdefghijklmnopqrstuvwxyz'],
    ['prose', 'The password is stored in the secret manager; the token expires. password: required, secret: optional'],
    ['longer words', `x${github(1)}`],
    [
      'settings about secrets',
      'password_file=/run/secrets/db\ntoken_url=https://sts.example.net/v1\nsecret_name: my-app-secret\npassword_encryption = scram-sha-256',
    ],
    ['URL without password', 'https://example.net:8443/a@b http://user@host/ git@github.com:a/b.git'],
    ['public keys', '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----'],
    ['a header without key', `${begin('RSA ')}\n...\n${end('RSA ')}`],
    ['code that reads keys', `if (text.startsWith("${begin('')}")) return parse(text)`],
  ])('is silent about %s', (_name, text) => {
    expect(find(text)).toEqual([]);
    expect(find(text, 'app/index.js')).toEqual([]);
  });

  it('guesses by name in configuration only', () => {
    const text = `password: "${fakeText('an', 18)}"`;
    expect(find(text, 'app/config.yml').map((match) => match.rule)).toEqual(['generic-secret']);
    expect(find(text, 'app/form.js')).toEqual([]);
  });

  it('finds the password of a URL, not the URL', () => {
    const password = fakeText('hex', 20);
    const text = `DATABASE_URL=postgres://admin:${password}@db.internal:5432/prod`;
    const [match] = scanText(Buffer.from(text), 'app/.env').matches;
    expect(match).toMatchObject({ rule: 'basic-auth-url' });
    expect(text.slice(match!.start, match!.end)).toBe(password);
  });
});

describe('private keys', () => {
  const one = (text: string, path = 'root/.ssh/k') => find(text, path);

  it.each(['', 'RSA ', 'EC ', 'DSA ', 'OPENSSH '])('%sPRIVATE KEY', (kind) => {
    expect(one(`${begin(kind)}\n${material}\n${end(kind)}\n`)).toMatchObject([
      { rule: 'private-key', severity: 'critical', line: 1 },
    ]);
  });

  it('encrypted ones are less severe', () => {
    expect(one(`${begin('ENCRYPTED ')}\n${material}\n${end('ENCRYPTED ')}`)).toMatchObject([{ severity: 'low' }]);
    expect(
      one(`${begin('RSA ')}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n${material}\n${end('RSA ')}`),
    ).toMatchObject([{ severity: 'low' }]);
    const openssh = (cipher: string) => {
      const head = Buffer.concat([
        Buffer.from('openssh-key-v1\0\0\0\0'),
        Buffer.from([cipher.length]),
        Buffer.from(cipher),
        Buffer.alloc(60, 7),
      ]).toString('base64');
      return `${begin('OPENSSH ')}\n${head}\n${fakeText('b64', 64)}\n${end('OPENSSH ')}`;
    };
    expect(one(openssh('aes256-ctr'))).toMatchObject([{ severity: 'low', title: 'Encrypted OpenSSH private key' }]);
    expect(one(openssh('none'))).toMatchObject([{ severity: 'critical' }]);
  });

  it('with escaped line ends, inside JSON, and without an end', () => {
    const escaped = `${begin('')}\\n${material.replaceAll('\n', '\\n')}\\n${end('')}\\n`;
    expect(one(`KEY="${escaped}"`, 'app/.env')).toMatchObject([{ rule: 'private-key' }]);
    expect(one(`{"type":"service_account","private_key":"${escaped}"}`, 'app/sa.json')).toMatchObject([
      { rule: 'gcp-service-account-key' },
    ]);
    expect(one(`${begin('RSA ')}\n${material}\n`)).toMatchObject([{ rule: 'private-key' }]);
  });

  it('a key store that holds a private key, and none for a trust store', () => {
    const jks = Buffer.alloc(64);
    jks.writeUInt32BE(0xfeedfeed, 0);
    jks.writeUInt32BE(1, 12);
    expect(findSecrets(jks, 'app/app.jks')).toMatchObject([{ rule: 'key-store', severity: 'low' }]);
    jks.writeUInt32BE(2, 12);
    expect(findSecrets(jks, 'app/cacerts')).toEqual([]);
  });
});

describe('on hostile input', () => {
  it('answers in bounded time and never throws', () => {
    const random = randomFrom(11);
    const texts = secretRules.map((rule) => expandExample(rule.example));
    const started = performance.now();
    for (let round = 0; round < 4000; round++) {
      const { path, text } = texts[round % texts.length]!;
      const bytes = Buffer.from(text.repeat(1 + Math.floor(random() * 4)));
      for (let i = 0; i < 6; i++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      scanText(bytes.subarray(Math.floor(random() * 20)), random() < 0.5 ? path : 'a.js');
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('does not blow up on repeated beginnings of every pattern', () => {
    const keywords = [...new Set(secretRules.flatMap((rule) => rule.keywords))];
    const evil = [
      keywords.join('='),
      keywords.join(' : "'),
      keywords.map((word) => word + 'a'.repeat(300)).join(''),
      `${begin('RSA ')}\n${fakeText('b64', 40)}`,
      'a://b:',
      'password=server=',
      'eyJa.eyJb.',
    ];
    for (const piece of evil) {
      const started = performance.now();
      scanText(Buffer.from(piece.repeat(Math.ceil(2e6 / piece.length))), 'x.yaml');
      expect(performance.now() - started, piece.slice(0, 40)).toBeLessThan(4000);
    }
  });
});
