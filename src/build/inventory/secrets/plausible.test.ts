import { describe, expect, it } from 'vitest';
import { isPlausibleSecret, isSecretName } from './plausible.ts';

describe('isSecretName', () => {
  it.each([
    'DB_PASSWORD',
    'password',
    'dbPassword',
    'spring.datasource.password',
    'client-secret',
    'API_KEY',
    'apiKey',
    'X_AUTH_TOKEN',
    'SECRET_KEY_BASE',
    'JWT_SECRET',
    'ENCRYPTION_KEY',
    'PGPASSWORD',
    'MYSQL_ROOT_PASSWORD',
    'api_token',
    'DB_PASS',
    'STRIPE_SECRET',
    'GithubToken',
    'AWS_SECRET_ACCESS_KEY',
    'REDIS_AUTH',
    'secrets',
    'PASSWORD2',
  ])('%s names a secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    'PATH',
    'GPG_KEY',
    'PUBLIC_KEY',
    'PASSWORD_FILE',
    'TOKEN_URL',
    'SECRET_NAME',
    'PASSWORD_MIN_LENGTH',
    'TOKENIZERS_PARALLELISM',
    'KEYBOARD',
    'MONKEY',
    'SORT_KEY',
    'primaryKey',
    'PHP_SHA256',
    'key',
    'PYTHON_GET_PIP_SHA256',
    'tokenizer',
    'SSL_CERT_FILE',
    'COMPASS',
    'BYPASS',
    'AUTHOR',
    'AWS_ACCESS_KEY_ID',
    'KEYS_DIR',
    'NODE_VERSION',
    'DEBIAN_FRONTEND',
    'secretary',
    '',
  ])('%s does not', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe('isPlausibleSecret', () => {
  it('takes weak passwords where the name leaves no doubt, not words and addresses', () => {
    expect(isPlausibleSecret('postgres', false)).toBe(true);
    for (const value of [
      'true',
      'changeme',
      '/run/secrets/db',
      'https://sts.example.net/token',
      '300s',
      '3600',
      './key',
      '',
    ])
      expect(isPlausibleSecret(value, false), value).toBe(false);
  });

  it('is strict in files: identifiers, numbers and prose are none', () => {
    for (const value of [
      'my-secret-name',
      'getToken()',
      'some prose here',
      '20240131',
      'com.acme.TokenProvider',
      'a.b.c',
      'required',
    ])
      expect(isPlausibleSecret(value, true), value).toBe(false);
    for (const value of ['b77349bf1fa9b26d45d545d7', 'Tr0ub4dor&3', 'kJ8sLq2ZpW0x'])
      expect(isPlausibleSecret(value, true), value).toBe(true);
  });
});
