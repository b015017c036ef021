import { resolveDbPath } from '#build/vuln/db/locate.ts';
import type { ImportProgress, ImportResult } from '#build/vuln/feeds/import.ts';
import type { Outcome } from '#core/outcome.ts';
import { type CliContext, CliError, type CommandModule, type ExitCode } from '../command.ts';
import { issueText } from '../issue-text.ts';
import type { RegistryFlags } from '../registry-options.ts';
import { dbArtifactStore } from './db-artifact.ts';
import { printStatus } from './db-status.ts';

interface DbFlags extends RegistryFlags {
  readonly db?: string;
  readonly fresh?: boolean;
  readonly from?: string;
  readonly ecosystem?: readonly string[];
  readonly kev?: string;
  readonly epss?: string;
  readonly format?: string;
  readonly verify?: boolean;
}

export const command: CommandModule = {
  configure(command, context, done) {
    const sub = (name: string, description: string, example: string) =>
      command
        .command(name)
        .description(description)
        .exitOverride()
        .configureOutput({ writeOut: context.stdout, writeErr: context.stderr })
        .option('--db <path>', 'the database; default: $HOLDFAST_DB, else advisories.db in the data folder')
        .addHelpText('after', `\nExample:\n  ${example}`);
    const fetching = (name: string, description: string, example: string) =>
      sub(name, description, example)
        .option('--fresh', 'forget what was imported before')
        .option('--ecosystem <name>', 'only this ecosystem of a base URL; repeatable', collect)
        .option('--kev <url>', "CISA's catalogue of known exploited vulnerabilities; none: leave it out")
        .option('--epss <url>', "FIRST's EPSS scores; none: leave them out");

    fetching(
      'import',
      'read advisories in OSV form: a folder as OSV lays it out, zip or JSON files, a base URL; also KEV and EPSS files',
      'holdfast db import ./advisories',
    )
      .argument('<path|url>', 'what to read')
      .action(async (path: string, flags: DbFlags) => {
        const isUrl = /^https?:\/\//.test(path);
        done(isUrl ? await updateFrom(path, flags, context) : await importPath(path, flags, context));
      });
    fetching(
      'update',
      'fetch what changed since the last update',
      'holdfast db update --from https://mirror.example/osv',
    )
      .option('--from <url>', "base URL; default: that of the last update, else OSV's own")
      .action(async (flags: DbFlags) => done(await updateFrom(flags.from, flags, context)));
    sub('status', 'what the database holds and how old it is', 'holdfast db status --format json')
      .option('--format <format>', 'text or json', 'text')
      .option('--verify', 'read the whole file and check its digest')
      .action(async (flags: DbFlags) => done(await printStatus(flags, context)));
    const sharing = (name: string, description: string, example: string) =>
      sub(name, description, example)
        .argument('<ref>', 'repository of a registry with a tag or digest, or oci:DIR[:TAG|@DIGEST]')
        .option(
          '--insecure-registry <host>',
          'allow plain HTTP or an unknown certificate for this registry; repeatable',
          collect,
        )
        .option('--registry-ca <file>', 'PEM file with a certificate authority for registries');
    sharing(
      'push',
      'share the database as an OCI artifact',
      'holdfast db push registry.example.com/security/advisories:latest',
    ).action(async (reference: string, flags: DbFlags) => done(await push(reference, flags, context)));
    sharing('pull', 'take over a database that was pushed', 'holdfast db pull oci:/media/usb/advisories:latest').action(
      async (reference: string, flags: DbFlags) => done(await pull(reference, flags, context)),
    );
    command.addHelpText('after', '\nExample:\n  holdfast db import ./advisories\n  holdfast db status');
  },
};

async function importPath(path: string, flags: DbFlags, context: CliContext): Promise<ExitCode> {
  const { discoverSources } = await import('#build/vuln/feeds/discover.ts');
  const { importSources } = await import('#build/vuln/feeds/import.ts');
  const sources = unwrap(discoverSources(path), context);
  const progress = showProgress(context);
  const result = await importSources(
    sources.map((source) => ({ source })),
    { dbPath: resolveDbPath(context.env, flags.db), fresh: flags.fresh === true, progress: progress.show },
  );
  progress.clear();
  return report(result, resolveDbPath(context.env, flags.db), context);
}

