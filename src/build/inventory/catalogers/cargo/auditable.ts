import { inflateSync } from 'node:zlib';
import { asArray, asObject, asString, type JsonObject } from '#core/json.ts';
import { MiB } from '#core/limits.ts';
import { type Issue, warningIssue } from '#core/outcome.ts';
import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { readExecutable, readSection } from '../../executable.ts';
import { parseJson } from '../../json.ts';
import { packageFact } from '../../package-fact.ts';
import { mayBeProgram } from '../../program-candidate.ts';

const auditableLimits = {
  packedBytes: 4 * MiB,
  /** cargo-auditable's own readers stop at 8 MiB. */
  jsonBytes: 16 * MiB,
  crates: 50_000,
} as const;

/**
 * Crates linked into Rust programs that were built with cargo-auditable: the section `.dep-v0` holds a zlib-packed JSON list
 * (rust-secure-code/cargo-auditable, PARSING.md). Crates that only the build needed are not in the program and are left out.
 */
export const cargoAuditable: Cataloger = {
  id: 'cargo/auditable',
  version: 1,
  scopes: ['image'],
  describes: 'Rust crates in programs built with cargo-auditable',
  wants: mayBeProgram,
  read,
};

function read(file: FileInput): FileFacts | undefined {
  const executable = readExecutable(file.source);
  const packed = executable && readSection(file.source, executable, '.dep-v0', auditableLimits.packedBytes);
  if (!packed || packed.length === 0) return undefined;
  const text = unpack(packed);
  if (text === undefined) return { issues: [badList(file.path)] };
  const list = parseJson(text, file.path, 'cargo/bad-audit-data');
  if (!list.ok) return { issues: [list.issue] };
  const crates = asArray(asObject(list.value)?.packages).slice(0, auditableLimits.crates);
  return { packages: crates.flatMap((one) => cratePackage(asObject(one) ?? {}, crates) ?? []) };
}

function unpack(packed: Buffer): string | undefined {
  try {
    return inflateSync(packed, { maxOutputLength: auditableLimits.jsonBytes }).toString('utf8');
  } catch {
    return undefined;
  }
}

function badList(path: string): Issue {
  return warningIssue('cargo/bad-audit-data', 'the list of crates in the program is damaged', { where: path });
}

function cratePackage(crate: JsonObject, crates: readonly unknown[]): PackageFact | undefined {
  const name = asString(crate.name);
  const version = asString(crate.version);
  if (!name || !version || crate.kind === 'build') return undefined;
  const dependsOn = asArray(crate.dependencies).flatMap((index) => {
    const needed = asObject(typeof index === 'number' ? crates[index] : undefined);
    return needed ? `${asString(needed.name)}@${asString(needed.version)}` : [];
  });
  return packageFact({ type: 'cargo', name, version, dependsOn });
}
