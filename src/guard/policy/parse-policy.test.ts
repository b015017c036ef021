import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { mutations } from '#testing/fuzz.ts';
import { schemaValidator } from '#testing/json-schema.ts';
import { defaultPolicy } from './default-policy.generated.ts';
import { parsePolicy, parseWaivers } from './parse-policy.ts';
import { policySchema } from './policy-schema.ts';

const root = resolve(import.meta.dirname, '../../..');
const head = 'apiVersion: holdfast.dev/v1\nkind: Policy\nmetadata: {name: acme}\n';
const rule = (fields: string) => `${head}rules:\n  - name: r\n    decision: deny\n${fields.replace(/^/gm, '    ')}\n`;

const full = `${head}description: all of it
extends: default
rules:
  - name: old-and-grave
    description: grave for more than a month
    stages: [build, registry]
    match: finding
    when: |
      finding.severityRank >= 4 &&
        finding.ageDays > 30
    unless: {paths: ['usr/share/doc/**'], dev: true}
    decision: deny
    message: "{{ finding.id }} in {{ package.name }}"
  - {name: exploited, decision: ignore}
  - {name: root, match: image, when: "image.user in ['', 'root', '0']", decision: warn}
licences:
  deny: [AGPL-*, SSPL-1.0]
  unknown: warn
  except: pkg:deb/**
waivers:
  - id: CVE-2024-1
    package: pkg:npm/lodash
    reason: not reachable
    author: alice@example.com
    expires: 2027-01-31
  - {ids: ['CVE-2023-*'], stages: build, images: 'ghcr.io/acme/**', reason: r, author: a, expires: never}
`;

async function problem(
  text: string,
): Promise<{ where: string | undefined; message: string; hint: string | undefined; cause: string | undefined }> {
  const parsed = await parsePolicy(text, 'p.yaml');
  if (parsed.ok) throw new Error('it was accepted');
  const { where, message, hint, cause } = parsed.issue;
  return { where, message, hint, cause };
}

