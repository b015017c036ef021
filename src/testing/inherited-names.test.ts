import { describe, expect, it } from 'vitest';
import { parseHistoryStep } from '#build/inventory/history-step.ts';
import { readSbom } from '#build/inventory/sbom/read-sbom.ts';
import { schemes } from '#build/vuln/schemes/index.ts';
import { parsePurl } from '#core/ids/purl.ts';
import type { Package } from '#core/package.ts';
import { checkDockerfile } from '#guard/policy/checks/check-dockerfile.ts';
import { evaluatePolicy } from '#guard/policy/evaluate.ts';
import { planFixes } from '#guard/policy/fix/plan-fixes.ts';
import { parsePolicy } from '#guard/policy/parse-policy.ts';
import { reportFormats } from '#output/report/index.ts';
import { sampleFindings, sampleReport } from './sample-report.ts';

/** Names that every plain object has: a table that is looked into by a foreign name must not answer with them. */
const names = Object.getOwnPropertyNames(Object.prototype);

describe.each(names)('the foreign name %s', (name) => {
  it('is no build step, variable or program', () => {
    const lines = [`ENV ${name}=1`, `ARG ${name}`, `LABEL ${name}=1`, `RUN ${name}=0 make && export ${name}=1`];
    const file = `FROM ${name}\n${lines.join('\n')}\nRUN ${name} -x a && sudo ${name} b\n${name} a b\nFROM x AS ${name}\n`;
    expect(() => checkDockerfile(file, 'Dockerfile')).not.toThrow();
    expect(parseHistoryStep(`${name} a`).keyword).toBe('');
  });

  it('is no version, licence, package type or system with a meaning', async () => {
    for (const scheme of schemes) expect(typeof scheme.compare(`1.${name}1`, `1-${name}`), scheme.id).toBe('number');
    parsePurl(`pkg:${name}/${name}@${name}?${name}=${name}`);
    const item: Package = {
      type: name as Package['type'],
      name,
      version: name,
      purl: `pkg:${name}/${name}@${name}`,
      licenses: [name],
      locations: [name],
      cataloger: name,
    };
    const policy = await parsePolicy(
      'apiVersion: holdfast.dev/v1\nkind: Policy\nmetadata: {name: x}\nlicences:\n  deny: [GPL-*]\n  unknown: deny\n',
      'p.yaml',
    );
    if (!policy.ok) throw new Error(policy.issue.message);
    const finding = {
      ...sampleFindings[0]!,
      package: { type: name, name, version: '1', purl: item.purl },
      fix: { state: 'fixed' as const, versions: ['2'] },
    };
    const report = sampleReport({ packages: [item], findings: [finding] });
    const judged = await evaluatePolicy(policy.value, {
      stage: 'build',
      target: report.target,
      packages: report.packages,
      findings: report.findings,
      now: new Date(0),
      waivers: [],
    });
    expect(judged.findings.some(({ title }) => title.includes(name))).toBe(true);
    expect(JSON.stringify(planFixes(report, { scope: 'all' }))).not.toContain('native code');
    for (const format of reportFormats)
      expect((await format.load())(report, {}), format.id).not.toContain('native code');
  });

  it('is no system of an SBOM', () => {
    const os = { type: 'operating-system', name, version: name };
    const components = [
      os,
      { type: 'library', name, version: '1', purl: `pkg:deb/${name}/x@1?distro=${name}-${name}` },
    ];
    const bytes = Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', components }));
    const sbom = readSbom(bytes, 'x.json');
    expect(JSON.stringify(sbom)).not.toContain('native code');
    expect(sbom.ok).toBe(true);
  });
});
