// Writes docs/coverage.md from the registry of catalogers. Run: node tools/run.mjs tools/docs-coverage.mjs
import { writeFileSync } from 'node:fs';
import { catalogers } from '../src/build/inventory/catalogers/index.ts';
import { unhandledFormats } from '../src/build/inventory/unhandled.ts';
import { coverageDoc } from '../src/testing/coverage-doc.ts';

const path = new URL('../docs/coverage.md', import.meta.url);
writeFileSync(path, coverageDoc(catalogers, unhandledFormats));
console.log(`wrote docs/coverage.md: ${catalogers.length} catalogers, ${unhandledFormats.length} formats not read`);
