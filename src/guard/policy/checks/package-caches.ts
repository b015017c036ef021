/** What a package manager leaves behind that no container needs: manager and how to recognise it. */
export interface PackageCache {
  readonly manager: string;
  matches(path: string, name: string): boolean;
}

const bookkeeping = new Set(['lock', '.gitkeep', '.keep']);

export const packageCaches: readonly PackageCache[] = [
  {
    manager: 'apk',
    matches: (path, name) =>
      (path.startsWith('var/cache/apk/') || path.startsWith('etc/apk/cache/')) &&
      !bookkeeping.has(name) &&
      !name.startsWith('installed'),
  },
  { manager: 'apt', matches: (path, name) => path.startsWith('var/cache/apt/archives/') && name.endsWith('.deb') },
  {
    manager: 'apt lists',
    matches: (path, name) =>
      path.startsWith('var/lib/apt/lists/') && !bookkeeping.has(name) && !path.includes('/auxfiles/'),
  },
  {
    manager: 'apt package cache',
    matches: (path, name) => path.startsWith('var/cache/apt/') && name.endsWith('pkgcache.bin'),
  },
  { manager: 'bun', matches: (path) => path.includes('/.bun/install/cache/') },
  { manager: 'cargo', matches: (path) => path.includes('/.cargo/registry/cache/') },
  { manager: 'composer', matches: (path) => path.includes('/.composer/cache/') || path.includes('/.cache/composer/') },
  { manager: 'conda', matches: (path, name) => path.includes('/conda/pkgs/') && name.endsWith('.conda') },
  {
    manager: 'dnf',
    matches: (path, name) =>
      (path.startsWith('var/cache/dnf/') || path.startsWith('var/cache/libdnf5/')) && !name.endsWith('.pid'),
  },
  { manager: 'go', matches: (path) => path.includes('/.cache/go-build/') },
  { manager: 'gradle', matches: (path) => path.includes('/.gradle/caches/') },
  { manager: 'npm', matches: (path) => path.includes('/.npm/_cacache/') },
  { manager: 'pacman', matches: (path, name) => path.startsWith('var/cache/pacman/pkg/') && name.includes('.pkg.tar') },
  { manager: 'pip', matches: (path) => path.includes('/.cache/pip/') },
  { manager: 'pnpm', matches: (path) => path.includes('/.cache/pnpm/') || path.includes('/.local/share/pnpm/store/') },
  { manager: 'uv', matches: (path) => path.includes('/.cache/uv/') },
  { manager: 'yarn', matches: (path) => path.includes('/.cache/yarn/') || path.includes('/.yarn/berry/cache/') },
  { manager: 'yum', matches: (path) => path.startsWith('var/cache/yum/') },
  { manager: 'zypper', matches: (path) => path.startsWith('var/cache/zypp/') },
];
