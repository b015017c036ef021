import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { conditionText } from '../language/condition-text.ts';
import { loadRules } from './load-rules.ts';

interface Load {
  readonly file: string;
  readonly content: string;
  readonly success: boolean;
  readonly errors_contain?: readonly string[];
  readonly warnings_contain?: readonly string[];
  readonly warnings_not_contain?: readonly string[];
  readonly compiled?: readonly { readonly rule: string; readonly what: string; readonly value: string }[];
  readonly described?: readonly { readonly index: number; readonly key: string; readonly value: string }[];
  readonly falco_validate: {
    readonly successful: boolean;
    readonly errors: readonly { readonly code: string }[];
    readonly warnings: readonly { readonly code: string }[];
  };
}

const cases: readonly { readonly test: string; readonly loads: readonly Load[] }[] = skipShared.skip
  ? []
  : JSON.parse(readFileSync(sharedPath('conformance', 'rule_loader.json'), 'utf8')).cases;

/** The load cases of the ecosystem, each also run through `falco -V`. */
describe.skipIf(skipShared.skip)(`rule_loader.json ${skipShared.note}`, () => {
  for (const { test, loads } of cases) {
    it(test, async () => {
      for (const load of loads) await check(load);
    });
  }
});

async function check(load: Load): Promise<void> {
  const set = await loadRules([{ name: load.file, content: load.content }]);
  const codes = (faults: readonly { readonly code: string }[]) => faults.map(({ code }) => code);
  expect(set.ok).toBe(load.success);
  expect(codes(set.errors)).toEqual(codes(load.falco_validate.errors));
  expect(codes(set.warnings)).toEqual(codes(load.falco_validate.warnings));
  const errors = set.errors.map(({ message }) => message).join('\n');
  for (const text of load.errors_contain ?? []) expect(errors).toContain(text);
  const warnings = set.warnings.map(({ code, message }) => `${code} ${message}`).join('\n');
  for (const text of load.warnings_contain ?? []) expect(warnings).toContain(text);
  for (const text of load.warnings_not_contain ?? []) expect(warnings).not.toContain(text.replace('WARNING_', 'LOAD_'));
  for (const { rule, value } of load.compiled ?? []) {
    const found = set.rules.find(({ name }) => name === rule);
    expect(found && conditionText(found.condition)).toBe(value);
  }
  for (const { index, key, value } of load.described ?? []) {
    const rule = set.rules[index];
    const described = {
      condition: rule?.conditionSource,
      output: rule?.output,
      description: rule?.description,
      priority: rule?.priority,
    };
    expect(described[key as keyof typeof described]).toBe(value);
  }
}
