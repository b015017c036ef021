import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boundedIssues } from '#core/bounded-issues.ts';
import type { FileTree } from '#core/file-tree.ts';
import type { Finding } from '#core/finding.ts';
import { MiB } from '#core/limits.ts';
import { errorIssue, type Issue } from '#core/outcome.ts';
import { checkDockerfile } from '#guard/policy/checks/check-dockerfile.ts';
import { dockerfileLimits, isDockerfile, parseDockerfile } from '#guard/policy/checks/dockerfile/parse-dockerfile.ts';

/** Bytes of a Dockerfile that is read. */
const maxBytes = 1 * MiB;

/** Findings of all Dockerfiles of a tree. */
const maxFindings = 10_000;

/** Checks every Dockerfile of a source tree on this machine's disk. */
export function dockerfileFindings(root: string, tree: FileTree): { findings: Finding[]; issues: Issue[] } {
  const findings: Finding[] = [];
  const issues: Issue[] = [];
  for (const { path, type, size } of tree.entries()) {
    if (type !== 'file' || !isDockerfile(path)) continue;
    try {
      if (size > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
      const text = readFileSync(join(root, path), 'utf8');
      const found = checkDockerfile(text, path);
      if (findings.length + found.length > maxFindings) {
        const message = `more than ${maxFindings} findings in Dockerfiles; those of this one and of later ones are left out`;
        issues.push(errorIssue('dockerfile/too-many-findings', message, { where: path }));
        break;
      }
      for (const one of found) findings.push(one);
      if (isLong(text) && parseDockerfile(text, path).isCut) {
        const message = `more than ${dockerfileLimits.instructions} instructions; the rest is not checked`;
        issues.push(errorIssue('dockerfile/too-long', message, { where: path }));
      }
    } catch (cause) {
      issues.push(errorIssue('dockerfile/unreadable', 'cannot be read', { where: path, cause }));
    }
  }
  return { findings, issues: boundedIssues(issues) };
}

/** Has lines for more instructions than are read. */
function isLong(text: string): boolean {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && lines <= dockerfileLimits.instructions; at = text.indexOf('\n', at + 1))
    lines += 1;
  return lines >= dockerfileLimits.instructions;
}
