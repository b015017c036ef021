import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ok } from '#core/outcome.ts';
import { attackTechniques } from '#testing/attack-techniques.ts';
import { loadOwnRules, ownRulesFolder } from '#testing/own-rules.ts';
import { rulesDoc, techniquesOf } from '#testing/rules-doc.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { conditionText } from '../language/condition-text.ts';
import type { RuleFileContent } from '../loader/load-rules.ts';
import { Detector } from '../replay/detector.ts';
import { readTestFile } from './read-test-file.ts';
import { TestRunner } from './run-tests.ts';
import type { RuleTest, RuleTestResult } from './test-file.ts';

const set = await loadOwnRules();
const { rules } = set;
const testsFolder = join(ownRulesFolder, 'tests');
const testFiles = readdirSync(testsFolder)
  .filter((name) => name.endsWith('.test.yaml'))
  .sort();

describe('our own rules', () => {
  it('load without errors and warnings', () => {
    expect([...set.errors, ...set.warnings].map(({ code, message, item }) => `${code} ${item} ${message}`)).toEqual([]);
    expect(rules.length).toBeGreaterThanOrEqual(60);
    expect(new Set(rules.map((rule) => rule.name)).size).toBe(rules.length);
    expect(rules.filter((rule) => !rule.enabled)).toEqual([]);
  });

  it.each(rules.map((rule) => [rule.name, rule] as const))('%s: description, technique, tags, output', (_, rule) => {
    expect(rule.description.trim().length).toBeGreaterThan(40);
    const techniques = techniquesOf(rule);
    expect(techniques).not.toEqual([]);
    expect(techniques.filter((id) => !Object.hasOwn(attackTechniques, id))).toEqual([]);
    expect(rule.tags).toContain('container');
    expect(rule.tags.includes('stateful')).toBe(rule.stateful !== undefined);
    expect(rule.output.startsWith(`${rule.name} | `)).toBe(true);
    for (const field of ['%container.name', '%container.image.repository', '%proc.cmdline', '%user.name'])
      expect(rule.output).toContain(field);
  });

  it('leave out what a user names: an image and a program', async () => {
    const own = `- rule: Terminal shell in a container
  exceptions: [{name: known, values: [[sx/debug, bash]]}]
  override: {exceptions: append}
`;
    const all = await loadOwnRules([{ name: 'mine.yaml', content: own }]);
    expect([all.errors, all.warnings]).toEqual([[], []]);
    for (const rule of all.rules) expect(rule.exceptions.map(({ name }) => name)).toContain('known');
    const text = (name: string) =>
      conditionText(all.rules.find((rule) => rule.name === name)!.condition).replaceAll(/\s+/g, ' ');
    expect(text('Terminal shell in a container')).toContain(
      'container.image.repository = sx/debug and proc.name = bash',
    );
    expect(text('Program started from memory')).not.toContain('sx/debug');
  });

  it('list the techniques that some rule has, and no others', () => {
    const used = new Set(rules.flatMap(techniquesOf));
    expect(Object.keys(attackTechniques).filter((id) => !used.has(id))).toEqual([]);
  });

  it('are in docs/rules.md (node tools/run.mjs tools/docs-rules.mjs)', () => {
    const path = resolve(import.meta.dirname, '../../../../docs/rules.md');
    expect(existsSync(path) && readFileSync(path, 'utf8')).toBe(rulesDoc(rules));
  });
});

