// Bundles the product into dist/: one entry, one chunk a command, third-party notices beside it.

import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './node.mjs';
import { thirdPartyNotices } from './notices.mjs';

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const out = join(root, 'dist');
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const result = await build({
  absWorkingDir: root,
  entryPoints: [{ in: 'src/cli/main.ts', out: 'cli/main' }],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  chunkNames: 'chunks/[name]-[hash]',
  define: { HOLDFAST_VERSION: JSON.stringify(version) },
  // CommonJS dependencies inside an ES module bundle still call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  minifySyntax: true,
  minifyWhitespace: true,
});
chmodSync(join(out, 'cli/main.js'), 0o755);
writeFileSync(join(out, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(Object.keys(result.metafile.inputs)));
if (process.argv.includes('--meta')) writeFileSync(join(root, '.cache-meta.json'), JSON.stringify(result.metafile));

const starter = join(root, 'src/build/vuln/feeds/starter.ts');
if (existsSync(starter)) {
  const { compileStarter } = await import(starter);
  await compileStarter(join(root, 'content/advisories/starter'), join(out, 'starter.db'));
}
