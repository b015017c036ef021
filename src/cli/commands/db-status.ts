import { existsSync, statSync } from 'node:fs';
import { chooseDb, resolveDbPath } from '#build/vuln/db/locate.ts';
import { type AdvisoryDb, openDb } from '#build/vuln/db/reader.ts';
import { readState } from '#build/vuln/feeds/state.ts';
import { type CliContext, CliError, type ExitCode } from '../command.ts';
import { issueText } from '../issue-text.ts';
import { starterDbPath } from '../starter-db.ts';

/** What `db status` prints. 3 where the database is damaged or missing. */
export async function printStatus(
  flags: { readonly db?: string; readonly format?: string; readonly verify?: boolean },
  context: CliContext,
): Promise<ExitCode> {
  if (flags.format !== 'text' && flags.format !== 'json') {
    throw new CliError(2, `--format takes text or json, not ${JSON.stringify(flags.format)}`);
  }
  const path = chooseDb(context.env, flags.db, starterDbPath());
  const opened = openDb(path);
  if (!opened.ok) throw new CliError(3, `${issueText(opened.issue)}`, opened.issue.hint);
  const db = opened.value;
  try {
    const sound = flags.verify === true ? db.verify() : undefined;
    const status = statusOf(db, resolveDbPath(context.env, flags.db), sound);
    context.stdout(flags.format === 'json' ? `${JSON.stringify(status, undefined, 2)}\n` : asText(status));
    return sound === false ? 3 : 0;
  } finally {
    db.close();
  }
}

type Status = ReturnType<typeof statusOf>;

function statusOf(db: AdvisoryDb, wanted: string, sound: boolean | undefined) {
  const { size, mtime } = statSync(db.path);
  const state = readState(db.path);
  const ours = state?.dbDigest === db.digest ? state : undefined;
  return {
    path: db.path,
    set: db.meta.set,
    // Says why the starter set answers: nothing was imported to the place where a scan looks.
    ...(db.path === wanted || existsSync(wanted) ? {} : { notFound: wanted }),
    digest: db.digest,
    ...(sound === undefined ? {} : { sound }),
    bytes: size,
    written: mtime.toISOString(),
    newest: db.meta.newest,
    advisories: db.meta.advisories,
    entries: db.meta.entries,
    ...(db.meta.kev ? { kev: db.meta.kev } : {}),
    ...(db.meta.epss ? { epss: db.meta.epss } : {}),
    ...(ours?.from === undefined ? {} : { from: ours.from }),
    sources: db.meta.sources.map((source) => {
      const origin = ours?.sources[source.name]?.origin;
      return { ...source, ...(origin ? { from: origin.from, ...(origin.etag ? { etag: origin.etag } : {}) } : {}) };
    }),
    ecosystems: db.meta.ecosystems,
  };
}

function asText(status: Status): string {
  const lines = [
    `database    ${status.path}`,
    `set         ${status.set === 'full' ? 'imported' : 'starter: only the advisories that ship with Holdfast'}`,
    `advisories  ${status.advisories} (${status.entries} entries in ${Object.keys(status.ecosystems).length} ecosystems)`,
    `newest      ${status.newest || 'not known'}`,
    `written     ${status.written}, ${(status.bytes / 1e6).toFixed(1)} MB`,
    `digest      ${status.digest}${status.sound === undefined ? '' : status.sound ? ' (checked)' : ' (WRONG: the file is damaged)'}`,
    ...(status.kev ? [`KEV         ${status.kev.entries} (${status.kev.date})`] : []),
    ...(status.epss ? [`EPSS        ${status.epss.entries} (${status.epss.date})`] : []),
    ...(status.from === undefined ? [] : [`updated from ${status.from}`]),
    '',
    'source                records  newest',
    ...status.sources.map(({ name, records, newest, skipped }) => {
      const left = Object.entries(skipped ?? {}).map(([code, count]) => `  ${count} left out: ${code}`);
      return `${name.padEnd(20)} ${String(records).padStart(8)}  ${newest}${left.join('')}`;
    }),
    ...('notFound' in status
      ? ['', `nothing was imported to ${status.notFound}: run \`holdfast db import\` or \`holdfast db update\``]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}
