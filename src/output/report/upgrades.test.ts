import { describe, expect, it } from 'vitest';
import type { Finding } from '#core/finding.ts';
import { planFixes } from '#guard/policy/fix/plan-fixes.ts';
import { compareFor } from '#guard/policy/fix/target-version.ts';
import { sampleFindings, sampleReport } from '#testing/sample-report.ts';
import { summarise } from './summary.ts';
import { upgradesOf } from './upgrades.ts';

describe('upgrades', () => {
  it('are those that `holdfast fix` plans', () => {
    const report = sampleReport();
    const sourceOf = new Map(report.packages.map(({ purl, name, source }) => [purl, source?.name ?? name]));
    const planned = new Map<string, string>();
    for (const { type, name, to } of planFixes(report, { scope: 'all' }).actions.flatMap(({ upgrades }) => upgrades)) {
      const item = report.packages.find((each) => each.type === type && each.name === name);
      const key = `${type} ${sourceOf.get(item?.purl ?? '') ?? name}`;
      const other = planned.get(key);
      if (other === undefined || compareFor(type)(to, other) > 0) planned.set(key, to);
    }
    const shown = summarise(report).upgrades.filter(({ to }) => to !== undefined);
    expect(shown.length).toBeGreaterThanOrEqual(3);
    expect(new Map(shown.map(({ type, name, to }) => [`${type} ${name}`, to]))).toEqual(planned);
  });

  it('go to the branch that holds every fix', () => {
    const found = sampleFindings.find(({ package: item, fix }) => item?.type === 'maven' && fix) as Finding;
    const finding: Finding = {
      ...found,
      package: { type: 'maven', name: 'org.acme:log', version: '2.14.1', purl: 'pkg:maven/org.acme/log@2.14.1' },
      evidence: {},
      fix: { state: 'fixed', versions: ['2.3.1', '2.12.2', '2.15.0'] },
    };
    const to = (...findings: Finding[]) => upgradesOf(sampleReport(), findings, new Set())[0]?.to;
    expect(to(finding)).toBe('2.15.0');
    expect(to(finding, { ...finding, id: 'CVE-2', fix: { state: 'fixed', versions: ['2.17.1'] } })).toBe('2.17.1');
    expect(to({ ...finding, fix: { state: 'fixed', versions: [] } })).toBeUndefined();
  });
});
