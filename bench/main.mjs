// npm run bench [scan|db-import|replay …]: every benchmark, or the named ones.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const names = process.argv.length > 2 ? process.argv.slice(2) : ['scan', 'db-import', 'replay'];
process.argv.length = 2;
for (const name of names) {
  const file = join(import.meta.dirname, `${name}.mjs`);
  if (!existsSync(file)) throw new Error(`no benchmark ${name}`);
  console.log(`== ${name}`);
  await import(pathToFileURL(file).href);
}
