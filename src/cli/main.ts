#!/usr/bin/env node
import { createRequire, enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { cacheDirectory } from './directories.ts';

// Said before anything is used that an older Node does not have.
if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(`holdfast: needs Node 24 or newer, this is ${process.versions.node}\n`);
  process.exit(3);
}

// Compiled code is kept between runs: half of a short run is otherwise spent compiling.
enableCompileCache(join(cacheDirectory(process.env), 'code'));

// CommonJS packages inside the bundle still call require() for Node's own modules. A banner in each chunk would cost every start 10 ms.
Object.assign(globalThis, { require: createRequire(import.meta.url) });

const { run } = await import('./run.ts');
process.exitCode = await run(process.argv.slice(2));
