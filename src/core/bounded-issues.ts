import type { Issue } from './outcome.ts';

/** Issues of one code that are listed singly. */
const listedOfEach = 100;

/** The first hundred of each code, and how many more there are: a report of a million lines says less than one of a hundred. */
export function boundedIssues(issues: Iterable<Issue>): Issue[] {
  const kept: Issue[] = [];
  const more = new Map<string, { count: number; level: Issue['level'] }>();
  const seen = new Map<string, number>();
  for (const issue of issues) {
    const count = (seen.get(issue.code) ?? 0) + 1;
    seen.set(issue.code, count);
    if (count <= listedOfEach) {
      kept.push(issue);
      continue;
    }
    const rest = more.get(issue.code);
    if (rest === undefined) more.set(issue.code, { count: 1, level: issue.level });
    else {
      rest.count += 1;
      if (issue.level === 'error') rest.level = 'error';
    }
  }
  for (const [code, { count, level }] of more) {
    kept.push({ code, message: `${count} more issues of this kind are not listed`, level });
  }
  return kept;
}
