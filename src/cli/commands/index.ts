import type { CommandModule } from '../command.ts';

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: CommandModule }>;
}

/** Every command, in the order of help. Each is a chunk of its own that loads only when it runs. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'scan',
    summary: 'scan an image, file system, source tree or SBOM, and give a verdict',
    load: () => import('./scan.ts'),
  },
  {
    name: 'fix',
    summary: 'the smallest set of upgrades that removes what the policy denies',
    load: () => import('./fix.ts'),
  },
  { name: 'explain', summary: 'why a finding matched, or why an advisory did not', load: () => import('./explain.ts') },
  {
    name: 'replay',
    summary: 'run detection rules over recorded events',
    load: () => import('./replay.ts'),
  },
  { name: 'events', summary: 'print the events of a capture, filtered', load: () => import('./events.ts') },
  {
    name: 'fields',
    summary: 'list the fields of the rule language, or the event types',
    load: () => import('./fields.ts'),
  },
  { name: 'rules', summary: 'check, test, explain and compare detection rules', load: () => import('./rules.ts') },
  { name: 'db', summary: 'import, update, share and inspect the advisory database', load: () => import('./db.ts') },
  {
    name: 'lab',
    summary: 'ask one part of Holdfast one question at a time (JSON lines)',
    load: () => import('./lab.ts'),
  },
];
