import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSchema, schemaValidator } from '#testing/json-schema.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { holdfast, home, root } from '../support.ts';
import { scriptCapture } from './script-capture.ts';

const shell = await scriptCapture(`
hostname: node-1
containers: [{name: web, image: "nginx:1.25"}]
processes:
  - {pid: 1, name: systemd}
  - {pid: 90, name: containerd-shim}
  - {pid: 100, parent: 90, name: nginx, container: web}
events:
  - clone: {child: 200}
  - {process: 200, execve: {exe: /bin/sh, args: [-c, "id\\tx"], tty: 34816, flags: EXE_WRITABLE}}
  - openat: {name: /etc/shadow, flags: O_RDONLY}
`);
const capture = save('shell.scap', shell);
const rules = save(
  'rules.yaml',
  `- list: shells
  items: [sh, bash]
- rule: Shell
  desc: a shell
  condition: evt.type = execve and proc.name in (shells)
  output: shell %proc.name (%proc.cmdline, parent %proc.pname, missing %fd.name)
  priority: WARNING
  tags: [b, a]
- rule: Exec
  desc: any
  condition: evt.type = execve
  output: exec %proc.name
  priority: NOTICE
  tags: [exec]
- rule: Shadow
  desc: read
  condition: evt.type = openat and fd.name = /etc/shadow
  output: read %fd.name
  priority: CRITICAL
  enabled: false
  tags: [file]
`,
);

function save(name: string, content: string | Buffer): string {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, name), content);
  return join(home, name);
}

const replay = (...args: string[]) => holdfast(['replay', capture, '--rules', rules, ...args]);
const lines = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
const ruleNames = async (...args: string[]) =>
  lines((await replay('--format', 'jsonl', ...args)).stdout).map((alert) => alert.rule);

