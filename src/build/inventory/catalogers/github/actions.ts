import type { Cataloger, FileFacts, FileHeader, FileInput, PackageFact } from '../../cataloger.ts';
import { isInsideDependency, lockFacts, lockText } from '../../lock-file.ts';
import { packageFact } from '../../package-fact.ts';
import { splitLines } from '../../readers/text.ts';

/**
 * Actions and reusable workflows that GitHub workflows and composite actions use. Read by lines, because the version of an action that is
 * pinned to a commit stands in the comment behind it.
 */
export const githubActions = {
  id: 'github/actions',
  version: 1,
  scopes: ['source'],
  describes: '.github/workflows/*.yml, action.yml: actions and reusable workflows',
  wants: (file) => isWorkflow(file) && !isInsideDependency(file.path),
  read,
} satisfies Cataloger;

function isWorkflow({ name, path }: FileHeader): boolean {
  if (!name.endsWith('.yml') && !name.endsWith('.yaml')) return false;
  if (name === 'action.yml' || name === 'action.yaml') return true;
  const folder = path.slice(0, path.length - name.length);
  return folder === '.github/workflows/' || folder.endsWith('/.github/workflows/');
}

const uses =
  /^(?:- {1,20})?["']?uses["']? {0,20}: {1,20}["']?([\w.-]{1,100}\/[\w./-]{1,300})@([\w./+-]{1,200})["']?(?:\s{1,20}#(.{0,200}))?/;

function read(file: FileInput): FileFacts {
  const packages: (PackageFact | undefined)[] = [];
  let scalarIndent = -1;
  for (const line of splitLines(lockText(file))) {
    const text = line.trim();
    const indent = line.length - line.trimStart().length;
    if (text === '') continue;
    if (scalarIndent >= 0 && indent > scalarIndent) continue;
    scalarIndent = /:\s{1,20}[|>][+-]?\d?(?:\s|$)/.test(text) ? indent : -1;
    const [, action, ref, comment = ''] = uses.exec(text) ?? [];
    if (action !== undefined && ref !== undefined) packages.push(fact(action, ref, comment));
  }
  return lockFacts(packages);
}

/** `owner/repo/path@ref`; the version in the comment counts where the ref is a commit. A reusable workflow has the name of its repository. */
function fact(action: string, ref: string, comment: string): PackageFact | undefined {
  const [owner = '', repository = '', ...path] = action.split('/');
  const isCommit = /^[0-9a-f]{40}$/.test(ref);
  const named = isCommit ? /^\s{0,10}(?:tag=|v )?(v?\d[\w.+-]{0,50})/.exec(comment) : null;
  return packageFact({
    type: 'github',
    namespace: owner,
    name: repository,
    fullName: path[0] === '.github' ? `${owner}/${repository}` : action,
    version: named?.[1] ?? ref,
    subpath: path.join('/') || undefined,
  });
}
