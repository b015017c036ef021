import { warningIssue } from '#core/outcome.ts';
import type { Package } from '#core/package.ts';
import type { AssembleInput, AssembleResult, Cataloger, FileFacts } from '../../cataloger.ts';
import { isOsPackage, osPurl } from '../../os-purl.ts';
import { OwnedFiles, pathList } from '../../owned-files.ts';
import { pathCanonicaliser } from '../../path-canonicaliser.ts';
import { packageLayers } from '../../provenance.ts';
import { parseSections } from './sections.ts';

const databaseDir = 'var/lib/pacman/local/';

/** What is kept of `desc` and of `files`; plain JSON. */
interface AlpmDesc {
  readonly name: string;
  readonly version: string;
  readonly arch?: string;
  readonly base?: string;
  readonly licenses: readonly string[];
  readonly depends: readonly string[];
  readonly provides: readonly string[];
}

type AlpmFacts = { readonly desc: AlpmDesc } | { readonly files: readonly string[] };

/** pacman's local database: a directory for each package with `desc` and `files` (pacman, lib/libalpm/be_local.c). */
export const alpmLocalDb = {
  id: 'alpm/local-db',
  version: 1,
  scopes: ['image'],
  describes: 'pacman local database (Arch and relatives): packages, base package, licences, dependencies, owned files',
  wants: ({ path, name }) => (name === 'desc' || name === 'files') && path.startsWith(databaseDir),
  read(file): FileFacts | undefined {
    const sections = parseSections(file.text());
    const first = (section: string) => sections.get(section)?.[0];
    if (file.name === 'files') {
      const files = (sections.get('FILES') ?? []).filter((path) => !path.endsWith('/'));
      return { data: { files } satisfies AlpmFacts };
    }
    const name = first('NAME');
    const version = first('VERSION');
    if (!name || !version || !isOsPackage(name, version)) {
      const message = 'a package of the pacman database has no name or version and is left out';
      return { issues: [warningIssue('alpm/incomplete-entry', message, { where: file.path })] };
    }
    const arch = first('ARCH');
    const base = first('BASE');
    const desc: AlpmDesc = {
      name,
      version,
      ...(arch ? { arch } : {}),
      ...(base ? { base } : {}),
      licenses: sections.get('LICENSE') ?? [],
      depends: (sections.get('DEPENDS') ?? []).map(capability),
      provides: (sections.get('PROVIDES') ?? []).map(capability),
    };
    return { data: { desc } satisfies AlpmFacts };
  },
  assemble,
} satisfies Cataloger;

/** `libtree-sitter.so=0-64` → `libtree-sitter.so`; `zlib: for compression` stands in optional dependencies only. */
function capability(text: string): string {
  const end = text.search(/[=<>:]/);
  return end < 0 ? text : text.slice(0, end);
}

function assemble({ files, tree, os }: AssembleInput): AssembleResult {
  const lists = new Map<string, readonly string[]>();
  const providers = new Map<string, string>();
  for (const { path, facts } of files) {
    const data = facts.data as AlpmFacts | undefined;
    if (data && 'files' in data) lists.set(parent(path), data.files);
    else if (data) providers.set(data.desc.name, `${data.desc.name}@${data.desc.version}`);
  }
  for (const { facts } of files) {
    const desc = descOf(facts);
    for (const one of desc?.provides ?? []) {
      if (desc && !providers.has(one)) providers.set(one, `${desc.name}@${desc.version}`);
    }
  }

  const packages: Omit<Package, 'cataloger'>[] = [];
  const owned = new OwnedFiles(pathCanonicaliser(tree));
  for (const file of files) {
    const desc = descOf(file.facts);
    if (desc === undefined) continue;
    const { name, version, arch, base = name, licenses } = desc;
    const source = { name: base, version };
    const purl = osPurl({ type: 'alpm', name, version, arch, source }, os);
    const key = `${name}@${version}`;
    const dependsOn = new Set(desc.depends.flatMap((one) => providers.get(one) ?? []));
    dependsOn.delete(key);
    packages.push({
      type: 'alpm',
      name,
      version,
      purl,
      ...(arch ? { arch } : {}),
      source,
      ...(licenses.length > 0 ? { licenses } : {}),
      locations: [file.path],
      layer: packageLayers(file, keysOf)(key),
      ...(dependsOn.size > 0 ? { dependsOn: [...dependsOn].sort() } : {}),
    });
    const list = lists.get(parent(file.path));
    if (list) owned.add(purl, pathList(list));
  }
  return { packages, owned };
}

function descOf({ data }: FileFacts): AlpmDesc | undefined {
  const alpm = data as AlpmFacts | undefined;
  return alpm && 'desc' in alpm ? alpm.desc : undefined;
}

function keysOf(facts: FileFacts): ReadonlySet<string> {
  const desc = descOf(facts);
  return new Set(desc ? [`${desc.name}@${desc.version}`] : []);
}

function parent(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
