// Writes docs/rules.md from content/rules. Run: node tools/run.mjs tools/docs-rules.mjs
import { writeFileSync } from 'node:fs';
import { loadOwnRules } from '../src/testing/own-rules.ts';
import { rulesDoc } from '../src/testing/rules-doc.ts';

const set = await loadOwnRules();
for (const { code, message, place } of [...set.errors, ...set.warnings])
  console.error(`${place.file}:${place.line}:${place.column} ${code} ${message}`);
if (!set.ok) process.exit(1);
const path = new URL('../docs/rules.md', import.meta.url);
writeFileSync(path, rulesDoc(set.rules));
console.log(`wrote docs/rules.md: ${set.rules.length} rules`);
