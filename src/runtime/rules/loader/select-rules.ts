import { atLeast, type Priority } from '../output/priority.ts';
import type { Rule } from './rule-set.ts';

/** One step of what the user wants: rules by name (`*` stands for anything) or by tag. */
export interface RuleSelection {
  readonly action: 'enable' | 'disable';
  readonly rule?: string;
  readonly tag?: string;
}

export interface SelectOptions {
  /** In order: the last step that names a rule decides. */
  readonly steps?: readonly RuleSelection[];
  /** Less severe rules do not run. */
  readonly minimumPriority?: Priority;
}

/** The rules that run, in their order: those that the files enable, and what the steps change. */
export function selectRules(rules: readonly Rule[], { steps = [], minimumPriority }: SelectOptions): Rule[] {
  const matchers = steps.map((step) => ({ on: step.action === 'enable', names: matcher(step) }));
  return rules.filter((rule) => {
    if (minimumPriority !== undefined && !atLeast(rule.priority, minimumPriority)) return false;
    let enabled = rule.enabled;
    for (const { on, names } of matchers) if (names(rule)) enabled = on;
    return enabled;
  });
}

/** Steps that name no rule at all, which is mostly a slip of the pen. */
export function idleSteps(rules: readonly Rule[], steps: readonly RuleSelection[]): RuleSelection[] {
  return steps.filter((step) => !rules.some(matcher(step)));
}

function matcher({ rule: pattern, tag }: RuleSelection): (rule: Rule) => boolean {
  return (rule) =>
    (pattern !== undefined && matchesWildcard(pattern, rule.name)) || (tag !== undefined && rule.tags.includes(tag));
}

/** Without `*` the whole name, with it the pieces between in their order; as long as both texts together, whatever they are. */
export function matchesWildcard(pattern: string, name: string): boolean {
  const pieces = pattern.split('*');
  if (pieces.length === 1) return pattern === name;
  const [first = '', ...middle] = pieces;
  const last = middle.pop() ?? '';
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const piece of middle) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
