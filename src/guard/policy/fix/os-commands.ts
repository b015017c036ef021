import type { OsInfo } from '#core/package.ts';

export interface OsUpgrade {
  /** Name of the binary package. */
  readonly name: string;
  /** Version of the binary package, where it is known from the source's. */
  readonly version?: string;
}

/** The Dockerfile instruction that upgrades packages of a distribution; undefined where the image has no package manager that we know. */
export function osUpgradeCommand(
  type: string,
  os: OsInfo | undefined,
  installed: ReadonlySet<string>,
  upgrades: readonly OsUpgrade[],
): string | undefined {
  const family = new Set([os?.id ?? '', ...(os?.idLike ?? [])]);
  switch (type) {
    case 'deb':
      if (!installed.has('apt')) return undefined;
      return `RUN apt-get update && apt-get install -y --no-install-recommends --only-upgrade ${list(upgrades, '=')} && rm -rf /var/lib/apt/lists/*`;
    case 'apk':
      if (!installed.has('apk-tools')) return undefined;
      return `RUN apk add --no-cache --upgrade ${upgrades.map(({ name, version }) => (version ? `'${name}>=${version}'` : name)).join(' ')}`;
    case 'rpm':
      return rpmCommand(family, installed, upgrades.map(({ name }) => name).join(' '));
    case 'alpm':
      return `RUN pacman -Syu --noconfirm && pacman -Scc --noconfirm`;
    default:
      return undefined;
  }
}

function list(upgrades: readonly OsUpgrade[], sign: string): string {
  return upgrades.map(({ name, version }) => (version ? `${name}${sign}${version}` : name)).join(' ');
}

/** The first that is installed: images carry one of them, if any. */
function rpmCommand(family: ReadonlySet<string>, installed: ReadonlySet<string>, names: string): string | undefined {
  if (family.has('suse') || family.has('opensuse') || installed.has('zypper'))
    return installed.has('zypper') ? `RUN zypper --non-interactive update ${names} && zypper clean --all` : undefined;
  for (const tool of ['dnf', 'dnf5', 'microdnf', 'yum', 'tdnf']) {
    if (!installed.has(tool)) continue;
    const verb = tool === 'yum' || tool === 'tdnf' ? 'update' : 'upgrade';
    return `RUN ${tool} ${verb} -y ${names} && ${tool} clean all`;
  }
  return undefined;
}
