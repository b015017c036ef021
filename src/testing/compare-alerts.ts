/**
 * Alerts of the upstream rules against the peer's: node src/testing/compare-alerts.ts [capture…] [--config NAME]
 * By configuration: alerts of the peer, equal ones, missing and extra ones with their event; bar: 99 % equal, none missing in the default ruleset.
 */
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { alertConfigurations, ownAlerts, peerAlerts, rulesOf } from './alert-oracle.ts';
import { sharedPath } from './shared.ts';

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { config: { type: 'string' } } });
const captures = readdirSync(sharedPath('captures'))
  .filter((name) => /^[abu]\w*_/.test(name))
  .filter((name) => positionals.length === 0 || positionals.some((part) => name.includes(part)))
  .sort();
for (const [name, configuration] of Object.entries(alertConfigurations)) {
  if (options.config !== undefined && options.config !== name) continue;
  const rules = await rulesOf(configuration);
  const counts = { peer: 0, equal: 0, missing: 0, extra: 0 };
  const lines: string[] = [];
  for (const capture of captures) {
    const expected = peerAlerts(capture, name);
    const got = await ownAlerts(capture, rules, configuration.match);
    const missing = expected.filter((alert) => !got.includes(alert));
    const extra = got.filter((alert) => !expected.includes(alert));
    counts.peer += expected.length;
    counts.equal += expected.length - missing.length;
    counts.missing += missing.length;
    counts.extra += extra.length;
    for (const alert of missing) lines.push(`  missing ${capture} ${alert}`);
    for (const alert of extra) lines.push(`  extra   ${capture} ${alert}`);
  }
  print(`${name}: ${rules.length} rules, ${JSON.stringify(counts)}`);
  for (const line of lines.slice(0, 40)) print(line);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
