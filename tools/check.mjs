// npm run check: set-up, lint, types, build, and every test that this machine can run. Ends with `N passed, N failed, N skipped`.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureImages } from './images.mjs';
import { root } from './node.mjs';
import { fail, runNode, say, setup } from './setup.mjs';

setup();
const bin = (name) => join(root, 'node_modules', name);
step('lint and format', [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings']);
step('types', [bin('typescript/bin/tsc'), '-b']);
step('build', ['tools/build.mjs']);

const images = ensureImages();
if (images.reason) say(`tests on real images are skipped: ${images.reason}`);
const results = join(root, '.cache/test-results.json');
mkdirSync(join(root, '.cache'), { recursive: true });
say('tests');
const env = images.path ? { HOLDFAST_IMAGES: images.path } : { HOLDFAST_IMAGES_REASON: images.reason };
const code = runNode(
  [
    bin('vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...process.argv.slice(2),
  ],
  { env },
);
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites } = JSON.parse(
  readFileSync(results, 'utf8'),
);
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped`);
if (code !== 0 || numFailedTestSuites > 0 || numPassedTests === 0) process.exit(1);

function step(name, args) {
  say(name);
  if (runNode(args) !== 0) fail(`${name}: failed`);
}