describe('replay', () => {
  const alertSchema = readSchema(join(root, 'schema/alert-1.json'));
  const replaySchema = readSchema(join(root, 'schema/replay-1.json'));

  it('prints one alert a line, in the shape of the ecosystem', async () => {
    const { stdout, stderr, code } = await replay('--format', 'jsonl', '--extra-field', 'evt.num');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const [alert, second, ...more] = lines(stdout);
    expect(more).toEqual([]);
    expect(second.rule).toBe('Exec');
    expect(schemaValidator(alertSchema)(alert)).toEqual([]);
    expect(alert).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      time: '2024-01-01T00:00:00.002003000Z',
      rule: 'Shell',
      priority: 'Warning',
      source: 'syscall',
      output:
        '2024-01-01T00:00:00.002003000+0000: Warning shell sh (sh -c id\tx, parent nginx, missing <NA>) ' +
        `container_id=${alert.container.id} container_name=web container_image_repository=nginx container_image_tag=1.25 k8s_pod_name=<NA> k8s_ns_name=<NA>`,
      output_fields: {
        'container.id': alert.container.id,
        'container.image.repository': 'nginx',
        'container.image.tag': '1.25',
        'container.name': 'web',
        'evt.num': 4,
        'evt.time.iso8601': expect.any(Number),
        'fd.name': null,
        'k8s.ns.name': null,
        'k8s.pod.name': null,
        'proc.cmdline': 'sh -c id\tx',
        'proc.name': 'sh',
        'proc.pname': 'nginx',
      },
      tags: ['a', 'b'],
      hostname: 'node-1',
      container: { id: expect.stringMatching(/^[0-9a-f]{12}$/), name: 'web', image: 'nginx:1.25' },
      capture: { file: capture, event: 4 },
    });
    expect(stdout).toContain('"evt.time.iso8601":1704067200002003000,');
    expect(alert.uuid).not.toBe(second.uuid);
  });

  it('gives the same output each time, whatever the file is called', async () => {
    const other = save('other.scap', shell);
    const first = lines((await replay('--format', 'jsonl')).stdout);
    const again = lines((await holdfast(['replay', other, '--rules', rules, '--format', 'jsonl'])).stdout);
    expect(again.map((alert) => alert.uuid)).toEqual(first.map((alert) => alert.uuid));
  });

  it('chooses rules by name, tag and priority, and the first or all that match', async () => {
    expect(await ruleNames()).toEqual(['Shell', 'Exec']);
    expect(await ruleNames('--match', 'first')).toEqual(['Shell']);
    expect(await ruleNames('--enable', '*')).toEqual(['Shell', 'Exec', 'Shadow']);
    expect(await ruleNames('--enable', '*', '--disable', 'S*')).toEqual(['Exec']);
    expect(await ruleNames('--disable', '*', '--enable', 'Shadow')).toEqual(['Shadow']);
    expect(await ruleNames('--tag', 'exec', '--tag', 'file')).toEqual(['Exec', 'Shadow']);
    expect(await ruleNames('--priority', 'warning')).toEqual(['Shell']);
  });

  it('fails on the priority asked for, and only then', async () => {
    expect((await replay('--fail-on', 'warning')).code).toBe(1);
    expect((await replay('--fail-on', 'CRITICAL')).code).toBe(0);
    expect((await replay('--fail-on', 'critical', '--enable', '*')).code).toBe(1);
  });

  it('adds to outputs', async () => {
    const { stdout } = await replay('--no-suggested-output', '--append-output', 'tty=%proc.tty', '--disable', 'Exec');
    expect(stdout.split('\n')[0]).toBe(
      '2024-01-01T00:00:00.002003000+0000: Warning shell sh (sh -c id\\tx, parent nginx, missing <NA>) tty=34816',
    );
  });

  it('ends text with a summary by rule', async () => {
    const { stdout } = await replay();
    expect(stdout).toMatch(
      /\n\npriority +alerts +rule\nWarning +1 +Shell\nNotice +1 +Exec\n\n2 alerts by 2 rules \(of 2 that ran\) in 5 events\n$/,
    );
  });

  it('prints one valid document as json, also for captures that are damaged or no captures', async () => {
    const cut = save('cut.scap', shell.subarray(0, shell.length - 30));
    const none = save('none.scap', 'no capture at all, just some text that is long enough');
    const { stdout, stderr, code } = await holdfast([
      'replay',
      capture,
      cut,
      none,
      '--rules',
      rules,
      '--format',
      'json',
    ]);
    const document = JSON.parse(stdout);
    expect(schemaValidator(replaySchema)(document)).toEqual([]);
    expect(replaySchema.$defs).toMatchObject({ alert: alertSchema });
    expect(document.complete).toBe(false);
    expect(
      document.captures.map((each: { read: boolean; complete: boolean; alerts: number }) => [
        each.read,
        each.complete,
        each.alerts,
      ]),
    ).toEqual([
      [true, true, 2],
      [true, false, 2],
      [false, false, 0],
    ]);
    expect(document.summary.byRule.map((each: { rule: string; alerts: number }) => [each.rule, each.alerts])).toEqual([
      ['Shell', 2],
      ['Exec', 2],
    ]);
    expect(stderr).toContain('cut.scap');
    expect(stderr).toContain('none.scap');
    expect(code).toBe(3);
  });

  it('counts in rules with a memory, and says which events led to the alert', async () => {
    const counting = save(
      'count.yaml',
      `- rule: Twice
  desc: d
  condition: evt.type in (clone, execve)
  output: twice %proc.name
  priority: NOTICE
  holdfast:
    count: {over: 1, within: 1m}
- rule: Then
  desc: d
  condition: evt.type = execve
  output: then %fd.name
  priority: NOTICE
  holdfast:
    sequence: {followed_by: evt.type = openat, within: 1m, by: process-tree}
`,
    );
    const alerts = lines((await holdfast(['replay', capture, '--rules', counting, '--format', 'jsonl'])).stdout);
    expect(alerts.map(({ rule, correlation }) => [rule, correlation])).toEqual([
      ['Twice', { count: 2, events: [2, 3] }],
      ['Then', { count: 2, events: [4, 5] }],
    ]);
    for (const alert of alerts) expect(schemaValidator(alertSchema)(alert)).toEqual([]);
  });

  it('reads standard input', async () => {
    const input = readFileSync(capture).toString('latin1');
    // Only bytes below 0x80 survive the test's way of passing text.
    const { code, stderr } = await holdfast(['replay', '-', '--rules', rules], { stdin: input.slice(0, 40) });
    expect(code).toBe(3);
    expect(stderr).toContain('standard input');
  });

  it('runs the rules that ship where none are named', async () => {
    const { stdout, code, stderr } = await holdfast(['replay', capture]);
    expect(stderr).toBe('');
    expect(stdout).toContain('Terminal shell in a container');
    expect(code).toBe(0);
  });

  it.each([
    [2, 'no capture', [['replay']], 'no capture'],
    [2, 'an unknown priority', [['replay', capture, '--rules', rules, '--fail-on', 'high']], 'critical'],
    [2, 'an unknown extra field', [['replay', capture, '--rules', rules, '--extra-field', 'proc.nme']], 'proc.nme'],
    [2, 'an unknown format', [['replay', capture, '--format', 'xml']], 'jsonl'],
    [3, 'a missing capture', [['replay', '/nonexistent.scap', '--rules', rules]], '/nonexistent.scap'],
    [3, 'missing rules', [['replay', capture, '--rules', '/nonexistent.yaml']], '/nonexistent.yaml'],
    [
      3,
      'wrong rules',
      [
        [
          'replay',
          capture,
          '--rules',
          save(
            'bad.yaml',
            '- rule: x\n  desc: d\n  condition: evt.type = execve and (\n  output: o\n  priority: NOTICE\n',
          ),
        ],
      ],
      'bad.yaml:3:',
    ],
  ])('%i: %s', async (code, _, [args], says) => {
    const done = await holdfast(args!);
    expect(done.stderr).toContain(says);
    expect(done.stderr).not.toMatch(/\n\s+at |bug in Holdfast/);
    expect(done.stdout).toBe('');
    expect(done.code).toBe(code);
  });

  it('takes captures before and after --rules', async () => {
    expect((await holdfast(['replay', '--rules', rules, capture, '--format', 'jsonl'])).stdout).toBe(
      (await replay('--format', 'jsonl')).stdout,
    );
  });
});

