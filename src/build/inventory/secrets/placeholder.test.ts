// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of shells and Dockerfiles are the subject
import { describe, expect, it } from 'vitest';
import { fakeText } from '#testing/secret-example.ts';
import { isFakeToken, isPlaceholder } from './placeholder.ts';

describe('isPlaceholder', () => {
  it.each([
    '${DB_PASSWORD}',
    '$TOKEN',
    '$(cat x)',
    '{{ .Values.x }}',
    '<your token>',
    '%PASSWORD%',
    'changeme',
    'CHANGE_ME_NOW',
    'xxxxxxxxxxxx',
    '********',
    'password',
    'Password1',
    'your_api_key',
    'insert-token-here',
    'AKIAIOSFODNN7EXAMPLE',
    'abcdefghijklmnop',
    '1234567890123456',
    'process.env.TOKEN',
    "os.environ['X']",
    'ab',
    '',
    'REDACTED',
    'deadbeefdeadbeef',
    'abababababababab',
    'arn:aws:secretsmanager:eu:1:x',
    '__TOKEN__',
    'undefined',
    'null',
  ])('%s', (value) => {
    expect(isPlaceholder(value)).toBe(true);
  });

  it('lets random values through', () => {
    for (let seed = 0; seed < 500; seed++) {
      for (const alphabet of ['an', 'hex', 'b64']) {
        expect(isPlaceholder(`k${fakeText(alphabet, 30, seed)}`)).toBe(false);
        expect(isFakeToken(fakeText(alphabet, 36, seed))).toBe(false);
      }
    }
  });
});

describe('isFakeToken', () => {
  it('sees counting and repetition, but not a running number inside a token', () => {
    expect(isFakeToken('ghp_1234567890abcdefghijklmnopqrstuvwxyz')).toBe(true);
    expect(isFakeToken('ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')).toBe(true);
    expect(isFakeToken(`xoxb-123456789012-123456789012-${fakeText('an', 24)}`)).toBe(false);
  });
});
