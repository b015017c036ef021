/** Version of the rule language that this engine speaks: rule files with a `required_engine_version` up to it load. */
export const engineVersion = '0.63.0';

/** Plug-ins of the ecosystem whose fields are built in here, with the version that they correspond to. */
export const builtInPlugins: readonly Plugin[] = [{ name: 'container', version: '0.7.1' }];

export interface Plugin {
  readonly name: string;
  readonly version: string;
}

export type Version = readonly [major: number, minor: number, patch: number];

/** Three numbers with dots; what follows them is not looked at. Undefined where the text does not begin so. */
export function parseVersion(text: string): Version | undefined {
  const found = /^\s*(\d{1,10})\.(\d{1,10})\.(\d{1,10})/.exec(text);
  return found === null ? undefined : [Number(found[1]), Number(found[2]), Number(found[3])];
}

/** True where `offered` can stand in for `requested`: the same major version, and not older. */
export function isCompatible(offered: Version, requested: Version): boolean {
  if (offered[0] !== requested[0]) return false;
  return offered[1] !== requested[1] ? offered[1] > requested[1] : offered[2] >= requested[2];
}

export function versionText(version: Version): string {
  return version.join('.');
}
