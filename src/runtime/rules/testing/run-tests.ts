import { dirname, resolve } from 'node:path';
import { errorIssue, failed, type Issue, type Outcome, ok } from '#core/outcome.ts';
import { loadRules, type RuleFileContent } from '../loader/load-rules.ts';
import type { Rule } from '../loader/rule-set.ts';
import { type RuleSelection, selectRules } from '../loader/select-rules.ts';
import type { Alert } from '../output/alert.ts';
import type { ExtraField } from '../output/append-output.ts';
import { Detector } from '../replay/detector.ts';
import { checkAlerts } from './check-alerts.ts';
import type { RuleTest, RuleTestFile, RuleTestResult } from './test-file.ts';

/** Gives a rule file, or the rule files of a folder in order; tests of a folder mostly share theirs. */
export type ReadRuleFiles = (path: string) => Promise<Outcome<readonly RuleFileContent[]>>;

/** Alerts of one test that are kept for its expectations. */
const maxAlerts = 100_000;

/** Runs the tests of files. Rules are loaded once for all tests that name the same files. */
export class TestRunner {
  readonly #read: ReadRuleFiles;
  readonly #rules = new Map<string, Promise<Outcome<readonly Rule[]>>>();

  constructor(read: ReadRuleFiles) {
    this.#read = read;
  }

  /** Results in order; an issue where the rules of the file cannot be used. `path` is where the file is. */
  async run(file: RuleTestFile, path: string, onResult: (result: RuleTestResult) => void): Promise<Outcome<undefined>> {
    const folder = dirname(path);
    const rules = await this.#load(file.rules.map((name) => resolve(folder, name)));
    if (!rules.ok) return rules;
    for (const test of file.tests) {
      const { failures, alerts } = await runTest(test, rules.value, folder);
      onResult({
        file: file.file,
        name: test.name,
        where: test.where,
        passed: failures.length === 0,
        failures,
        alerts,
      });
    }
    return ok(undefined);
  }

  #load(paths: readonly string[]): Promise<Outcome<readonly Rule[]>> {
    const key = paths.join('\0');
    const known = this.#rules.get(key) ?? loadAll(paths, this.#read);
    this.#rules.set(key, known);
    return known;
  }
}

async function loadAll(paths: readonly string[], read: ReadRuleFiles): Promise<Outcome<readonly Rule[]>> {
  const files: RuleFileContent[] = [];
  for (const path of paths) {
    const content = await read(path);
    if (!content.ok) return content;
    files.push(...content.value);
  }
  const set = await loadRules(files);
  if (set.ok) return ok(set.rules);
  const [fault] = set.errors;
  const { place, code, message } = fault!;
  return failed(
    errorIssue('rule-test/bad-rules', `${code}: ${message}`, {
      where: `${place.file}:${place.line}:${place.column}`,
      hint: fault!.hint,
    }),
  );
}

async function runTest(
  test: RuleTest,
  rules: readonly Rule[],
  folder: string,
): Promise<{ failures: readonly Issue[]; alerts: number }> {
  const steps: RuleSelection[] = [
    ...test.enable.map((rule) => ({ action: 'enable' as const, rule })),
    ...test.disable.map((rule) => ({ action: 'disable' as const, rule })),
  ];
  const unknown = unknownRules(test, rules);
  if (unknown.length > 0) return { failures: unknown, alerts: 0 };
  const detector = Detector.of(selectRules(rules, { steps }), {
    match: test.match,
    appendOutput: [{ suggestedOutput: true, extraFields: expectedFields(test) }],
  });
  if (!detector.ok) return { failures: [detector.issue], alerts: 0 };
  const alerts: Alert[] = [];
  let count = 0;
  const { capture } = test;
  const source = typeof capture === 'string' ? resolve(folder, capture) : chunksOf(capture.bytes);
  const name = typeof capture === 'string' ? capture : 'script';
  const outcome = await detector.value.run(source, name, (alert) => {
    count += 1;
    if (alerts.length < maxAlerts) alerts.push(alert);
  });
  if (!outcome.ok) return { failures: [{ ...outcome.issue, where: test.where }], alerts: 0 };
  return { failures: checkAlerts(test, alerts), alerts: count };
}

/** Expectations can name any field, whether the rule's output has it or not. */
function expectedFields(test: RuleTest): ExtraField[] {
  const names = new Set(test.alerts.flatMap((alert) => [...alert.fields.keys()]));
  return [...names].map((name) => ({ name }));
}

/** A rule that is misspelt would be silent for ever. */
function unknownRules(test: RuleTest, rules: readonly Rule[]): Issue[] {
  const known = new Set(rules.map((rule) => rule.name));
  return test.alerts
    .filter(({ rule }) => !known.has(rule))
    .map(({ rule, where }) => errorIssue('rule-test/no-rule', `no rule is named ${JSON.stringify(rule)}`, { where }));
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
