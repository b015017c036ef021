import type { Package } from '#core/package.ts';
import type { Affected } from '../db/record.ts';

/** A build of a module, by its release: `.module+el8…` (Red Hat, Rocky Linux), `.module_el8…` (AlmaLinux). */
export function isModular(version: string): boolean {
  return /\.module[+_]/.test(version);
}

/**
 * Modules (dnf, modularity): builds of one stream say nothing about another stream, nor about packages outside modules. Undefined where the
 * advisory speaks of this package; else why not.
 */
export function otherModule(affected: Affected, pkg: Package): string | undefined {
  const modules = affected.detail.modules;
  const stream = streamOf(pkg);
  const modular = stream !== undefined || isModular(pkg.version);
  if (modules === undefined) {
    const hasFix = affected.ranges.some((range) => range.events.some((event) => event.kind !== 'introduced'));
    return modular && hasFix
      ? 'the package is from a module, the advisory is about the package outside modules'
      : undefined;
  }
  const named = modules.length > 0 ? modules.join(', ') : 'a module';
  if (!modular) return `the advisory is about ${named}, the package is not from a module`;
  if (modules.length === 0) return undefined;
  if (stream !== undefined) {
    return modules.includes(stream)
      ? undefined
      : `the advisory is about module ${named}, the package is from ${stream}`;
  }
  return modules.some((module) => mayBeStream(module, affected, pkg))
    ? undefined
    : `the advisory is about module ${named}, whose versions begin otherwise`;
}

/** `nodejs:16:9000020220519:rhel9:…` → `nodejs:16`. */
function streamOf(pkg: Package): string | undefined {
  const [name, stream] = (pkg.module ?? '').split(':');
  return name && stream ? `${name}:${stream}` : undefined;
}

/**
 * Without a label the stream shows in the version at most: where the fix of stream 16 is version 16.x, a package of another version is from
 * another stream. Where stream and version have nothing to do with each other, the advisory counts.
 */
function mayBeStream(module: string, affected: Affected, pkg: Package): boolean {
  const stream = module.slice(module.indexOf(':') + 1);
  const fixes = affected.ranges.flatMap((range) => range.events.filter((event) => event.kind === 'fixed'));
  const shows = fixes.length > 0 && fixes.every((event) => beginsWith(event.version, stream));
  return !shows || beginsWith(pkg.version, stream);
}

function beginsWith(version: string, stream: string): boolean {
  const plain = version.replace(/^\d+:/, '');
  return plain === stream || plain.startsWith(`${stream}.`) || plain.startsWith(`${stream}-`);
}

/**
 * AlmaLinux lists every rebuild of one fix (8.4, 8.5, 8.6 …) as a range of its own. A package that is one of these builds, or newer than the
 * build for its own minor release, has the fix although a later rebuild sorts above it.
 */
export function isFixedBuild(
  version: string,
  fixes: readonly string[],
  compare: (a: string, b: string) => number,
): boolean {
  if (fixes.length < 2) return false;
  if (fixes.some((fix) => compare(fix, version) === 0)) return true;
  const tag = minorTag(version);
  if (tag === undefined) return false;
  const same = fixes.filter((fix) => minorTag(fix) === tag);
  return same.length > 0 && same.every((fix) => compare(version, fix) >= 0);
}

/** `module_el8.5.0`, `module+el8.5.0`. */
function minorTag(version: string): string | undefined {
  return /module[+_](el\d+\.\d+\.\d+)/.exec(version)?.[1];
}
