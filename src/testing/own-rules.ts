import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadRules, type RuleFileContent } from '#runtime/rules/loader/load-rules.ts';
import type { RuleSet } from '#runtime/rules/loader/rule-set.ts';

/** content/rules/ */
export const ownRulesFolder: string = resolve(import.meta.dirname, '../../content/rules');

/** The rules that ship with Holdfast, loaded in the order in which commands load them; then `more` files. */
export function loadOwnRules(more: readonly RuleFileContent[] = []): Promise<RuleSet> {
  const names = readdirSync(ownRulesFolder).filter((name) => name.endsWith('.yaml'));
  const own = names.sort().map((name) => ({ name, content: readFileSync(join(ownRulesFolder, name), 'utf8') }));
  return loadRules([...own, ...more]);
}
