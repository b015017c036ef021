import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replayCapture } from '#runtime/events/capture/replay-capture.ts';
import { Host } from '#runtime/events/state/host.ts';
import { createEngine } from '#runtime/rules/engine/create-engine.ts';
import { fields } from '#runtime/rules/fields/index.ts';
import { loadRules } from '#runtime/rules/loader/load-rules.ts';
import type { Rule } from '#runtime/rules/loader/rule-set.ts';
import { selectRules } from '#runtime/rules/loader/select-rules.ts';
import { sharedPath } from './shared.ts';

interface Configuration {
  readonly files: readonly string[];
  readonly match: 'first' | 'all';
  readonly everyRule: boolean;
}

/** The five configurations in which the peer's alerts were recorded: falco-NAME.jsonl of each capture. */
export const alertConfigurations: Readonly<Record<string, Configuration>> = {
  'default-first': { files: ['falco_rules'], match: 'first', everyRule: false },
  default: { files: ['falco_rules'], match: 'all', everyRule: false },
  incubating: { files: ['falco-incubating_rules'], match: 'all', everyRule: false },
  sandbox: { files: ['falco-sandbox_rules'], match: 'all', everyRule: false },
  everything: {
    files: ['falco_rules', 'falco-incubating_rules', 'falco-sandbox_rules'],
    match: 'all',
    everyRule: true,
  },
};

export async function rulesOf({ files, everyRule }: Configuration): Promise<Rule[]> {
  const contents = files.map((name) => ({
    name: `${name}.yaml`,
    content: readFileSync(sharedPath('falco-rules', `${name}.yaml`), 'utf8'),
  }));
  const set = await loadRules(contents);
  if (!set.ok) throw new Error(JSON.stringify(set.errors[0]));
  return selectRules(set.rules, everyRule ? { steps: [{ action: 'enable', rule: '*' }] } : {});
}

/** `evt.num rule` of each alert, sorted by event. */
export async function ownAlerts(
  capture: string,
  rules: readonly Rule[],
  match: Configuration['match'],
): Promise<string[]> {
  const engine = createEngine(rules, { match, fields });
  if (!engine.ok) throw new Error(engine.issue.message);
  const alerts: string[] = [];
  const done = await replayCapture(
    join(sharedPath('captures'), capture, 'capture.scap'),
    new Host(),
    (event) => engine.value.evaluate(event, (rule) => alerts.push(`${event.number} ${rule.name}`)),
    { interest: engine.value.interest },
  );
  if (!done.ok) throw new Error(done.issue.message);
  return alerts;
}

export function peerAlerts(capture: string, configuration: string): string[] {
  const file = join(sharedPath('captures'), capture, `falco-${configuration}.jsonl`);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line) => {
    if (!line.startsWith('{')) return [];
    const alert = JSON.parse(line) as { rule?: string; output_fields: Record<string, unknown> };
    return alert.rule === undefined ? [] : [`${alert.output_fields['evt.num']} ${alert.rule}`];
  });
}
