import { describe, expect, it } from 'vitest';
import type { Finding } from '#core/finding.ts';
import { fingerprint } from '#core/fingerprint.ts';
import type { Package } from '#core/package.ts';
import type { Stage } from '#core/verdict.ts';
import { sampleReport } from '#testing/sample-report.ts';
import { defaultPolicy } from './default-policy.generated.ts';
import { evaluatePolicy, preparePolicy } from './evaluate.ts';
import { parsePolicy } from './parse-policy.ts';
import type { Policy, PolicyInput, Waiver } from './policy.ts';

const now = new Date('2026-11-22T12:00:00Z');

const curl: Package = {
  type: 'deb',
  name: 'curl',
  version: '7.88.1-10',
  purl: 'pkg:deb/debian/curl@7.88.1-10?arch=amd64&distro=debian-12',
  source: { name: 'curl', version: '7.88.1-10' },
  licenses: ['curl'],
  locations: ['var/lib/dpkg/status'],
  layer: 0,
  cataloger: 'dpkg/status',
};
const lodash: Package = {
  type: 'npm',
  name: 'lodash',
  version: '4.17.15',
  purl: 'pkg:npm/lodash@4.17.15',
  licenses: ['MIT'],
  locations: ['app/package-lock.json'],
  layer: 1,
  cataloger: 'npm/package-lock',
};

function vulnerability(id: string, item: Package = curl, changes: Partial<Finding> = {}): Finding {
  const { purl, name, version, type } = item;
  return {
    fingerprint: fingerprint({ kind: 'vulnerability', id, purl }),
    kind: 'vulnerability',
    id,
    aliases: [],
    title: `${name} is weak`,
    severity: 'high',
    package: { purl, name, version, type },
    fix: { state: 'fixed', versions: ['99'] },
    evidence: { file: item.locations[0] ?? '', layer: item.layer ?? 0 },
    ...changes,
  };
}

const other = (kind: Finding['kind'], severity: Finding['severity'], id = `${kind}-${severity}`): Finding => ({
  fingerprint: fingerprint({ kind, id }),
  kind,
  id,
  aliases: [],
  title: `a ${kind}`,
  severity,
  evidence: { file: 'app/x' },
});

function input(findings: readonly Finding[], changes: Partial<PolicyInput> = {}): PolicyInput {
  const { image, os, target } = sampleReport();
  return {
    stage: 'build',
    target,
    ...(image ? { image } : {}),
    ...(os ? { os } : {}),
    packages: [curl, lodash],
    findings,
    now,
    ...changes,
  };
}

async function policyOf(text: string): Promise<Policy> {
  const parsed = await parsePolicy(
    `apiVersion: holdfast.dev/v1\nkind: Policy\nmetadata: {name: test}\n${text}`,
    'p.yaml',
  );
  if (!parsed.ok) throw new Error(`${parsed.issue.where}: ${parsed.issue.message}`);
  return parsed.value;
}

async function matches(
  when: string,
  findings: readonly Finding[],
  changes: Partial<PolicyInput> = {},
): Promise<string[]> {
  const policy = await policyOf(`rules: [{name: r, decision: deny, when: ${when}}]`);
  const { verdict } = await evaluatePolicy(policy, input(findings, changes));
  const denied = new Set(verdict.reasons.flatMap((reason) => reason.findings));
  return findings.filter((finding) => denied.has(finding.fingerprint)).map((finding) => finding.id);
}