describe('tests of our own rules', () => {
  const tests: RuleTest[] = [];
  const runner = new TestRunner(async () =>
    ok(
      readdirSync(ownRulesFolder)
        .filter((name) => name.endsWith('.yaml'))
        .sort()
        .map((name): RuleFileContent => ({ name, content: readFileSync(join(ownRulesFolder, name), 'utf8') })),
    ),
  );

  it.each(testFiles)('%s passes', async (name) => {
    const path = join(testsFolder, name);
    const file = await readTestFile(name, readFileSync(path, 'utf8'));
    if (!file.ok) throw new Error(file.issue.message);
    tests.push(...file.value.tests);
    const results: RuleTestResult[] = [];
    const ran = await runner.run(file.value, path, (result) => results.push(result));
    expect(ran.ok).toBe(true);
    expect(results.flatMap((result) => result.failures.map((issue) => `${result.name}: ${issue.message}`))).toEqual([]);
    // A test stands in the file of its rule's file.
    for (const test of file.value.tests.filter(({ about }) => about !== undefined))
      expect(`${basename(rules.find((rule) => rule.name === test.about)?.place.file ?? '', '.yaml')}.test.yaml`).toBe(
        name,
      );
  });

  it.each(rules.map((rule) => rule.name))('%s: one that fires, one that stays silent', (name) => {
    const own = tests.filter((test) => test.about === name);
    const fires = (test: RuleTest) => test.alerts.some((alert) => alert.rule === name && alert.times !== 0);
    expect(own.some(fires)).toBe(true);
    expect(own.some((test) => !fires(test) && test.silent === 'all')).toBe(true);
  });
});

/** What rules, of those that must, an attack raises; more are welcome. */
const attacks: Readonly<Record<string, readonly string[]>> = {
  a01_terminal_shell: ['Terminal shell in a container'],
  a03_write_below_etc: ['Loader preload file written', 'System configuration changed'],
  a04_write_below_bin: ['Program folder changed'],
  a06_reverse_shell: [
    "Remote shell by the shell's own means",
    'Shell with its streams on a network connection',
    'Standard stream moved onto a network connection',
    'Listener started with a network tool',
  ],
  a07_setuid: ['Set-user-id bit set', 'Set-group-id bit set', 'Root rights asked for and refused'],
  a08_ptrace: ['Process of another taken over with ptrace'],
  a10_symlink_hardlink: ['Link to a password file made'],
  a12_bash_history: ['Shell history removed'],
  a14_package_manager: ['Package manager run in a container'],
  a15_metadata_loopback: [
    'Cloud credentials asked for on the command line',
    'Kubelet contacted from a container',
    'Engine API contacted over the network',
  ],
  a17_sysadmin_mount: ['File system mounted in a container', 'Control group release agent written'],
  a18_unshare: ['User namespace created in a container', 'Another namespace entered from a container'],
  a20_short_lived: ['Password file read'],
  a22_encoded_payload: ['Decoded payload run by a shell', 'Download run by a shell', 'Decoder run in a container'],
  a23_bulk_removal: ['Data wiped'],
  a25_server_spawns_shell: ['Shell started by a server program', 'Program that is not in the image'],
  a27_docker_socket: ['Engine socket used from a container'],
  a28_user_mgmt: ['Account tool run in a container'],
};

const captures = skipShared.skip ? [] : readdirSync(sharedPath('captures')).filter((name) => /^[ab]\d/.test(name));
const attacksSeen = new Set<string>();

describe.skipIf(skipShared.skip)(`our own rules over recordings ${skipShared.note}`, () => {
  afterAll(() => attacksSeen.clear());

  it.each(captures.filter((name) => name.startsWith('b')))('%s: nothing above notice', async (name) => {
    const alerts = await alertsOf(name);
    expect(alerts.filter(({ priority }) => !['Notice', 'Informational', 'Debug'].includes(priority))).toEqual([]);
  });

  it.each(captures.filter((name) => name.startsWith('a')))('%s: seen', async (name) => {
    const alerts = new Set((await alertsOf(name)).map(({ rule }) => rule));
    expect(alerts.size).toBeGreaterThan(0);
    expect((attacks[name] ?? []).filter((rule) => !alerts.has(rule))).toEqual([]);
    attacksSeen.add(name);
  });

  it('every attack that is named above was there', () => {
    expect(Object.keys(attacks).filter((name) => !attacksSeen.has(name))).toEqual([]);
  });
});

async function alertsOf(name: string): Promise<readonly { rule: string; priority: string }[]> {
  const detector = Detector.of(rules, { match: 'all' });
  if (!detector.ok) throw new Error(detector.issue.message);
  const alerts: { rule: string; priority: string }[] = [];
  const path = sharedPath('captures', name, 'capture.scap');
  const done = await detector.value.run(path, name, ({ rule, priority }) => alerts.push({ rule, priority }));
  if (!done.ok) throw new Error(done.issue.message);
  return alerts;
}
