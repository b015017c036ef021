// node tools/run.mjs tools/content-policies.mjs [--check]: writes what is made from content/policies and from the policy schema.
//   content/policies/default.yaml        → src/guard/policy/default-policy.generated.ts
//   src/guard/policy/policy-schema.ts    → schema/policy-v1.json
// With --check nothing is written; the exit code is 1 where a file is out of step.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { root } from './node.mjs';

const { parsePolicy } = await import('../src/guard/policy/parse-policy.ts');
const { policySchema } = await import('../src/guard/policy/policy-schema.ts');

const source = 'content/policies/default.yaml';
const parsed = await parsePolicy(readFileSync(resolve(root, source), 'utf8'), source);
if (!parsed.ok) {
  const { where, message, hint, cause } = parsed.issue;
  console.error([`${where}: ${message}`, hint, cause].filter(Boolean).join('\n'));
  process.exit(1);
}

const files = {
  'src/guard/policy/default-policy.generated.ts': formatted(
    'default-policy.generated.ts',
    [
      `// Made from ${source} by tools/content-policies.mjs. Do not edit.`,
      "import type { Policy } from './policy.ts';",
      '',
      `export const defaultPolicy: Policy = ${JSON.stringify(parsed.value, null, 2)};`,
      '',
    ].join('\n'),
  ),
  'schema/policy-v1.json': `${JSON.stringify(policySchema, null, 2)}\n`,
};

let stale = 0;
for (const [path, content] of Object.entries(files)) {
  const absolute = resolve(root, path);
  let now = '';
  try {
    now = readFileSync(absolute, 'utf8');
  } catch {
    // Not there yet.
  }
  if (now === content) continue;
  if (process.argv.includes('--check')) {
    console.error(`${path} is out of step: run node tools/run.mjs tools/content-policies.mjs`);
    stale += 1;
  } else writeFileSync(absolute, content);
}
process.exit(stale > 0 ? 1 : 0);

function formatted(name, text) {
  const biome = resolve(root, 'node_modules/@biomejs/biome/bin/biome');
  const done = spawnSync(process.execPath, [biome, 'format', `--stdin-file-path=${name}`], {
    input: text,
    cwd: root,
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout;
}