describe('a policy file', () => {
  it('is read in full', async () => {
    const parsed = await parsePolicy(full, 'p.yaml');
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issue));
    const { value } = parsed;
    expect(value.name).toBe('acme');
    expect(value.rules[0]).toMatchObject({
      name: 'old-and-grave',
      stages: ['build', 'registry'],
      match: 'finding',
      unless: { dev: true },
    });
    expect(value.rules.filter((each) => each.name === 'exploited')).toEqual([
      expect.objectContaining({ decision: 'ignore' }),
    ]);
    expect(value.rules.map((each) => each.name)).toContain('fixable-critical-or-high');
    expect(value.licences).toMatchObject({
      deny: ['AGPL-*', 'SSPL-1.0'],
      unknown: 'warn',
      decision: 'deny',
      except: ['pkg:deb/**'],
    });
    expect(value.waivers[0]).toMatchObject({
      name: 'CVE-2024-1',
      ids: ['CVE-2024-1'],
      packages: ['pkg:npm/lodash'],
      from: 'p.yaml:24',
    });
    expect(value.waivers[1]).toMatchObject({ stages: ['build'], images: ['ghcr.io/acme/**'] });
  });

  it.each([
    ['kind: Polcy', 'p.yaml:1:1', 'a Policy needs apiVersion'],
    ['{', 'p.yaml:1:2', 'not valid YAML'],
    ['', 'p.yaml:1:1', 'a Policy must be a mapping'],
    [`${head}ruls: []`, 'p.yaml:4:1', 'a Policy has no field "ruls"'],
    [`${head}rules: []`, 'p.yaml:1:1', 'this policy has no rules'],
    [`${head}a: 1\na: 2`, 'p.yaml:5:1', 'not valid YAML'],
    [rule('when: {severity: hihg}'), 'p.yaml:7:22', 'severity must be one of critical'],
    [rule('when: {severty: high}'), 'p.yaml:7:12', 'when has no field "severty"'],
    [rule('when: {epss: 50}'), 'p.yaml:7:18', 'epss must be a number from 0 to 1'],
    [rule('when: {kev: yes}'), 'p.yaml:7:17', 'kev must be true or false'],
    [rule('when: {}'), 'p.yaml:7:11', 'when is empty'],
    [rule('when: {ids: []}'), 'p.yaml:7:17', 'ids is an empty list'],
    [rule('when:'), 'p.yaml:7:5', 'when has no value'],
    [rule('match: image\nwhen: {severity: high}'), 'p.yaml:8:22', 'severity does not apply to match: image'],
    [rule('stages: [biuld]'), 'p.yaml:7:14', 'stages must be one of build'],
    [rule('when: finding.severty == "high"'), 'p.yaml:7:18', 'finding has no field severty'],
    [rule('when: "finding.kev &&"'), 'p.yaml:7:26', 'ends too early'],
    [rule('when: |\n  finding.kev &&\n    finding.epss > "a"'), 'p.yaml:9:22', "'_>_'"],
    [rule('when: finding.id'), 'p.yaml:7:11', 'the condition gives string, not true or false'],
    [rule('match: image\nwhen: finding.kev'), 'p.yaml:8:11', "undeclared reference to 'finding'"],
    [rule('when: {severity: high, cel: "finding.x"}'), 'p.yaml:7:41', 'finding has no field x'],
    [rule('message: "{{ finding.title + 1 }}"'), 'p.yaml:7:', "'_+_'"],
    [`${head}rules: [{name: A B, decision: deny}]`, 'p.yaml:4:16', 'must be of lower-case'],
    [`${head}rules: [{name: a}]`, 'p.yaml:4:9', 'a rule needs decision'],
    [`${head}rules: [{name: a, decision: deny}, {name: a, decision: warn}]`, 'p.yaml:4:36', 'two rules are named "a"'],
    [`${head}licences: {decision: deny}`, 'p.yaml:4:11', 'licences needs deny, allow or unknown'],
    [`${head}extends: default\nwaivers: [{id: CVE-1, reason: r, author: a}]`, 'p.yaml:5:11', 'a waiver needs expires'],
    [
      `${head}extends: default\nwaivers: [{id: CVE-1, reason: r, author: a, expires: 2027-02-30}]`,
      'p.yaml:5:54',
      'expires must be a day',
    ],
    [
      `${head}extends: default\nwaivers: [{image: x, reason: r, author: a, expires: never}]`,
      'p.yaml:5:11',
      'would cover everything',
    ],
    [
      `${head}extends: default\nwaivers: [{id: CVE-1, reason: ' ', author: a, expires: never}]`,
      'p.yaml:5:31',
      'reason must be text',
    ],
  ])('is refused: %s', async (text, where, message) => {
    const found = await problem(text);
    expect(found.where?.startsWith(where) && (where.endsWith(':') || found.where === where), found.where).toBe(true);
    expect(found.message).toContain(message);
  });

  it('is told all that is wrong at once', async () => {
    const found = await problem(
      `${head}rules:\n  - {name: a, decision: deny, when: finding.x}\n  - {name: b, decison: deny}\n`,
    );
    expect(found.message).toContain('finding has no field x');
    expect(found.hint).toContain('it has: ');
    expect(found.cause).toContain('p.yaml:6:15: a rule has no field "decison"');
  });

  it('may use anchors, but not without end', async () => {
    const shared = `${head}rules:\n  - {name: a, decision: deny, when: &c {severity: high}}\n  - {name: b, decision: warn, when: *c}\n`;
    const parsed = await parsePolicy(shared, 'p.yaml');
    expect(parsed.ok && parsed.value.rules.map((each) => each.when)).toEqual([
      { severity: 'high' },
      { severity: 'high' },
    ]);
    const bomb = `${head}rules: &r\n${Array.from({ length: 1100 }, () => '  - *r\n').join('')}`;
    expect((await parsePolicy(bomb, 'p.yaml')).ok).toBe(false);
    expect((await parsePolicy(`${head}description: ${'x'.repeat(2_000_000)}`, 'p.yaml')).ok).toBe(false);
  });

  it('never throws, however damaged', async () => {
    for (const bytes of mutations(Buffer.from(full), 1000, 7)) {
      const text = bytes.toString('utf8');
      const parsed = await parsePolicy(text, 'p.yaml');
      if (!parsed.ok) expect(parsed.issue.where).toMatch(/^p\.yaml:\d+:\d+$/);
      await parseWaivers(text.replace('kind: Policy', 'kind: WaiverList'), 'w.yaml');
    }
  });
});

