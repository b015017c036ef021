import { type LoadOptions, loadRules } from '#runtime/rules/loader/load-rules.ts';
import type { RuleSet } from '#runtime/rules/loader/rule-set.ts';

/** A rule in YAML; keys that are given replace those of the plain one, `undefined` leaves a key out. */
export function ruleYaml(keys: Readonly<Record<string, string | undefined>> = {}): string {
  const all: Record<string, string | undefined> = {
    rule: 'r',
    desc: 'd',
    condition: 'evt.type = open',
    output: 'x %proc.name',
    priority: 'INFO',
    ...keys,
  };
  const lines = Object.entries(all).filter(([, value]) => value !== undefined);
  return lines.map(([key, value], index) => `${index === 0 ? '- ' : '  '}${key}: ${value}\n`).join('');
}

/** Loads texts as files a.yaml, b.yaml … */
export function loadTexts(texts: readonly string[], options?: LoadOptions): Promise<RuleSet> {
  return loadRules(
    texts.map((content, index) => ({ name: `${String.fromCharCode(97 + index)}.yaml`, content })),
    options,
  );
}

/** `LOAD_… message` of every error and warning. */
export function faultLines(set: RuleSet): string[] {
  return [...set.errors, ...set.warnings].map(
    ({ code, place }) => `${code} ${place.file}:${place.line}:${place.column}`,
  );
}
