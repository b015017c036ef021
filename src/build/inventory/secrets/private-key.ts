import type { Refinement, RuleMatch } from './rule.ts';

/** Longest armoured key that is looked at, characters; an RSA key of 16,384 bits has about 12,500. */
const longestKey = 20_000;
/** Fewest base64 characters of key material: an Ed25519 key in PKCS#8 has 64. */
const leastMaterial = 60;

/**
 * Judges a PEM or PGP header: is there key material behind it, and is it encrypted? The header alone stands in documentation and in every
 * library that reads keys. Line ends may be real, escaped (`\n` in JSON and env files) or spaces.
 */
export function judgePrivateKey({ text, start, groups, path }: RuleMatch): false | Refinement {
  const header = text.indexOf('-----', start + 5) + 5;
  const footer = text.indexOf('-----END', header);
  const body = text.slice(header, footer < 0 || footer - header > longestKey ? header + longestKey : footer);
  const { material, headers } = readArmour(body);
  if (material.length < leastMaterial) return false;
  const kind = (groups.kind ?? '').trim();
  const encrypted =
    kind.includes('ENCRYPTED') || /ENCRYPTED|DEK-Info/.test(headers) || isEncryptedOpenssh(kind, material);
  const end = footer < 0 ? header + body.length : footer;
  const label = kind === '' ? '' : `${kindNames[kind] ?? kind} `;
  if (encrypted)
    return { title: `Encrypted ${label.replace('encrypted ', '')}private key`, severity: 'low', start, end };
  // Made when the server was installed into the image: every container of it is the same host.
  if (path.includes('ssh_host_')) return { title: 'SSH host private key', severity: 'high', start, end };
  return { title: `${label}private key`.replace(/^p/, 'P'), start, end };
}

const kindNames: Record<string, string> = {
  ANY: '',
  DSA: 'DSA',
  EC: 'Elliptic-curve',
  ENCRYPTED: 'encrypted',
  OPENSSH: 'OpenSSH',
  PGP: 'PGP',
  RSA: 'RSA',
};

/** RFC 1421 and RFC 9580 armour: header lines `Name: value` first, then base64. Stops at the first line that is neither. */
function readArmour(body: string): { material: string; headers: string } {
  let material = '';
  let headers = '';
  for (const raw of body.split(/\r?\n|(?:\\r)?\\n|\\$|[ \t]{2,}| (?=[A-Za-z0-9+/=]{32})/m)) {
    const line = raw.trim().replace(/^["'+ ]+|[\\"'+,; ]+$/g, '');
    if (line === '') continue;
    if (/^[A-Za-z][A-Za-z-]{2,30}: /.test(line)) {
      headers += `${line}\n`;
      continue;
    }
    if (!/^[A-Za-z0-9+/=]{1,10000}$/.test(line)) break;
    material += line;
    if (material.length > longestKey) break;
  }
  return { material: /^(.)\1*$/.test(material) ? '' : material, headers };
}

/** PROTOCOL.key of OpenSSH: magic, then the cipher's name; `none` means unencrypted. */
function isEncryptedOpenssh(kind: string, material: string): boolean {
  if (!kind.startsWith('OPENSSH')) return false;
  const bytes = Buffer.from(material.slice(0, 64), 'base64');
  return bytes.toString('latin1', 0, 14) === 'openssh-key-v1' && bytes.toString('latin1', 19, 23) !== 'none';
}
