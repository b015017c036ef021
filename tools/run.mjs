// node tools/run.mjs FILE [ARG …]: runs FILE with this clone's own Node.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { findNode, root } from './node.mjs';

const node = findNode();
if (!node) {
  console.error('holdfast: no Node >= 24 in this clone yet. Run: npm ci');
  process.exit(3);
}
const env = { ...process.env, PATH: `${dirname(node)}:${root}/node_modules/.bin:${process.env.PATH ?? ''}` };
const done = spawnSync(node, process.argv.slice(2), { stdio: 'inherit', env });
process.exit(done.status ?? 3);
