// Bundles the product into dist/: one entry, one chunk a command, third-party notices beside it.

import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './node.mjs';
import { thirdPartyNotices } from './notices.mjs';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
// Built beside and moved into place: whoever runs the program meanwhile has the old one whole.
const out = join(root, `.dist-${process.pid}`);
mkdirSync(out, { recursive: true });

const { catalogers } = await import('../src/build/inventory/catalogers/index.ts');
const { secretRulesVersion } = await import('../src/build/inventory/secrets/rules/index.ts');
const { factsVersionOf } = await import('../src/build/scan/facts-version.ts');

/**
 * Node's own modules are taken by process.getBuiltinModule, not by import: importing `node:fs` as an ES module reads every property once,
 * lazy ones too, which loads promises, streams and readline (10 ms of every start). Commander's node:child_process is for sub-programs,
 * which we have none of: loaded when called.
 */
const builtins = {
  name: 'builtins',
  setup(plugin) {
    plugin.onResolve({ filter: /^node:/ }, ({ path, importer }) => ({
      path,
      namespace: path === 'node:child_process' && importer.includes('/commander/') ? 'lazy-builtin' : 'builtin',
    }));
    plugin.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
    plugin.onLoad({ filter: /.*/, namespace: 'lazy-builtin' }, ({ path }) => ({
      contents: `module.exports = { spawn: (...args) => process.getBuiltinModule(${JSON.stringify(path)}).spawn(...args) };`,
    }));
  },
};

const shared = {
  absWorkingDir: root,
  outdir: out,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  legalComments: 'none',
  logLevel: 'warning',
  // Where node_modules is a link, its target's path would stand in the bundle: it names the machine, and differs from clone to clone.
  preserveSymlinks: true,
  minifySyntax: true,
  minifyWhitespace: true,
};

const result = await build({
  ...shared,
  entryPoints: [{ in: 'src/cli/run.ts', out: 'cli/run' }],
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  define: {
    HOLDFAST_VERSION: JSON.stringify(version),
    HOLDFAST_BUILD_ID: JSON.stringify(sourceHash()),
    HOLDFAST_FACTS_VERSION: JSON.stringify(hash(factsVersionOf(catalogers, secretRulesVersion))),
  },
  inject: ['src/cli/hot.ts'],
  plugins: [builtins],
  metafile: true,
});

// The entry turns V8's code cache on before anything else is loaded, so it is a file of its own.
await build({
  ...shared,
  entryPoints: [{ in: 'src/cli/main.ts', out: 'cli/main' }],
  plugins: [
    builtins,
    {
      name: 'run',
      setup: (plugin) => plugin.onResolve({ filter: /^\.\/run\.ts$/ }, () => ({ path: './run.js', external: true })),
    },
  ],
});
chmodSync(join(out, 'cli/main.js'), 0o755);
writeFileSync(join(out, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(Object.keys(result.metafile.inputs)));
if (process.argv.includes('--meta')) writeFileSync(join(root, '.cache-meta.json'), JSON.stringify(result.metafile));

const starter = join(root, 'src/build/vuln/feeds/starter.ts');
if (existsSync(starter)) {
  const { compileStarter } = await import(starter);
  const starterDb = await compileStarter(join(root, 'content/advisories/starter'), join(out, 'starter.db'));
  if (!starterDb.ok) throw new Error(starterDb.issue.message);
}

// The rules that ship: read as they are, so that users can look at them.
const rules = join(root, 'content/rules');
if (existsSync(rules)) {
  mkdirSync(join(out, 'rules'), { recursive: true });
  for (const name of readdirSync(rules).sort())
    if (name.endsWith('.yaml') && !name.endsWith('.test.yaml'))
      copyFileSync(join(rules, name), join(out, 'rules', name));
}

const old = join(root, `.dist-${process.pid}-old`);
if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
renameSync(out, join(root, 'dist'));
rmSync(old, { recursive: true, force: true });

/** Changes with any source file that may change an answer. */
function sourceHash() {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return hash(files.map((file) => `${file.slice(root.length)}\n${readFileSync(file, 'utf8')}`).join('\n'));
}

function hash(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
