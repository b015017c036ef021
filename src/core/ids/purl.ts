import { PackageURL } from 'packageurl-js';
import { errorIssue, failed, type Outcome, ok, quote } from '../outcome.ts';

/** A package URL taken apart (purl-spec); every part decoded. */
export interface PurlParts {
  readonly type: string;
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  readonly qualifiers?: Readonly<Record<string, string>>;
  readonly subpath?: string;
}

/** Canonical text. Throws for parts that the type forbids: a programmer's error. */
export function formatPurl(parts: PurlParts): string {
  return new PackageURL(
    parts.type,
    parts.namespace,
    parts.name,
    parts.version,
    parts.qualifiers ? { ...parts.qualifiers } : undefined,
    parts.subpath,
  ).toString();
}

export function parsePurl(text: string): Outcome<PurlParts> {
  try {
    const { type, namespace, name, version, qualifiers, subpath } = PackageURL.fromString(text);
    return ok({
      type: type as string,
      ...(namespace ? { namespace } : {}),
      name: name as string,
      ...(version ? { version } : {}),
      ...(qualifiers && Object.keys(qualifiers).length > 0 ? { qualifiers: qualifiers as Record<string, string> } : {}),
      ...(subpath ? { subpath } : {}),
    });
  } catch (cause) {
    return failed(errorIssue('purl/invalid', `${quote(text)} is not a package URL`, { cause }));
  }
}
