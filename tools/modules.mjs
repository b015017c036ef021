// Writes src/<module>/tsconfig.json and the root tsconfig.json from tools/modules.json.
// Each module is a TypeScript project; what it may import is exactly its references, so that a
// wrong-direction import or a cycle does not compile (DESIGN §3).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { modules } = JSON.parse(readFileSync(`${root}/tools/modules.json`, 'utf8'));
const write = (path, value) => writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);

for (const [name, imports] of Object.entries(modules)) {
  const dir = `${root}/src/${name}`;
  mkdirSync(dir, { recursive: true });
  const up = (path) => relative(dir, `${root}/${path}`);
  write(`${dir}/tsconfig.json`, {
    extends: up('tsconfig.base.json'),
    compilerOptions: {
      rootDir: '.',
      outDir: up(`.tsbuild/${name}`),
      tsBuildInfoFile: up(`.tsbuild/${name}.tsbuildinfo`),
    },
    include: ['**/*.ts', '**/*.json'],
    exclude: ['**/*.test.ts', 'tsconfig.json', '**/testdata/**'],
    references: imports.map((other) => ({ path: relative(dir, `${root}/src/${other}`) })),
  });
}
write(`${root}/tsconfig.tests.json`, {
  extends: './tsconfig.base.json',
  compilerOptions: { rootDir: '.', outDir: '.tsbuild/tests', tsBuildInfoFile: '.tsbuild/tests.tsbuildinfo' },
  include: ['src/**/*.test.ts', 'src/testing/**/*.ts', 'e2e/**/*.ts'],
  references: Object.keys(modules).map((name) => ({ path: `./src/${name}` })),
});
write(`${root}/tsconfig.json`, {
  files: [],
  references: [...Object.keys(modules).map((name) => ({ path: `./src/${name}` })), { path: './tsconfig.tests.json' }],
});
