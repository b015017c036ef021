// Writes src/<module>/tsconfig.json and the root tsconfig.json from tools/modules.json.
// Each module is a TypeScript project; what it may import is exactly its references, so that a
// wrong-direction import or a cycle does not compile (DESIGN §3).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Path below the root → content, of every file that follows from tools/modules.json. */
export function projectFiles() {
  const { modules } = JSON.parse(readFileSync(`${root}/tools/modules.json`, 'utf8'));
  const names = Object.keys(modules);
  const files = new Map();
  for (const [name, imports] of Object.entries(modules)) {
    const dir = `${root}/src/${name}`;
    const up = (path) => relative(dir, `${root}/${path}`);
    files.set(`src/${name}/tsconfig.json`, {
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
  const references = names.map((name) => ({ path: `./src/${name}` }));
  files.set('tsconfig.tests.json', {
    extends: './tsconfig.base.json',
    compilerOptions: { rootDir: '.', outDir: '.tsbuild/tests', tsBuildInfoFile: '.tsbuild/tests.tsbuildinfo' },
    include: ['src/**/*.test.ts', 'src/testing/**/*.ts', 'e2e/**/*.ts'],
    references,
  });
  files.set('tsconfig.json', { files: [], references: [...references, { path: './tsconfig.tests.json' }] });
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, content] of projectFiles()) {
    mkdirSync(dirname(`${root}/${path}`), { recursive: true });
    writeFileSync(`${root}/${path}`, `${JSON.stringify(content, null, 2)}\n`);
  }
}
