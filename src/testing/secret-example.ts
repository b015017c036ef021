import { randomFrom } from './fuzz.ts';

/**
 * Expands a secret rule's example (`ghp_{an:36}`) into a text that looks real and belongs to nobody, so that no such literal stands in the
 * repository. Deterministic. `path@@text` is split.
 */
export function expandExample(template: string, seed = 1): { path: string; text: string } {
  const random = randomFrom(seed);
  const at = template.indexOf('@@');
  const text = (at < 0 ? template : template.slice(at + 2)).replaceAll(
    /\{(basic|dollar|uuid|pem64|b64json|([A-Za-z0-9]+):(\d+)(\|lower)?)(?::(\{.*?\}))?\}/g,
    (
      _all,
      kind: string,
      alphabet: string | undefined,
      length: string | undefined,
      lower: string | undefined,
      json: string | undefined,
    ) => {
      if (kind === 'dollar') return '$';
      if (kind === 'uuid') return [8, 4, 4, 4, 12].map((size) => pick(alphabets.hex!, size, random)).join('-');
      if (kind === 'basic') return Buffer.from(`ci:${pick(alphabets.an!, 20, random)}`).toString('base64');
      if (kind === 'b64json') return Buffer.from(json!).toString('base64url');
      if (kind === 'pem64') {
        const lines = [1, 2, 3, 4].map(() => pick(alphabets.b64!, 64, random)).join('\n');
        return Buffer.from(
          `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${lines}\n-----END RSA ${'PRIVATE'} KEY-----\n`,
        ).toString('base64');
      }
      const value = pick(alphabets[alphabet!]!, Number(length), random);
      return lower ? value.toLowerCase() : value;
    },
  );
  return { path: at < 0 ? 'app/.env' : template.slice(0, at), text };
}

/** Random text over a named alphabet: `an`, `hex`, `b64`, `dec`, `AN`, `b32`, `B32`, `bech32`. */
export function fakeText(alphabet: string, length: number, seed = 1): string {
  return pick(alphabets[alphabet]!, length, randomFrom(seed));
}

const alphabets: Record<string, string> = {
  an: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  AN: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  hex: '0123456789abcdef',
  dec: '123456789',
  b64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  b32: 'abcdefghijklmnopqrstuvwxyz234567',
  B32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  bech32: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
};

function pick(alphabet: string, length: number, random: () => number): string {
  let text = '';
  for (let i = 0; i < length; i++) text += alphabet[Math.floor(random() * alphabet.length)];
  return text;
}
