const names = new Set(['build', 'test', 'tests', 'docs', 'documentation', 'analyzers', 'benchmarks', 'dev']);

/** Whether a Paket group is for work on the project itself, by its name. */
export function isDevelopmentName(group: string): boolean {
  return names.has(group.trim().toLowerCase());
}
