import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { describeValue, sameTyped, type Typed } from '#testing/cel-typed-value.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { compileExpression } from './expression.ts';

interface Case {
  readonly id: string;
  readonly expr: string;
  readonly vars?: Record<string, unknown>;
  readonly type?: string;
  readonly expect: { readonly value?: Typed; readonly evalError?: string; readonly compileError?: string };
}

const variables = ['object', 'oldObject', 'request', 'params', 'namespaceObject', 'variables', 'x', 'y'];

/** What the real environment's own bindings were where a case names none: everything is null. */
const nothing = Object.fromEntries(variables.map((name) => [name, null]));

/** Values that differ for a known reason: id → reason. */
const known: Record<string, string> = {
  k0411: 'apimachinery copies a large quantity by pointer, so that x.add() changes x: not copied',
};

function run(item: Case): { value?: Typed; error?: string; type?: string } {
  const compiled = compileExpression(item.expr, { variables });
  if (!compiled.ok) return { error: compiled.issue.message };
  const result = compiled.value.evaluate({ ...nothing, ...item.vars });
  const { type } = compiled.value;
  return result.ok ? { value: describeValue(result.value), type } : { error: result.issue.message, type };
}

describe.skipIf(skipShared.skip)(`CEL as Kubernetes 1.36 evaluates it ${skipShared.note}`, () => {
  const cases: Case[] = skipShared.skip
    ? []
    : gunzipSync(readFileSync(sharedPath('conformance/admission/cel-k8s.jsonl.gz')))
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Case);

  it('gives the same values', () => {
    const wrong: string[] = [];
    const valued = cases.filter((item) => item.expect.value !== undefined);
    for (const item of valued) {
      const { value, error } = run(item);
      if (value !== undefined && sameTyped(value, item.expect.value as Typed)) continue;
      if (known[item.id]) continue;
      wrong.push(
        `${item.id} ${item.expr} → ${error ?? JSON.stringify(value)}, expected ${JSON.stringify(item.expect.value)}`,
      );
    }
    expect(valued.length).toBeGreaterThan(1000);
    expect(wrong).toEqual([]);
  });

  it('fails where it fails', () => {
    const wrong: string[] = [];
    const failing = cases.filter((item) => item.expect.value === undefined);
    for (const item of failing) {
      const { value } = run(item);
      if (value !== undefined)
        wrong.push(`${item.id} ${item.expr} → ${JSON.stringify(value)}, expected ${JSON.stringify(item.expect)}`);
    }
    expect(failing.length).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
  });

  it('infers the same result types', () => {
    const wrong: string[] = [];
    for (const item of cases) {
      if (item.type === undefined) continue;
      const { type, error } = run(item);
      if (type !== item.type) wrong.push(`${item.id} ${item.expr} : ${type ?? error}, expected ${item.type}`);
    }
    expect(wrong).toEqual([]);
  });
});
