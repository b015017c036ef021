import { createHash } from 'node:crypto';
import type { LocatedMatch } from './scan-text.ts';

/** PKCS#8 shrouded key bag, 1.2.840.113549.1.12.10.1.2 (RFC 7292): stands in clear in every .p12 that holds a private key. */
const shroudedKeyBag = Buffer.from('060b2a864886f70d010c0a0102', 'hex');
const jksMagic = 0xfeedfeed;
/** Tag of the first entry: 1 a private key, 2 a trusted certificate. */
const jksFirstEntryTag = 12;

/** A binary key store that holds a private key. Its password protects it, so the severity is low. */
export function findKeyStore(bytes: Buffer, path: string): LocatedMatch | undefined {
  const isPkcs12 =
    /\.(?:p12|pfx|pkcs12|keystore|jks)$/i.test(path) && bytes[0] === 0x30 && bytes.includes(shroudedKeyBag);
  const isJks = bytes.length > 16 && bytes.readUInt32BE(0) === jksMagic && bytes.readUInt32BE(jksFirstEntryTag) === 1;
  if (!isPkcs12 && !isJks) return undefined;
  return {
    rule: 'key-store',
    title: isJks ? 'Java key store with a private key' : 'PKCS#12 key store with a private key',
    severity: 'low',
    line: 1,
    redacted: `…(${bytes.length})`,
    hash: createHash('sha256').update(bytes).digest('hex').slice(0, 16),
    start: 0,
    end: bytes.length,
  };
}
