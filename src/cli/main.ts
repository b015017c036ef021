#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { cacheDirectory } from './directories.ts';

// Compiled code is kept between runs: half of a short run is otherwise spent compiling.
enableCompileCache(join(cacheDirectory(process.env), 'code'));

const { run } = await import('./run.ts');
process.exitCode = await run(process.argv.slice(2));
