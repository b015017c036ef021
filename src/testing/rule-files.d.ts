import { type LoadOptions } from '#runtime/rules/loader/load-rules.ts';
import type { RuleSet } from '#runtime/rules/loader/rule-set.ts';
/** A rule in YAML; keys that are given replace those of the plain one, `undefined` leaves a key out. */
export declare function ruleYaml(keys?: Readonly<Record<string, string | undefined>>): string;
/** Loads texts as files a.yaml, b.yaml … */
export declare function loadTexts(texts: readonly string[], options?: LoadOptions): Promise<RuleSet>;
/** `LOAD_… message` of every error and warning. */
export declare function faultLines(set: RuleSet): string[];
