import type { VersionScheme } from '#build/vuln/scheme.ts';
import { findScheme } from '#build/vuln/schemes/index.ts';
import { type NpmRangeOptions, satisfiesNpmRange } from '#build/vuln/schemes/shared/npm-range.ts';
import { asObject } from '#core/json.ts';

export { schemeArgument as argument } from './scheme-argument.ts';

export const describes = 'does a version satisfy a constraint of its ecosystem?';
export const example = '{"version":"1.2.3","constraint":">=1.0, <2.0 || =3.1"}';

const unreadable = 'the constraint cannot be read';

export function answer(question: unknown, argument: string | undefined): unknown {
  const scheme = findScheme(argument ?? '');
  if (scheme === undefined) return { error: 'no such version scheme' };
  const { version, constraint: given, range, options } = asObject(question) ?? {};
  const constraint = given ?? range;
  if (version === undefined || typeof constraint !== 'string') {
    return { error: 'a question is {"version":"…","constraint":"…"}' };
  }
  const result = typeof version === 'string' ? satisfies(scheme, version, constraint, options) : undefined;
  if (result !== undefined) return { result };
  // As node-semver: what cannot be read is satisfied by nothing, and nothing else is satisfied.
  if (scheme.id === 'npm')
    return { result: false, note: typeof version === 'string' ? unreadable : 'version is no text' };
  return { error: typeof version === 'string' ? unreadable : 'version is no text' };
}

function satisfies(scheme: VersionScheme, version: string, constraint: string, options: unknown): boolean | undefined {
  const npm = scheme.id === 'npm' ? npmOptions(options) : undefined;
  return npm === undefined ? scheme.satisfies(version, constraint) : satisfiesNpmRange(version, constraint, npm);
}

/** node-semver's third argument: `true` is `{"loose":true}`. */
function npmOptions(options: unknown): NpmRangeOptions | undefined {
  if (options === true) return { loose: true };
  const record = asObject(options);
  return record && { loose: Boolean(record.loose), includePrerelease: Boolean(record.includePrerelease) };
}
