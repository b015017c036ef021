import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileTree } from '#core/file-tree.ts';
import type { Finding } from '#core/finding.ts';
import { MiB } from '#core/limits.ts';
import { errorIssue, type Issue } from '#core/outcome.ts';
import { checkDockerfile } from '#guard/policy/checks/check-dockerfile.ts';
import { isDockerfile } from '#guard/policy/checks/dockerfile/parse-dockerfile.ts';

/** Bytes of a Dockerfile that is read. */
const maxBytes = 1 * MiB;

/** Checks every Dockerfile of a source tree on this machine's disk. */
export function dockerfileFindings(root: string, tree: FileTree): { findings: Finding[]; issues: Issue[] } {
  const findings: Finding[] = [];
  const issues: Issue[] = [];
  for (const { path, type, size } of tree.entries()) {
    if (type !== 'file' || !isDockerfile(path)) continue;
    try {
      if (size > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
      findings.push(...checkDockerfile(readFileSync(join(root, path), 'utf8'), path));
    } catch (cause) {
      issues.push(errorIssue('dockerfile/unreadable', 'cannot be read', { where: path, cause }));
    }
  }
  return { findings, issues };
}
