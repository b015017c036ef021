import { entropy } from './entropy.ts';
import { isPlaceholder } from './placeholder.ts';

/**
 * Does this name say that its value is a secret? Works on `DB_PASSWORD`, `apiKey`, `spring.datasource.password`, `client-secret`.
 * What only speaks about a secret (`PASSWORD_FILE`, `TOKEN_URL`, `SECRET_NAME`) does not count, nor do public keys.
 */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last === undefined || aboutWords.has(last)) return false;
  if (words.some((word) => publicWords.has(word))) return false;
  if (words.some((word) => strongWords.has(word))) return true;
  if (last === 'pass' || last === 'auth') return words.length > 1 && !words.includes('no');
  const key = words.lastIndexOf('key');
  return key > 0 && key >= words.length - 2 && keyQualifiers.has(words[key - 1]!);
}

/**
 * Could this value, given to a secret's name, be a real one? Refuses placeholders, numbers, booleans, paths, addresses without
 * credentials, and words of prose or code; with `strict` also what looks like an identifier and what is too regular to be random.
 */
export function isPlausibleSecret(value: string, strict: boolean): boolean {
  if (value.length < (strict ? 8 : 5) || value.length > 4096) return false;
  if (isPlaceholder(value)) return false;
  if (/^[a-z][a-z0-9+.-]*:\/\/[^@]*$/i.test(value)) return false;
  if (/^(?:\.{0,2}|~)\/[A-Za-z0-9._~/-]*$/.test(value) || /^[A-Za-z]:\\/.test(value)) return false;
  if (!strict) return !/^(?:\d{1,4}|[0-9.]+[smhd]?)$/.test(value);
  if (/\s/.test(value) || /[(){}[\]<>;,]/.test(value)) return false;
  // Identifiers, constants and dotted names: letters with separators only, or capital words with a trailing number.
  if (!/[0-9]/.test(value) && !/[^A-Za-z_.:/-]/.test(value) && !looksRandom(value)) return false;
  if (/^\d+$/.test(value) || /^[\d.:/-]+$/.test(value)) return false;
  return entropy(value) >= (value.length >= 20 ? 3.2 : value.length >= 12 ? 2.9 : 2.6);
}

/** Letters only can still be a random string: both cases mixed within, few vowels, high entropy. */
function looksRandom(value: string): boolean {
  if (value.length < 16 || /[_.:/-]/.test(value)) return false;
  const changes = value.match(/[a-z][A-Z]|[A-Z][a-z]/g)?.length ?? 0;
  return changes >= value.length / 3 && entropy(value) >= 3.5;
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) =>
      word.endsWith('s') && word.length > 4 && word !== 'pass' && !word.endsWith('ss') ? word.slice(0, -1) : word,
    )
    .map((word) => word.replace(/\d+$/, '') || word);
}

const strongWords = new Set(
  'password passwd passphrase passwort secret token apikey pwd credential accesskey secretkey authkey privatekey mypass dbpass userpass rootpass authtoken pgpassword'.split(
    ' ',
  ),
);

const keyQualifiers = new Set(
  'api app access account secret private auth authentication encryption encrypt signing sign master storage shared service license licence admin session cookie jwt hmac crypto cipher aes account deploy ssh ssl tls client webhook integration ingest write stripe'.split(
    ' ',
  ),
);

/** Last words after which a name speaks about a secret instead of holding it. */
const aboutWords = new Set(
  (
    'encryption hashe hasher file path url uri name id dir directory ttl expiry expire expired expiration lifetime length len type endpoint header issuer timeout policy min max ' +
    'size enabled enable disabled count prefix suffix algorithm alg field param parameter version user username host hostname location ref reference ' +
    'hint label prompt message msg description required reset change placeholder regex pattern format provider store manager service class method ' +
    'mode time date interval age limit days hours minutes rotation validator strength confirmation confirm input column table bucket region arn env ' +
    'parallelism fingerprint digest checksum sha hash encoding cache login link page form text title locale option scheme source command cmd helper ' +
    'audience scope grant number index key_id keyid issue request response error support policy verification usage per'
  ).split(' '),
);

const publicWords = new Set(
  'public pub gpg pgp publishable sitekey partition primary foreign sort cache translation i18n gpgkey fingerprint dummy anon'.split(
    ' ',
  ),
);
