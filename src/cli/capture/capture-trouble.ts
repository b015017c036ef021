import type { Issue } from '#core/outcome.ts';
import type { CaptureSummary } from '#runtime/events/capture/capture-summary.ts';
import { issueText } from '../issue-text.ts';

/** What a capture does not have, in words; nothing for a whole one. */
export function captureTrouble(file: string, summary: CaptureSummary): string[] {
  const lost: string[] = [];
  if (summary.notedDrops > 0)
    lost.push(`${file}: the recorder notes ${count(summary.notedDrops, 'time')} that it lost events`);
  if (summary.withoutEnter > 0)
    lost.push(`${file}: ${count(summary.withoutEnter, 'event')} without the beginning of the system call`);
  if (summary.damagedEvents > 0) lost.push(`${file}: ${count(summary.damagedEvents, 'damaged event')} left out`);
  if (summary.newerTypes > 0)
    lost.push(`${file}: ${count(summary.newerTypes, 'event')} of types of a newer writer left out`);
  if (summary.unknownBlocks > 0) lost.push(`${file}: ${count(summary.unknownBlocks, 'unknown block')} left out`);
  if (summary.skippedBytes > 0) lost.push(`${file}: ${count(summary.skippedBytes, 'byte')} could not be read`);
  return [...lost, ...summary.issues.map((issue) => captureIssueText(file, issue))];
}

/** An issue of a capture, with the capture's name. */
export function captureIssueText(file: string, issue: Issue): string {
  const name = file === '-' ? 'standard input' : file;
  const text = issueText(issue);
  return text.includes(name) ? text : `${name}: ${text}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
