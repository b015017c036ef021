// node tools/run.mjs tools/content-checks.mjs [--check]: compiles content/checks/**/*.yaml, so that a scan reads no YAML.
//   content/checks/FAMILY/ID.yaml → src/guard/policy/checks/checks.generated.ts
// With --check nothing is written; the exit code is 1 where the file is out of step.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { root } from './node.mjs';

const source = join(root, 'content/checks');
const target = join(root, 'src/guard/policy/checks/checks.generated.ts');
const severities = ['critical', 'high', 'medium', 'low', 'negligible'];
const keys = ['id', 'title', 'severity', 'targets', 'description', 'remediation', 'references'];

const checks = readdirSync(source, { recursive: true })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => validate(parse(readFileSync(join(source, name), 'utf8')), name))
  .sort((a, b) => (a.id < b.id ? -1 : 1));
const twice = checks.find((check, i) => checks[i - 1]?.id === check.id);
if (twice) refuse(twice.id, 'is defined twice');

const content = format(`// Made from content/checks by tools/content-checks.mjs. Do not edit.
import type { CheckMeta } from './check.ts';

export const checkMeta: readonly CheckMeta[] = ${JSON.stringify(checks, null, 2)};
`);

let now = '';
try {
  now = readFileSync(target, 'utf8');
} catch {
  // Not there yet.
}
if (now !== content) {
  if (process.argv.includes('--check')) {
    console.error(`${target} is out of step: run node tools/run.mjs tools/content-checks.mjs`);
    process.exit(1);
  }
  writeFileSync(target, content);
}

function validate(check, name) {
  for (const key of keys) if (check?.[key] === undefined) refuse(name, `has no ${key}`);
  for (const key of Object.keys(check)) if (!keys.includes(key)) refuse(name, `has an unknown key ${key}`);
  if (check.id !== basename(name, '.yaml')) refuse(name, `has the id ${check.id}: it must be the file's name`);
  if (!severities.includes(check.severity)) refuse(name, `severity must be one of ${severities.join(', ')}`);
  if (
    !Array.isArray(check.targets) ||
    check.targets.length === 0 ||
    check.targets.some((t) => t !== 'image' && t !== 'dockerfile')
  )
    refuse(name, 'targets must be a list of image, dockerfile');
  if (!Array.isArray(check.references)) refuse(name, 'references must be a list');
  return Object.fromEntries(keys.map((key) => [key, check[key]]));
}

function refuse(name, what) {
  console.error(`content/checks/${name}: ${what}`);
  process.exit(1);
}

function format(text) {
  const biome = resolve(root, 'node_modules/@biomejs/biome/bin/biome');
  const done = spawnSync(process.execPath, [biome, 'format', '--stdin-file-path=checks.generated.ts'], {
    input: text,
    encoding: 'utf8',
    cwd: root,
  });
  if (done.status !== 0) refuse('', done.stderr);
  return done.stdout;
}