async function updateFrom(from: string | undefined, flags: DbFlags, context: CliContext): Promise<ExitCode> {
  const { readState } = await import('#build/vuln/feeds/state.ts');
  const { defaultOrigins, updateDb } = await import('#build/vuln/feeds/update.ts');
  const dbPath = resolveDbPath(context.env, flags.db);
  const base = from ?? readState(dbPath)?.from ?? defaultOrigins.osv;
  // A mirror of OSV need not be allowed to reach the other two.
  const isOsv = base === defaultOrigins.osv;
  const kev = feedUrl(flags.kev, isOsv ? defaultOrigins.kev : undefined);
  const epss = feedUrl(flags.epss, isOsv ? defaultOrigins.epss : undefined);
  const progress = showProgress(context);
  const result = await updateDb({
    dbPath,
    base,
    fresh: flags.fresh === true,
    ...(flags.ecosystem === undefined ? {} : { ecosystems: flags.ecosystem }),
    ...(kev === undefined ? {} : { kev }),
    ...(epss === undefined ? {} : { epss }),
    fetch,
    progress: progress.show,
  });
  progress.clear();
  return report(result, dbPath, context);
}

function feedUrl(flag: string | undefined, preset: string | undefined): string | undefined {
  return flag === 'none' ? undefined : (flag ?? preset);
}

/** 3 where something could not be read: the database is there, but it lacks what was asked for. */
function report(result: Outcome<ImportResult>, dbPath: string, context: CliContext): ExitCode {
  const { meta, read, issues } = unwrap(result, context);
  const errors = issues.filter((issue) => issue.level === 'error');
  for (const issue of errors) context.stderr(`${issueText(issue)}\n`);
  const skipped = meta.sources
    .flatMap(({ skipped }) => Object.values(skipped ?? {}))
    .reduce((sum, count) => sum + count, 0);
  const changed = read.length === 0 ? 'nothing new' : `read ${read.length === 1 ? read[0] : `${read.length} sources`}`;
  context.stdout(`${changed}; ${meta.advisories} advisories in ${dbPath}\n`);
  if (skipped > 0) context.stdout(`${skipped} records could not be used; \`holdfast db status\` says which\n`);
  return errors.length > 0 ? 3 : 0;
}

async function push(reference: string, flags: DbFlags, context: CliContext): Promise<ExitCode> {
  const { buildArtifact, pushArtifact } = await import('#build/vuln/db/artifact.ts');
  const { store, tag } = await dbArtifactStore(reference, flags, context);
  const artifact = unwrap(buildArtifact(resolveDbPath(context.env, flags.db)), context);
  await pushArtifact(artifact, store, tag);
  context.stdout(`pushed ${artifact.digest}\n`);
  return 0;
}

async function pull(reference: string, flags: DbFlags, context: CliContext): Promise<ExitCode> {
  const { installArtifact } = await import('#build/vuln/feeds/install.ts');
  const { store, tag } = await dbArtifactStore(reference, flags, context);
  const dbPath = resolveDbPath(context.env, flags.db);
  const { digest } = unwrap(await installArtifact(store, tag, dbPath), context);
  context.stdout(`pulled ${digest} to ${dbPath}\n`);
  return 0;
}

function unwrap<T>(outcome: Outcome<T>, context: CliContext): T {
  if (!outcome.ok) throw new CliError(3, issueText(outcome.issue), outcome.issue.hint);
  for (const issue of outcome.issues ?? []) if (issue.level === 'error') context.stderr(`${issueText(issue)}\n`);
  return outcome.value;
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** One line on stderr, rewritten; nothing where stderr is no terminal. */
function showProgress(context: CliContext): { show: (event: ImportProgress) => void; clear: () => void } {
  if (!context.terminal) return { show: () => {}, clear: () => {} };
  let drawn = 0;
  return {
    show: ({ step, source, done, total }) => {
      const now = Date.now();
      if (now - drawn < 80 && done !== total) return;
      drawn = now;
      const share = done !== undefined && total ? ` ${Math.floor((done / total) * 100)} %` : '';
      context.stderr(`\r\u001b[2K${step} ${source ?? ''}${share}`);
    },
    clear: () => context.stderr('\r\u001b[2K'),
  };
}
