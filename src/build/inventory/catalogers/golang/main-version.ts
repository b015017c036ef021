import type { GoBuildInfo } from './build-info.ts';

/**
 * The version of the program itself. `(devel)` says only that it was built from a working copy; then the linker's `-X` settings often tell
 * the version, else the commit makes a pseudo-version as `go` itself would. '' where nothing tells.
 */
export function mainVersion({ main, path, settings }: GoBuildInfo): string {
  const stated = main?.version ?? '';
  if (stated !== '' && stated !== '(devel)') return stated;
  return versionFromFlags(settings.get('-ldflags') ?? '', main?.path ?? path ?? '') ?? pseudoVersion(settings) ?? '';
}

const maxFlagBytes = 64 * 1024;

/** Names that projects give the variable that holds their version. */
const versionVariables = new Set([
  'version',
  'gitversion',
  'buildversion',
  'appversion',
  'releaseversion',
  'semver',
  'semanticversion',
  'ver',
  'tag',
  'gittag',
]);

/**
 * `-X 'example.com/tool/internal/version.Version=1.2.3'`. Variables of package main win over those of the module, those over any package
 * named version; two values of the same rank that differ tell nothing.
 */
export function versionFromFlags(flags: string, modulePath: string): string | undefined {
  const ranked: (string | null | undefined)[] = [];
  for (const assignment of linkerAssignments(flags.slice(0, maxFlagBytes))) {
    const equals = assignment.indexOf('=');
    const dot = assignment.lastIndexOf('.', equals);
    if (equals < 0 || dot < 0) continue;
    if (!versionVariables.has(assignment.slice(dot + 1, equals).toLowerCase())) continue;
    const version = asVersion(assignment.slice(equals + 1));
    if (version === undefined) continue;
    const rank = rankOf(assignment.slice(0, dot), modulePath);
    const before = ranked[rank];
    ranked[rank] = before === undefined || before === version ? version : null;
  }
  return ranked.find((one) => typeof one === 'string') ?? undefined;
}

function rankOf(packagePath: string, modulePath: string): number {
  if (packagePath === 'main') return 0;
  if (modulePath !== '' && (packagePath === modulePath || packagePath.startsWith(`${modulePath}/`))) return 1;
  return /(?:^|[/.])(?:version|versioninfo|buildinfo|build)$/.test(packagePath) ? 2 : 3;
}

/** The arguments of every `-X`, with the quotes of the shell or of go's own flag splitting taken off. */
function linkerAssignments(flags: string): string[] {
  const words = [...flags.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"]+(?:(?:'[^']*'|"[^"]*")[^\s'"]*)?)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain?.replace(/['"]/g, '') ?? '',
  );
  const found: string[] = [];
  for (const [index, word] of words.entries()) {
    if (word === '-X' || word === '--X') found.push(words[index + 1] ?? '');
    else if (/^--?X[= ]/.test(word)) found.push(word.replace(/^--?X[= ]\s*/, ''));
  }
  return found;
}

function asVersion(value: string): string | undefined {
  const match = /^v?(\d{1,9}(?:\.\d{1,9}){1,2}(?:[-+][\w.+-]{1,100})?)$/.exec(value.trim());
  return match?.[1] && `v${match[1]}`;
}

/** `v0.0.0-20230102150405-abcdef123456` (go.dev/ref/mod, "Pseudo-versions"). */
function pseudoVersion(settings: ReadonlyMap<string, string>): string | undefined {
  const revision = settings.get('vcs.revision') ?? '';
  const time = (settings.get('vcs.time') ?? '').replace(/[-:TZ]/g, '').slice(0, 14);
  if (!/^[0-9a-f]{12,64}$/.test(revision) || !/^\d{14}$/.test(time)) return undefined;
  return `v0.0.0-${time}-${revision.slice(0, 12)}`;
}