describe('a waiver file', () => {
  it('may cover one thing twice: only names that were given must differ', async () => {
    const waiver = (fields: string) => `  - {${fields}, reason: r, author: a, expires: never}\n`;
    const text = (...fields: string[]) =>
      `apiVersion: holdfast.dev/v1\nkind: WaiverList\nwaivers:\n${fields.map(waiver).join('')}`;
    const twice = await parseWaivers(text('id: CVE-2024-1, image: a', 'id: CVE-2024-1, image: a'), 'w.yaml');
    expect(twice.ok && twice.value.map(({ name }) => name)).toEqual(['CVE-2024-1', 'CVE-2024-1 #2']);
    const same = await parseWaivers(text('id: CVE-2024-1, name: x', 'id: CVE-2024-2, name: x'), 'w.yaml');
    expect(same).toMatchObject({ ok: false, issue: { message: 'two waivers are named "x"' } });
  });

  it('is read', async () => {
    const text =
      'apiVersion: holdfast.dev/v1\nkind: WaiverList\nwaivers:\n  - {fingerprint: abc, reason: r, author: a, expires: 2027-01-01T00:00:00Z}\n';
    expect(await parseWaivers(text, 'w.yaml')).toEqual({
      ok: true,
      value: [
        {
          name: 'abc',
          fingerprints: ['abc'],
          reason: 'r',
          author: 'a',
          expires: '2027-01-01T00:00:00Z',
          from: 'w.yaml:4',
        },
      ],
    });
    expect((await parseWaivers(text.replace('WaiverList', 'Policy'), 'w.yaml')).ok).toBe(false);
    expect((await parseWaivers('apiVersion: holdfast.dev/v1\nkind: WaiverList\n', 'w.yaml')).ok).toBe(false);
  });
});

describe('the schema', () => {
  const validate = schemaValidator(policySchema as unknown as Record<string, unknown>);

  it('is checked in', () => {
    expect(JSON.parse(readFileSync(resolve(root, 'schema/policy-v1.json'), 'utf8'))).toEqual(policySchema);
  });

  it('accepts what the reader accepts', async () => {
    const builtIn = readFileSync(resolve(root, 'content/policies/default.yaml'), 'utf8');
    for (const text of [full, builtIn, rule('when: {severity: high}')]) {
      expect(validate(parseYaml(text))).toEqual([]);
      expect((await parsePolicy(text, 'p.yaml')).ok).toBe(true);
    }
  });

  it.each([
    rule('when: {severity: hihg}'),
    rule('when: {epss: 50}'),
    rule('when: {}'),
    rule('when: {ids: []}'),
    rule('stages: [biuld]'),
    rule('unknown: 1'),
    `${head}rules: [{name: a}]`,
    `${head}rules: [{name: A B, decision: deny}]`,
    `${head}licences: {decision: deny}`,
    `${head}extends: default\nwaivers: [{id: CVE-1, reason: r, author: a}]`,
    `${head}extends: default\nwaivers: [{image: x, reason: r, author: a, expires: never}]`,
    `${head}extends: default\nwaivers: [{id: CVE-1, reason: r, author: a, expires: soon}]`,
    head,
  ])('refuses what the reader refuses: %s', async (text) => {
    expect(validate(parseYaml(text)).length).toBeGreaterThan(0);
    expect((await parsePolicy(text, 'p.yaml')).ok).toBe(false);
  });
});

describe('the built-in policy', () => {
  it('is in step with its source (tools/content-policies.mjs)', async () => {
    const path = 'content/policies/default.yaml';
    const parsed = await parsePolicy(readFileSync(resolve(root, path), 'utf8'), path);
    expect(parsed.ok && parsed.value).toEqual(defaultPolicy);
  });

  it('needs no CEL engine', () => {
    for (const { when, unless, message } of defaultPolicy.rules) {
      expect([typeof when, typeof unless]).not.toContain('string');
      expect(message ?? '').not.toContain('{{');
    }
  });
});