describe('the built-in policy', () => {
  const decide = async (finding: Finding, packages: readonly Package[] = [curl, lodash]) =>
    (await evaluatePolicy(defaultPolicy, input([finding], { packages }))).verdict.decision;
  const kev = { kev: { added: '2026-01-01', ransomware: false } };

  it.each([
    ['deny', vulnerability('CVE-1')],
    ['deny', vulnerability('CVE-1', curl, { severity: 'critical' })],
    ['deny', vulnerability('CVE-1', curl, { severity: 'low', ...kev })],
    ['warn', vulnerability('CVE-1', curl, { severity: 'low', ...kev, fix: { state: 'unfixed', versions: [] } })],
    ['warn', vulnerability('CVE-1', curl, { severity: 'critical', fix: { state: 'unfixed', versions: [] } })],
    ['pass', vulnerability('CVE-1', curl, { severity: 'high', fix: { state: 'unfixed', versions: [] } })],
    ['pass', vulnerability('CVE-1', curl, { severity: 'critical', fix: { state: 'wont-fix', versions: [] } })],
    ['pass', vulnerability('CVE-1', curl, { severity: 'critical', fix: { state: 'unimportant', versions: [] } })],
    [
      'pass',
      vulnerability('CVE-1', curl, { severity: 'negligible', ...kev, fix: { state: 'unimportant', versions: [] } }),
    ],
    ['warn', vulnerability('CVE-1', curl, { severity: 'medium', epss: { score: 0.4, percentile: 0.97 } })],
    ['pass', vulnerability('CVE-1', curl, { severity: 'medium', epss: { score: 0.04, percentile: 0.9 } })],
    ['pass', vulnerability('CVE-1', curl, { severity: 'medium' })],
    ['pass', vulnerability('CVE-1', curl, { severity: 'unknown' })],
    ['deny', other('secret', 'high')],
    ['warn', other('secret', 'medium')],
    ['pass', other('secret', 'low')],
    ['warn', other('config', 'critical')],
    ['warn', other('config', 'medium')],
    ['pass', other('config', 'low')],
  ] as const)('%s', async (decision, finding) => {
    expect(await decide(finding)).toBe(decision);
  });

  it('lets packages be that are not shipped', async () => {
    const dev = { ...lodash, dev: true };
    expect(await decide(vulnerability('CVE-1', dev), [dev])).toBe('pass');
    expect(await decide(vulnerability('CVE-1', dev, kev), [dev])).toBe('deny');
  });

  it('takes less than 10 ms for 500 findings', async () => {
    const findings = Array.from({ length: 500 }, (_, index) =>
      vulnerability(`CVE-${index}`, index % 2 ? curl : lodash),
    );
    const prepared = await preparePolicy(defaultPolicy);
    const times = Array.from({ length: 9 }, () => {
      const started = performance.now();
      prepared.evaluate(input(findings));
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(10);
  });
});

describe('conditions', () => {
  const findings = [
    vulnerability('CVE-1', curl, {
      severity: 'critical',
      aliases: ['GHSA-x'],
      cvss: { vector: '', score: 9.8, version: '3.1' },
    }),
    vulnerability('CVE-2', lodash, {
      severity: 'medium',
      published: '2026-11-01T00:00:00Z',
      epss: { score: 0.5, percentile: 0.9 },
    }),
    vulnerability('CVE-3', curl, {
      severity: 'low',
      fix: { state: 'wont-fix', versions: [] },
      published: '2020-01-01T00:00:00Z',
    }),
    other('secret', 'high', 'aws-key'),
  ];

  it.each([
    ['{severity: medium}', ['CVE-1', 'CVE-2', 'aws-key']],
    ['{kinds: secret}', ['aws-key']],
    ['{fixable: false, kinds: vulnerability}', ['CVE-3']],
    ['{fixStates: [wont-fix]}', ['CVE-3']],
    ['{ids: [ghsa-*]}', ['CVE-1']],
    ['{epss: 0.5}', ['CVE-2']],
    ['{cvss: 9}', ['CVE-1']],
    ['{ageDays: 30}', ['CVE-3']],
    ['{packages: "pkg:deb/**"}', ['CVE-1', 'CVE-3']],
    ['{packages: [lodash]}', ['CVE-2']],
    ['{packages: "pkg:npm/lodash"}', ['CVE-2']],
    ['{packages: "pkg:npm/lodash@4.17.20"}', []],
    ['{types: npm}', ['CVE-2']],
    ['{paths: "/app/**"}', ['CVE-2', 'aws-key']],
    ['{licences: MIT}', ['CVE-2']],
    ['{base: true}', ['CVE-1', 'CVE-3']],
    ['{os: "debian:12", kinds: secret}', ['aws-key']],
    ['{os: alpine}', []],
    ['{images: "registry.example/shop/*", kinds: secret}', ['aws-key']],
    ['{images: "registry.example/*", kinds: secret}', []],
    ['{severity: high, cel: "finding.path.startsWith(\'app\')"}', ['aws-key']],
    ["\"finding.severity == 'low' && package.name == 'curl'\"", ['CVE-3']],
    ['"finding.epss > 0.4 && finding.ageDays < 30"', ['CVE-2']],
    ['"layer.base && finding.fixable && os.codename == \'bookworm\'"', ['CVE-1']],
    [
      "\"now - duration('720h') > timestamp('2026-01-01T00:00:00Z') && finding.kind == 'secret' && stage == 'build'\"",
      ['aws-key'],
    ],
    ["\"image.registry == 'registry.example' && image.tag == '1.4' && finding.kind == 'secret'\"", ['aws-key']],
  ])('%s', async (when, expected) => {
    expect(await matches(when, findings)).toEqual(expected);
  });

  it('apply at their stages only', async () => {
    const policy = await policyOf('rules: [{name: r, decision: deny, stages: admission}]');
    const decide = async (stage: Stage) => (await evaluatePolicy(policy, input(findings, { stage }))).verdict;
    expect(await decide('build')).toEqual({ stage: 'build', decision: 'pass', reasons: [] });
    expect((await decide('admission')).decision).toBe('deny');
  });

  it('that cannot be evaluated count as matched, once', async () => {
    const policy = await policyOf(
      'rules: [{name: r, decision: deny, when: "now - finding.published > duration(\'1h\')"}]',
    );
    const { verdict, issues } = await evaluatePolicy(policy, input([vulnerability('CVE-1'), vulnerability('CVE-2')]));
    expect(verdict.reasons).toEqual([expect.objectContaining({ decision: 'deny', subject: 'policy', findings: [] })]);
    expect(issues).toEqual([expect.objectContaining({ code: 'policy/rule-failed' })]);
  });
});

describe('reasons', () => {
  it('join findings by rule and package, worst first, and count each once', async () => {
    const policy = await policyOf(`rules:
  - {name: any, decision: warn, when: {severity: low}}
  - {name: high, decision: deny, when: {severity: high}}
  - {name: also-high, decision: deny, when: {severity: high}}`);
    const findings = [
      vulnerability('CVE-1'),
      vulnerability('CVE-2', curl, { severity: 'critical' }),
      vulnerability('CVE-3', lodash, { severity: 'low' }),
    ];
    const { verdict } = await evaluatePolicy(policy, input(findings));
    expect(
      verdict.reasons.map(({ rule, decision, subject, message, severity }) => ({
        rule,
        decision,
        subject,
        message,
        severity,
      })),
    ).toEqual([
      {
        rule: 'high',
        decision: 'deny',
        subject: curl.purl,
        message: 'curl 7.88.1-10: CVE-2, CVE-1',
        severity: 'critical',
      },
      { rule: 'any', decision: 'warn', subject: lodash.purl, message: 'lodash 4.17.15: CVE-3', severity: 'low' },
    ]);
    expect(verdict.reasons[0]?.findings).toHaveLength(2);
  });

  it('carry the message of the rule', async () => {
    const policy = await policyOf(
      'rules: [{name: r, decision: deny, message: "{{ finding.id }}: {{ finding.fixVersions }} for {{ package.name.upperAscii() }}!"}]',
    );
    const { verdict } = await evaluatePolicy(policy, input([vulnerability('CVE-1')]));
    expect(verdict.reasons[0]?.message).toBe('CVE-1: ["99"] for CURL!');
  });

  it('speak of packages, layers and the image', async () => {
    const policy = await policyOf(`rules:
  - {name: no-lodash, match: package, decision: deny, when: {packages: lodash}}
  - {name: own-layers, match: layer, decision: warn, when: "!layer.base && layer.createdBy.contains('npm ci')"}
  - {name: root, match: image, decision: warn, when: "image.user == ''", message: "{{ image.reference }} runs as root"}`);
    const { verdict } = await evaluatePolicy(policy, input([]));
    expect(verdict.reasons.map(({ rule, subject, message }) => [rule, subject, message])).toEqual([
      ['no-lodash', lodash.purl, `${lodash.purl}: no-lodash`],
      ['own-layers', 'layer 4', 'layer 4: own-layers'],
      ['root', 'registry.example/shop/api:1.4', 'registry.example/shop/api:1.4 runs as root'],
    ]);
  });
});

describe('waivers', () => {
  const waiver = (changes: Partial<Waiver>): Waiver => ({
    name: 'w',
    reason: 'accepted',
    author: 'alice',
    expires: 'never',
    ...changes,
  });
  const decide = async (
    waivers: readonly Waiver[],
    findings = [vulnerability('CVE-2024-1', lodash, { aliases: ['GHSA-a'] })],
  ) => {
    const policy = await policyOf('rules: [{name: grave, decision: deny, when: {severity: high}}]');
    return evaluatePolicy(policy, input(findings, { waivers }));
  };

  it.each([
    [{ ids: ['CVE-2024-1'] }, true],
    [{ ids: ['ghsa-A'] }, true],
    [{ ids: ['CVE-2024-*'] }, true],
    [{ ids: ['CVE-2024'] }, false],
    [{ ids: ['CVE-2024-1'], packages: ['pkg:npm/lodash'] }, true],
    [{ ids: ['CVE-2024-1'], packages: ['pkg:npm/lodash@4.17.15'] }, true],
    [{ ids: ['CVE-2024-1'], packages: ['pkg:npm/lodash@4.17.16'] }, false],
    [{ ids: ['CVE-2024-1'], packages: ['curl'] }, false],
    [{ paths: ['/app/**'] }, true],
    [{ paths: ['srv/**'] }, false],
    [{ rules: ['grave'] }, true],
    [{ rules: ['other'], ids: ['CVE-2024-1'] }, false],
    [{ ids: ['*'], stages: ['admission'] }, false],
    [{ ids: ['*'], images: ['registry.example/shop/api'] }, true],
    [{ ids: ['*'], images: ['registry.example/shop/api:1.*'] }, true],
    [{ ids: ['*'], images: ['registry.example/other/**'] }, false],
    [{ ids: ['*'], expires: '2026-11-22' }, true],
    [{ ids: ['*'], expires: '2026-11-21' }, false],
    [{ ids: ['*'], expires: '2026-11-22T11:59:00Z' }, false],
  ] as const)('%j covers: %s', async (changes, covered) => {
    const { verdict, findings } = await decide([waiver(changes as Partial<Waiver>)]);
    expect(verdict.decision).toBe(covered ? 'pass' : 'deny');
    expect(findings[0]?.waived?.by).toBe(covered ? 'alice, w' : undefined);
  });

  it('are reported: unused, expired, about to expire, without effect', async () => {
    const findings = [vulnerability('CVE-1', lodash), vulnerability('CVE-2', lodash, { severity: 'low' })];
    const { waivers } = await decide(
      [
        waiver({ name: 'good', ids: ['CVE-1'], expires: '2026-12-01' }),
        waiver({ name: 'idle', ids: ['CVE-2'], expires: '2027-12-01' }),
        waiver({ name: 'unused', ids: ['CVE-9'], from: 'w.yaml:3' }),
        waiver({ name: 'elsewhere', ids: ['CVE-9'], images: ['other'] }),
        waiver({ name: 'old', ids: ['CVE-1'], expires: '2026-01-01' }),
      ],
      findings,
    );
    expect(waivers).toEqual({
      applied: 1,
      unused: ['unused (w.yaml:3)'],
      expired: ['old'],
      expiring: ['good'],
      ineffective: ['idle'],
    });
  });

  it('cover rules that look at packages', async () => {
    const policy = await policyOf(
      'rules: [{name: no-lodash, match: package, decision: deny, when: {packages: lodash}}]',
    );
    const waived = await evaluatePolicy(
      policy,
      input([], { waivers: [waiver({ rules: ['no-lodash'], packages: ['lodash'] })] }),
    );
    expect(waived.verdict.decision).toBe('pass');
    const wrong = await evaluatePolicy(
      policy,
      input([], { waivers: [waiver({ rules: ['no-lodash'], packages: ['pkg:npm/react'] })] }),
    );
    expect(wrong.verdict.decision).toBe('deny');
  });

  it('leave alone what VEX has settled', async () => {
    const settled = { by: 'vex.json', reason: 'not reachable', status: 'not_affected' };
    const { verdict, findings } = await decide(
      [waiver({ ids: ['*'] })],
      [vulnerability('CVE-1', lodash, { waived: settled })],
    );
    expect(verdict.decision).toBe('pass');
    expect(findings[0]?.waived).toEqual(settled);
  });
});

describe('licences', () => {
  const decide = async (licences: string, licenses: readonly string[]) => {
    const policy = await policyOf(`licences: ${licences}`);
    const { verdict, findings } = await evaluatePolicy(policy, input([], { packages: [{ ...lodash, licenses }] }));
    return [verdict.decision, ...findings.map((finding) => `${finding.id} ${finding.evidence.matchedName}`)];
  };

  it.each([
    ['{deny: [AGPL-*]}', ['AGPL-3.0-only'], ['deny', 'licence-denied AGPL-3.0-only']],
    ['{deny: [AGPL-*]}', ['AGPL-3'], ['deny', 'licence-denied AGPL-3.0-only']],
    ['{deny: [AGPL-*]}', ['MIT OR AGPL-3.0-only'], ['pass']],
    ['{deny: [AGPL-*]}', ['MIT AND AGPL-3.0-only'], ['deny', 'licence-denied AGPL-3.0-only']],
    ['{deny: [AGPL-*]}', ['(MIT OR AGPL-3.0-only) AND Apache-2.0'], ['pass']],
    ['{deny: [AGPL-*]}', ['MIT', 'AGPL-3.0-or-later'], ['deny', 'licence-denied AGPL-3.0-or-later']],
    [
      '{deny: [GPL-*], allow: [GPL-2.0-only WITH Classpath-exception-2.0, MIT]}',
      ['GPL-2.0-only WITH Classpath-exception-2.0'],
      ['pass'],
    ],
    [
      '{deny: [GPL-*]}',
      ['GPL-2.0-only WITH Classpath-exception-2.0'],
      ['deny', 'licence-denied GPL-2.0-only WITH Classpath-exception-2.0'],
    ],
    ['{allow: [MIT, Apache-2.0]}', ['MIT'], ['pass']],
    ['{allow: [MIT, Apache-2.0]}', ['Apache License, Version 2.0'], ['pass']],
    ['{allow: [MIT]}', ['ISC'], ['deny', 'licence-not-allowed ISC']],
    ['{allow: [MIT]}', ['ISC OR MIT'], ['pass']],
    ['{allow: [MIT], decision: warn}', ['ISC'], ['warn', 'licence-not-allowed ISC']],
    ['{deny: [X], unknown: warn}', [], ['warn', 'licence-unknown none stated']],
    ['{deny: [X], unknown: deny}', ['see LICENSE file'], ['deny', 'licence-unknown see LICENSE file']],
    ['{deny: [X]}', ['see LICENSE file'], ['pass']],
    ['{deny: [X], unknown: warn}', ['LicenseRef-acme'], ['warn', 'licence-unknown LicenseRef-acme']],
    ['{allow: [LicenseRef-acme], unknown: warn}', ['LicenseRef-acme'], ['pass']],
    ['{deny: [MIT], except: [lodash]}', ['MIT'], ['pass']],
    ['{deny: [MIT], stages: [admission]}', ['MIT'], ['pass']],
  ])('%s over %j', async (licences, licenses, expected) => {
    expect(await decide(licences, licenses)).toEqual(expected);
  });

  it('can be waived', async () => {
    const policy = await policyOf(
      'licences: {deny: [MIT]}\nwaivers: [{rule: licences, package: lodash, reason: r, author: a, expires: never}]',
    );
    const { verdict, waivers } = await evaluatePolicy(policy, input([], { packages: [lodash] }));
    expect([verdict.decision, waivers.applied]).toEqual(['pass', 1]);
  });
});
