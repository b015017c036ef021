/**
 * How a secret is shown: a few leading characters and the length, `ghp_…(40)`. At most a sixth of the secret and never more than four
 * characters, so that a short password shows nothing.
 */
export function redact(secret: string): string {
  if (secret.startsWith('-----BEGIN')) return `-----BEGIN…(${secret.length})`;
  const shown = secret.slice(0, Math.min(4, Math.floor(secret.length / 6))).replaceAll(/[^\x21-\x7e]/g, '?');
  return `${shown}…(${secret.length})`;
}