describe.skipIf(skipShared.skip)(`alerts of the recorded captures ${skipShared.note}`, () => {
  const files = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];
  const configurations: readonly (readonly [name: string, ...args: string[]])[] = [
    ['default', '--rules', 'falco_rules.yaml'],
    ['default-first', '--rules', 'falco_rules.yaml', '--match', 'first'],
    ['incubating', '--rules', 'falco-incubating_rules.yaml'],
    ['sandbox', '--rules', 'falco-sandbox_rules.yaml'],
    ['everything', '--rules', ...files, '--enable', '*'],
  ];
  // Of processes of the recording host, which the peer takes for those of a container.
  const asHost = (text: string) =>
    text.replaceAll('7d9ec60cca98', 'host').replaceAll('container_name=host', 'container_name=<NA>');

  it.each([
    'a01_terminal_shell',
    'a10_symlink_hardlink',
    'u_sysdig-inspect_502Error',
    'b03_shell_loop',
    'a17_sysadmin_mount',
  ])('%s', async (name) => {
    const path = sharedPath('captures', name);
    for (const [configuration, ...args] of configurations) {
      const expected = lines(readFileSync(join(path, `falco-${configuration}.jsonl`), 'utf8'));
      const given = args.map((arg) => (arg.endsWith('.yaml') ? sharedPath('falco-rules', arg) : arg));
      const { stdout } = await holdfast([
        'replay',
        join(path, 'capture.scap'),
        '--format',
        'jsonl',
        '--extra-field',
        'evt.num',
        ...given,
      ]);
      const got = lines(stdout);
      const key = (alert: { rule: string; output_fields: Record<string, unknown> }) =>
        `${alert.output_fields['evt.num']} ${alert.rule}`;
      expect(got.map(key).sort(), configuration).toEqual(expected.map(key).sort());
      const outputs = new Map(got.map((alert) => [key(alert), alert]));
      for (const alert of expected) {
        const ours = outputs.get(key(alert))!;
        expect(asHost(ours.output)).toBe(asHost(alert.output));
        expect(Object.keys(ours.output_fields).sort()).toEqual(Object.keys(alert.output_fields).sort());
        expect({ priority: ours.priority, time: ours.time, tags: ours.tags }).toEqual({
          priority: alert.priority,
          time: alert.time,
          tags: alert.tags,
        });
      }
    }
  });
});
