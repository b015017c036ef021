import type { Cataloger } from '#build/inventory/cataloger.ts';
import type { UnhandledFormat } from '#build/inventory/unhandled.ts';

/** docs/coverage.md, made from the registry: `node tools/run.mjs tools/docs-coverage.mjs` writes it, the convention test compares it. */
export function coverageDoc(catalogers: readonly Cataloger[], unhandled: readonly UnhandledFormat[]): string {
  const sorted = [...catalogers].sort((a, b) => (a.id < b.id ? -1 : 1));
  const rows = sorted.map(({ id, describes, scopes }) => {
    const yes = (scope: 'image' | 'source') => (scopes.includes(scope) ? 'yes' : '–');
    return `| ${id} | ${cell(describes)} | ${yes('image')} | ${yes('source')} |`;
  });
  return `# What Holdfast reads

Made from the registry of catalogers by \`tools/docs-coverage.mjs\`; do not edit by hand.

*image*: images and root file systems (\`scan REF\`, \`oci:\`, \`docker-archive:\`, \`rootfs:\` …), where what is installed counts.
*dir*: source trees (\`dir:\`), where lock files and manifests count.

| cataloger | reads | image | dir |
| --- | --- | --- | --- |
${rows.join('\n')}

A lock file in an image counts only where nothing beside it proves what was installed (no \`node_modules\`, gem, \`vendor\` or \`site-packages\`
of its packages): a bundled or zipped application. Lock files inside installed dependencies never count.

## Not read

A source tree that has one of these gets a warning in its report.

| ecosystem | file | instead |
| --- | --- | --- |
${unhandled.map(({ ecosystem, name, hint }) => `| ${ecosystem} | \`${name}\` | ${cell(hint || '–')} |`).join('\n')}

Installed software that is not read, in images too: Gentoo's portage database, Nix and Guix stores, Spack, Homebrew, snap and flatpak; opam
switches, CPAN modules (META.json, META.yml), WordPress plugins; assemblies of .NET without deps.json; programs in package managers'
caches. No warning is given for these, as their files are not told from others by name.

A manifest without its lock file (package.json, pyproject.toml, Cargo.toml, Gemfile, composer.json …) gets a warning, too: ranges do not
tell what is installed, and Holdfast does not guess. Maven's transitive dependencies are only known to the built artifact: scan the jar or
the image.
`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('<', '\\<');
}
