/** How the package managers of distributions are spoken to. */
export interface Installer {
  readonly install: ReadonlySet<string>;
  readonly upgrade: ReadonlySet<string>;
  readonly update: ReadonlySet<string>;
  /** Options whose next word is their value. */
  readonly withValue: ReadonlySet<string>;
  /** Short letter and long options that answer questions with yes; undefined where it asks none. */
  readonly yes?: readonly [short: string, ...long: string[]];
}

const words = (text: string) => new Set(text.split(' '));

const apt: Installer = {
  install: words('install build-dep reinstall'),
  upgrade: words('upgrade dist-upgrade full-upgrade safe-upgrade'),
  update: words('update'),
  withValue: words('-o -c -t --option --target-release --config-file'),
  yes: ['y', '--yes', '--assume-yes', '--force-yes', '-qq', '-qqy'],
};
const yum: Installer = {
  install: words('install localinstall reinstall groupinstall group'),
  upgrade: words('upgrade update distro-sync'),
  update: words('makecache check-update'),
  withValue: words('-c --config --installroot --releasever --enablerepo --disablerepo --setopt -x --exclude'),
  yes: ['y', '--assumeyes', '--yes'],
};

/** Program → how it is spoken to. */
export const installers: ReadonlyMap<string, Installer> = new Map<string, Installer>(
  Object.entries({
    apt,
    'apt-get': apt,
    aptitude: apt,
    apk: {
      install: words('add'),
      upgrade: words('upgrade'),
      update: words('update'),
      withValue: words('-X --repository -t --virtual -p --root --arch --keys-dir'),
    },
    dnf: yum,
    dnf5: yum,
    microdnf: yum,
    tdnf: yum,
    yum,
    zypper: {
      install: words('install in'),
      upgrade: words('update up dist-upgrade dup patch'),
      update: words('refresh ref'),
      withValue: words('-R --root -D --reposd-dir --config -r --repo -t --type'),
      yes: ['y', '--no-confirm', '--non-interactive', '-n'],
    },
    pacman: {
      install: words(''),
      upgrade: words(''),
      update: words(''),
      withValue: words('--root -r'),
      yes: ['', '--noconfirm'],
    },
  }),
);
