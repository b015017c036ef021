import { MiB } from '#core/limits.ts';
import { errorIssue, type Issue, quote, warningIssue } from '#core/outcome.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { assembleDpkg, type DpkgFacts } from './assemble.ts';
import { parseChiselManifest } from './chisel.ts';
import { licensesOfCopyright } from './copyright.ts';
import { type DpkgStatus, parseDpkgStatus } from './status-file.ts';

/** All of Debian unpacked makes about 130 MiB. */
const maxStatusBytes = 256 * MiB;

const infoDir = 'var/lib/dpkg/info/';
const statusDir = 'var/lib/dpkg/status.d/';
const docDir = 'usr/share/doc/';

/** dpkg's database, and what stands in for it: status.d (distroless), chisel's manifest, opkg. */
export const dpkgStatus = {
  id: 'dpkg/status',
  version: 1,
  scopes: ['image'],
  describes:
    'dpkg status, status.d (distroless), chisel manifest, opkg status; owned files, licences from copyright files',
  wellKnownPaths: ['var/lib/dpkg/status', 'usr/lib/opkg/status', 'var/lib/opkg/status'],
  wants({ path, name }) {
    if (name === 'copyright') return path.startsWith(docDir);
    if (path.startsWith('var/lib/dpkg/')) {
      return (
        path === 'var/lib/dpkg/status' ||
        path === 'var/lib/dpkg/diversions' ||
        (path.startsWith(infoDir) && name.endsWith('.list')) ||
        path.startsWith(statusDir)
      );
    }
    if (name === 'status') return path === 'usr/lib/opkg/status' || path === 'var/lib/opkg/status';
    return name === 'manifest.wall';
  },
  read(file) {
    if (file.size === 0) return undefined;
    const { path, name } = file;
    if (name === 'copyright') return licences(file);
    if (name === 'manifest.wall') return chisel(file);
    if (path.startsWith(infoDir))
      return data({ kind: 'list', owner: name.slice(0, -'.list'.length), text: file.text() });
    if (path === 'var/lib/dpkg/diversions') return data({ kind: 'diversions', text: file.text() });
    if (path.startsWith(statusDir)) {
      return name.endsWith('.md5sums')
        ? data({ kind: 'md5sums', owner: name.slice(0, -'.md5sums'.length), text: file.text() })
        : status(file, 'status.d');
    }
    return status(file, path.includes('opkg') ? 'opkg' : 'status');
  },
  assemble: assembleDpkg,
} satisfies Cataloger;

function data(facts: DpkgFacts, issues: readonly Issue[] = []): FileFacts {
  return { data: facts, ...(issues.length > 0 ? { issues } : {}) };
}

function licences(file: FileInput): FileFacts | undefined {
  const names = licensesOfCopyright(file.text());
  return names.length > 0 ? data({ kind: 'copyright', licenses: names }) : undefined;
}

function chisel(file: FileInput): FileFacts {
  const manifest = parseChiselManifest(file.bytes(), file.path);
  return manifest.ok ? data({ kind: 'chisel', ...manifest.value }) : { issues: [manifest.issue] };
}

function status(file: FileInput, kind: 'status' | 'status.d' | 'opkg'): FileFacts | undefined {
  const parsed = parseDpkgStatus(file.text(maxStatusBytes), kind !== 'status.d');
  const issues = statusIssues(parsed, file.path);
  // Other files lie below status.d as well (build tools leave notes there).
  if (kind === 'status.d' && parsed.records.length === 0 && issues.length === 0) return undefined;
  return data({ kind, records: parsed.records }, issues);
}

function statusIssues({ broken, truncated, records }: DpkgStatus, where: string): Issue[] {
  const issues: Issue[] = [];
  if (broken > 0) {
    const message = `${broken} entries of ${quote(where)} have no usable name or version and are left out`;
    issues.push(warningIssue('dpkg/incomplete-entry', message, { where }));
  }
  if (truncated) {
    const message = `${quote(where)} has more than ${records.length} packages; the rest is left out`;
    issues.push(errorIssue('dpkg/too-many-packages', message, { where }));
  }
  return issues;
}
