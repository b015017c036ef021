import { errorIssue, failed, type Outcome, ok, quote } from '../outcome.ts';

/** A content digest, `sha256:` + 64 lower-case hex or `sha512:` + 128 (OCI image-spec, descriptor.md). */
export type Digest = string & { readonly __brand: 'Digest' };

const hexLength: Record<string, number> = { sha256: 64, sha512: 128 };

export function parseDigest(text: string): Outcome<Digest> {
  const match = /^(sha256|sha512):([0-9a-f]+)$/.exec(text);
  if (match?.[1] && match[2]?.length === hexLength[match[1]]) return ok(text as Digest);
  return failed(
    errorIssue('digest/invalid', `${quote(text)} is not a digest`, { hint: 'expected sha256: and 64 hex digits' }),
  );
}

/** For hex that this process computed itself. */
export function sha256Digest(hex: string): Digest {
  return `sha256:${hex}` as Digest;
}

export function digestParts(digest: Digest): { algorithm: 'sha256' | 'sha512'; hex: string } {
  const [algorithm, hex] = digest.split(':') as ['sha256' | 'sha512', string];
  return { algorithm, hex };
}
