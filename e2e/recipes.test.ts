import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeSmallTargets } from './small-image.ts';
import { holdfast, home, root } from './support.ts';

interface Action {
  readonly inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  readonly outputs: Record<string, { value: string }>;
  readonly runs: { using: string; steps: readonly Step[] };
}
interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Record<string, string>;
}

const text = (path: string) => readFileSync(join(root, path), 'utf8');
const targets = writeSmallTargets(join(home, 'targets'));
const docs = text('docs/ci.md');

/** Where a recipe finds its program: one file, as on the PATH. */
const program = join(home, 'holdfast');
writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/cli/main.js')}" "$@"\n`);
chmodSync(program, 0o755);

const baseEnv = { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, HOME: home, HOLDFAST: program };

function shell(
  script: string,
  env: Record<string, string>,
  cwd: string,
  command = ['bash', '-e', '-o', 'pipefail', '-c'],
) {
  const [name, ...args] = command as [string, ...string[]];
  const done = spawnSync(name, [...args, script], { cwd, env: { ...baseEnv, ...env }, encoding: 'utf8' });
  if (done.error) throw done.error;
  return { code: done.status, log: done.stdout + done.stderr };
}

describe('the GitHub action', () => {
  const action = parse(text('action.yml')) as Action;
  const step = (id: string) => action.runs.steps.find((item) => item.id === id)!;

  it('is a composite action whose every shell step names its shell', () => {
    expect(action.runs.using).toBe('composite');
    for (const item of action.runs.steps) expect(item.uses ?? item.shell, JSON.stringify(item)).toBeDefined();
  });

  it('has no input in the text of a script', () => {
    for (const { run } of action.runs.steps) expect(run ?? '').not.toContain('${{');
  });

  it('describes every input, here and in the docs, with its default; and uses each', () => {
    const used = JSON.stringify(action.runs.steps);
    for (const [name, input] of Object.entries(action.inputs)) {
      expect(input.description).not.toBe('');
      expect(used, name).toContain(`inputs.${name}`);
      expect(docs, name).toMatch(new RegExp(`^\\| \`${name}\` .*${input.default ? `\`${input.default}\`` : ''}`, 'm'));
    }
    for (const name of Object.keys(action.outputs)) expect(docs).toContain(`\`${name}\``);
  });

  it('takes its outputs from steps that exist', () => {
    for (const { value } of Object.values(action.outputs)) {
      const [, id = '', output = ''] = /steps\.(\w+)\.outputs\.(\w+)/.exec(value) ?? [];
      expect(step(id).run).toContain(`${output}=`);
    }
  });

  /** As the runner does: the steps' scripts one after the other, a step's environment made of inputs and outputs. */
  function runAction(inputs: Record<string, string>) {
    const work = join(home, `action-${Object.values(inputs).join('-').replaceAll(/\W+/g, '-').slice(-60)}`);
    mkdirSync(work, { recursive: true });
    const files = { GITHUB_OUTPUT: join(work, 'output'), GITHUB_STEP_SUMMARY: join(work, 'summary') };
    const outputs: Record<string, string> = {};
    let log = '';
    for (const item of action.runs.steps) {
      if (item.run === undefined) continue;
      for (const file of Object.values(files)) if (!existsSync(file)) writeFileSync(file, '');
      writeFileSync(files.GITHUB_OUTPUT, '');
      const env = Object.fromEntries(
        Object.entries(item.env ?? {}).map(([name, value]) => [
          name,
          value
            .replace(/\$\{\{ inputs\.([\w-]+) \}\}/, (_, input) => inputs[input] ?? action.inputs[input]?.default ?? '')
            .replace(/\$\{\{ steps\.scan\.outputs\.(\w+) \}\}/, (_, output) => outputs[output] ?? ''),
        ]),
      );
      const done = shell(item.run, { ...env, ...files, RUNNER_TEMP: work }, work);
      log += done.log;
      for (const line of readFileSync(files.GITHUB_OUTPUT, 'utf8').split('\n').filter(Boolean))
        outputs[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1);
      if (done.code !== 0)
        return { code: done.code, log, outputs, work, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8') };
    }
    return { code: 0, log, outputs, work, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8') };
  }

  it('installs Holdfast beside the job, and the Node that it needs where the job has an older one', () => {
    const tools = join(home, 'tools');
    const temp = join(home, 'runner temp');
    for (const path of [tools, temp]) mkdirSync(path);
    // In npm's place: notes what is asked for, and puts this clone's program there.
    writeFileSync(
      join(tools, 'npm'),
      `#!/bin/sh\necho "$@" >"${tools}/asked"\nmkdir -p "$3/node_modules/holdfast"\nln -sfn "${join(root, 'dist')}" "$3/node_modules/holdfast/dist"\n`,
    );
    writeFileSync(join(tools, 'node'), `#!/bin/sh\nexec "${process.execPath}" "$@"\n`);
    const install = (version: string) => {
      const shim = `#!/bin/sh\nif [ "$2" = 'process.versions.node.split(".")[0]' ]; then echo ${version}; else exec "${process.execPath}" "$@"; fi\n`;
      writeFileSync(join(tools, 'node'), shim);
      for (const name of ['npm', 'node']) chmodSync(join(tools, name), 0o755);
      const env = { HOLDFAST: '', VERSION: '1.2.3', RUNNER_TEMP: temp, GITHUB_OUTPUT: join(temp, 'out') };
      const { code, log } = shell(step('install').run!, { ...env, PATH: `${tools}:${process.env.PATH}` }, temp);
      expect(code, log).toBe(0);
      return readFileSync(join(tools, 'asked'), 'utf8').trim().split(' ').slice(-2);
    };
    expect(install('24')).toEqual(['--loglevel=error', 'holdfast@1.2.3']);
    expect(install('20')).toEqual(['holdfast@1.2.3', expect.stringMatching(/^node-.*-.*@24$/)]);
    expect(readFileSync(join(temp, 'out'), 'utf8')).toMatch(/^day=20\d\d-\d\d-\d\d$/m);
    const own = spawnSync(join(temp, 'holdfast/holdfast'), ['--version'], { encoding: 'utf8', env: baseEnv });
    expect(own.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('denied: fails, with SARIF, summary, decision and the report in the log', () => {
    const { code, log, outputs, work, summary } = runAction({ target: `oci:${targets.denied}` });
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ decision: 'deny', report: 'holdfast.sarif', code: '1' });
    expect(JSON.parse(readFileSync(join(work, 'holdfast.sarif'), 'utf8')).runs[0].results.length).toBeGreaterThan(3);
    expect(summary).toMatch(/^## Denied/);
    expect(log).toMatch(/^DENY /m);
    expect(log).toContain('::error ');
  });

  it('allowed: passes', () => {
    const { code, outputs, summary } = runAction({ target: targets.fine });
    expect(code).toBe(0);
    expect(outputs).toMatchObject({ decision: 'pass', code: '0' });
    expect(summary).toMatch(/^## Passed/);
  });

  it('fail-on-deny: false reports a denial and passes', () => {
    const { code, outputs } = runAction({ target: targets.denied, 'fail-on-deny': 'false' });
    expect(code).toBe(0);
    expect(outputs.decision).toBe('deny');
  });

  it('could not: fails whatever fail-on-deny says, without a decision', () => {
    const { code, outputs } = runAction({ target: 'oci:/nonexistent', 'fail-on-deny': 'false' });
    expect(code).toBe(3);
    expect(outputs.decision).toBeUndefined();
  });

  it('format, output, dockerfile, policy and args reach the scan', () => {
    const policy = join(home, 'warn.yaml');
    writeFileSync(
      policy,
      'apiVersion: holdfast.dev/v1\nkind: Policy\nmetadata: {name: w}\nrules: [{name: all, when: {severity: low}, decision: warn}]\n',
    );
    const dockerfile = join(targets.tree, 'Dockerfile');
    const args = '--platform=linux/amd64\n--no-secrets\n';
    const given = { target: targets.denied, format: 'junit', output: 'out put.xml', dockerfile, policy, args };
    const { code, outputs, work } = runAction(given);
    expect(code).toBe(0);
    expect(outputs).toMatchObject({ decision: 'warn', report: 'out put.xml' });
    const xml = readFileSync(join(work, 'out put.xml'), 'utf8');
    expect(xml).toContain('<testsuite');
    expect(xml).not.toContain('github-pat');
  });

  it('shell characters in inputs stay text', () => {
    const marker = join(home, 'pwned');
    const { code } = runAction({ target: `$(touch ${marker});\`touch ${marker}\``, args: `--db=$(touch ${marker})` });
    expect(code).toBeGreaterThanOrEqual(2);
    expect(existsSync(marker)).toBe(false);
  });

  it('a database that cannot be pulled is a warning, not a failure', () => {
    const { code, log, outputs } = runAction({ target: targets.fine, db: `oci:${home}/no-such-layout` });
    expect(log).toContain('::warning title=Holdfast::');
    expect(outputs.decision).toBe('pass');
    expect(code).toBe(0);
  });
});

describe('the GitLab template', () => {
  interface Job {
    readonly script: readonly string[];
    readonly variables: Record<string, string>;
    readonly artifacts: { paths: string[]; reports: { container_scanning: string } };
    readonly cache: { paths: string[] };
  }
  const job = (parse(text('ci/gitlab.yml')) as { 'holdfast-scan': Job })['holdfast-scan'];

  function runJob(name: string, variables: Record<string, string>) {
    const project = join(home, `gitlab-${name}`);
    mkdirSync(project, { recursive: true });
    const env = { ...job.variables, HOLDFAST: program, ...variables };
    const predefined: Record<string, string> = { CI_PROJECT_DIR: project, CI_REGISTRY: 'r.example' };
    const expanded = Object.fromEntries(
      Object.entries(env).map(([key, value]) => [key, value.replace(/\$(CI_\w+)/g, (_, ci) => predefined[ci] ?? '')]),
    );
    // GitLab's shell executor runs the lines with bash or, where there is none, with sh.
    const runs = ['bash', 'sh'].map((command) =>
      shell(job.script.join('\n'), expanded, project, [command, '-e', '-c']),
    );
    expect(runs[0]!.code).toBe(runs[1]!.code);
    return { ...runs[0]!, project };
  }

  it('denied: fails, with report and log', () => {
    const { code, log, project } = runJob('denied', { HOLDFAST_TARGET: `oci:${targets.denied}` });
    expect(code).toBe(1);
    expect(log).toMatch(/^DENY /m);
    const report = JSON.parse(readFileSync(join(project, job.artifacts.reports.container_scanning), 'utf8'));
    expect(report.scan.type).toBe('container_scanning');
    expect(report.vulnerabilities.length).toBeGreaterThan(2);
    for (const path of job.cache.paths.filter((item) => !item.endsWith('data')))
      expect(existsSync(join(project, path))).toBe(true);
  });

  it('allowed: passes', () => {
    expect(runJob('fine', { HOLDFAST_TARGET: targets.fine }).code).toBe(0);
  });

  it('HOLDFAST_GATE: false lets a denial pass, but not what could not be scanned', () => {
    expect(runJob('gate', { HOLDFAST_TARGET: targets.denied, HOLDFAST_GATE: 'false' }).code).toBe(0);
    expect(runJob('gate-3', { HOLDFAST_TARGET: 'oci:/nonexistent', HOLDFAST_GATE: 'false' }).code).toBe(3);
  });

  it('HOLDFAST_ARGS are arguments', () => {
    const args = '--no-secrets --stage registry';
    expect(runJob('args', { HOLDFAST_TARGET: targets.denied, HOLDFAST_ARGS: args }).log).not.toContain('github');
  });

  it('its variables are told in it or in the docs', () => {
    for (const name of ['HOLDFAST_TARGET', 'HOLDFAST_ARGS', 'HOLDFAST_GATE', 'HOLDFAST_DB_SOURCE']) {
      expect(job.variables).toHaveProperty(name);
      expect(docs).toContain(name);
    }
  });
});

describe('the Jenkinsfile', () => {
  const script = /sh '(.*)'/.exec(text('ci/Jenkinsfile'))?.[1] ?? '';

  it('denied: the step fails, with JUnit results and a page', () => {
    const work = join(home, 'jenkins');
    mkdirSync(work);
    const { code, log } = shell(script, { HOLDFAST_TARGET: `oci:${targets.denied}` }, work, ['sh', '-xe', '-c']);
    expect(code).toBe(1);
    expect(log).toMatch(/^DENY /m);
    expect(readFileSync(join(work, 'holdfast.xml'), 'utf8')).toContain('<failure');
    expect(readFileSync(join(work, 'holdfast.html'), 'utf8')).toContain('</html>');
    rmSync(work, { recursive: true });
  });

  it('names the files that its steps publish', () => {
    const file = text('ci/Jenkinsfile');
    for (const name of ['holdfast.xml', 'holdfast.html']) expect(file.match(new RegExp(name, 'g'))).toHaveLength(2);
  });
});

describe('the pre-commit hooks', () => {
  const hooks = parse(text('.pre-commit-hooks.yaml')) as { id: string; entry: string; language: string }[];

  it('each runs in a source tree', async () => {
    expect(hooks.map(({ id }) => id)).toEqual(['holdfast', 'holdfast-system']);
    for (const { id, entry } of hooks) {
      expect(docs).toContain(`\`${id}\``.replace('`holdfast`', 'id: holdfast'));
      const [name, ...args] = entry.split(' ');
      expect(name).toBe('holdfast');
      const { code, stdout } = await holdfast(args, { cwd: targets.tree });
      expect(code).toBe(1);
      expect(stdout).toContain('lodash');
    }
  });
});

it('examples in docs/ci.md are YAML', () => {
  for (const [, block = ''] of docs.matchAll(/```yaml\n([\s\S]*?)```/g)) expect(() => parse(block)).not.toThrow();
});
