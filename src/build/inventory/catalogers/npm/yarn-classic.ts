import { type Issue, type Outcome, ok, warningIssue } from '#core/outcome.ts';
import { splitLines } from '../../readers/text.ts';
import type { YarnEntry } from './yarn-lock.ts';

/**
 * Yarn 1's own format: a line of descriptors ending in `:`, then indented fields and lists.
 * A block without a version is left out and named in a warning: an unfinished merge leaves such blocks.
 */
export function parseYarnClassic(text: string): Outcome<YarnEntry[]> {
  const entries: YarnEntry[] = [];
  const issues: Issue[] = [];
  let current: { descriptors: string[]; version: string; resolved?: string; needs: string[] } | undefined;
  let inNeeds = false;
  const finish = () => {
    if (current && (current.version !== '' || current.resolved)) entries.push(current);
    else if (current) issues.push(warningIssue('npm/yarn-no-version', `a block of yarn.lock has no version`));
  };
  for (const line of splitLines(text)) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const indent = line.length - line.trimStart().length;
    if (indent === 0) {
      finish();
      current = line.endsWith(':')
        ? { descriptors: descriptorsOf(line.slice(0, -1)), version: '', needs: [] }
        : undefined;
      inNeeds = false;
    } else if (current && indent <= 3) {
      const [key = '', value = ''] = keyAndValue(line.trim());
      if (key === 'version') current.version = value;
      else if (key === 'resolved') current.resolved = value;
      inNeeds = line.trim() === 'dependencies:' || line.trim() === 'optionalDependencies:';
    } else if (current && inNeeds) {
      const [name = '', range = ''] = keyAndValue(line.trim());
      current.needs.push(`${name}@${range}`);
    }
  }
  finish();
  return ok(entries, issues.slice(0, 1));
}

/** `a@1, "b@npm:c@2"` */
function descriptorsOf(text: string): string[] {
  return text
    .split(', ')
    .map((part) => unquote(part.trim()))
    .filter((part) => part !== '');
}

/** `version "1.2.3"`, `"@scope/name" "^1.0.0"`, `version: 1.2.3`. */
function keyAndValue(text: string): [string, string] {
  const quoted = text.startsWith('"');
  const end = quoted ? text.indexOf('"', 1) + 1 : text.search(/[\s:]/);
  if (end <= 0) return [text, ''];
  return [unquote(text.slice(0, end)), unquote(text.slice(end).replace(/^:?\s+/, ''))];
}

function unquote(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
