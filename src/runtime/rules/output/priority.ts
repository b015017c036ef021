/** From the most to the least severe, as alerts write them. */
export const priorities = [
  'Emergency',
  'Alert',
  'Critical',
  'Error',
  'Warning',
  'Notice',
  'Informational',
  'Debug',
] as const;
export type Priority = (typeof priorities)[number];

/** Any case; `info` too. */
export function parsePriority(text: string): Priority | undefined {
  const lower = text.toLowerCase();
  return priorities.find((name) => name.toLowerCase() === lower || (name === 'Informational' && lower === 'info'));
}

/** True where `priority` is as severe as `least`, or more. */
export function atLeast(priority: Priority, least: Priority): boolean {
  return priorities.indexOf(priority) <= priorities.indexOf(least);
}
