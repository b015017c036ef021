import { parsePlatform } from '#build/image/platform.ts';
import type { DbChoice } from '#build/scan/advisories.ts';
import { noCache, openCache } from '#build/scan/cache.ts';
import { scan } from '#build/scan/scan.ts';
import { parseTarget } from '#build/scan/target.ts';
import { resolveDbPath } from '#build/vuln/db/locate.ts';
import type { VexDocument } from '#build/vuln/vex/statement.ts';
import type { ScanReport } from '#core/scan-report.ts';
import type { Stage } from '#core/verdict.ts';
import { type CliContext, CliError } from './command.ts';
import type { ScanFlags } from './commands/scan-options.ts';
import { cacheDirectory } from './directories.ts';
import { issueText } from './issue-text.ts';
import { loadPolicy, loadWaivers, readText } from './load-policy.ts';
import { makeProgress } from './progress.ts';
import { registryOptions } from './registry-options.ts';
import { starterDbPath } from './starter-db.ts';
import { version } from './version.ts';

/** From flags to a report: what scan, fix and explain have in common. Throws CliError where there is no report. */
export async function runScan(targetText: string, flags: ScanFlags, context: CliContext): Promise<ScanReport> {
  const target = parseTarget(targetText);
  if (!target.ok)
    throw new CliError(target.issue.code === 'target/no-such-file' ? 3 : 2, issueText(target.issue), target.issue.hint);
  const platform = flags.platform === undefined ? undefined : parsePlatform(flags.platform);
  if (platform && !platform.ok) throw new CliError(2, issueText(platform.issue), platform.issue.hint);
  const policy = await loadPolicy(flags.policy, context);
  const waivers = await loadWaivers(flags.waivers, context);
  const vex = flags.vex ? await loadVex(flags.vex) : [];
  const directory = cacheDirectory(context.env);
  const progress = makeProgress(context.terminal, context.stderr);
  const report = await scan(
    {
      target: target.value,
      ...(platform ? { platform: platform.value } : {}),
      stage: flags.stage as Stage,
      policy,
      waivers,
      vex,
      secrets: flags.secrets,
      listAllFiles: flags.listAllFiles === true,
      offline: flags.offline === true,
      timings: flags.timings === true,
    },
    {
      version,
      cache: flags.cache ? openCache(directory) : noCache(directory),
      db: dbChoice(flags.db, context.env),
      registry: { ...registryOptions(flags, context), mirrors: parseMirrors(flags.mirror ?? []) },
      now: context.now,
      clock: () => Number(process.hrtime.bigint()) / 1e6,
      progress,
    },
  );
  progress.done();
  // A reference that cannot be one is the user's slip; everything else is something that could not be done.
  if (!report.ok)
    throw new CliError(report.issue.code === 'image-ref/invalid' ? 2 : 3, issueText(report.issue), report.issue.hint);
  return report.value;
}

/** The database named by flag or environment must open; else the imported one, else the starter set. */
export function dbChoice(flag: string | undefined, env: CliContext['env']): DbChoice {
  const named = flag ?? env.HOLDFAST_DB;
  return { ...(named ? { named } : {}), imported: resolveDbPath(env), starter: starterDbPath() };
}

async function loadVex(files: readonly string[]): Promise<VexDocument[]> {
  const { readVex } = await import('#build/vuln/vex/read.ts');
  return files.map((file) => {
    const document = readVex(Buffer.from(readText(file)), file);
    if (!document.ok) throw new CliError(2, issueText(document.issue), document.issue.hint);
    return document.value;
  });
}

/** `docker.io=mirror.example:5000` */
function parseMirrors(items: readonly string[]): Map<string, string[]> {
  const mirrors = new Map<string, string[]>();
  for (const item of items) {
    const [registry, host] = item.split('=');
    if (!registry || !host) throw new CliError(2, `--mirror takes REGISTRY=HOST, not ${JSON.stringify(item)}`);
    mirrors.set(registry, [...(mirrors.get(registry) ?? []), host]);
  }
  return mirrors;
}
