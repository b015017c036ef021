/**
 * Is this a file in which people write settings down? Only there is `password = …` taken for a secret without a format that proves it: in
 * program text the same words name variables, form fields and messages.
 */
export function isConfigLike(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (names.has(name) || name.startsWith('.env') || name.startsWith('dockerfile')) return true;
  // A dot file in a home directory without a further extension: .bashrc, .profile, .pgpass …
  const dot = name.lastIndexOf('.');
  if (dot <= 0) return dot === 0;
  return extensions.has(name.slice(dot + 1));
}

const extensions = new Set(
  (
    'env properties ini cfg cnf conf config toml yaml yml json json5 jsonc hcl tfvars tfstate xml plist settings secret secrets credentials creds ' +
    'netrc npmrc pypirc htpasswd local dev prod production staging sh bash zsh profile envrc service desktop sql ps1 bat cmd reg txt pass token key ovpn'
  ).split(' '),
);

const names = new Set(
  (
    'credentials credential config secrets secret password passwords token tokens environment env netrc npmrc pypirc dockerfile containerfile makefile ' +
    'jenkinsfile vagrantfile procfile hosts.yml settings.py local_settings.py secrets.py config.py wp-config.php config.php database.php settings.php ' +
    'parameters.php application.rb secrets.rb build-secret history .bash_history .zsh_history .sh_history .mysql_history .psql_history .python_history'
  ).split(' '),
);
