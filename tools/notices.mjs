// The licences of what the bundle contains, as their terms ask.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node.mjs';

/** @param {string[]} inputs Paths of all bundled files, from esbuild's metafile. */
export function thirdPartyNotices(inputs) {
  const names = new Set();
  for (const path of inputs) {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path);
    if (match) names.add(match[1]);
  }
  return [...names].sort().map(notice).join('\n');
}

function notice(name) {
  const directory = join(root, 'node_modules', name);
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  const files = readdirSync(directory).filter((entry) => /^(licen[cs]e|notice|copying)/i.test(entry));
  const texts = files.sort().map((file) => readFileSync(join(directory, file), 'utf8').trim());
  const head = `${name} ${manifest.version} (${manifest.license})`;
  return `${'='.repeat(80)}\n${head}\n\n${texts.length > 0 ? texts.join('\n\n') : attribution(manifest)}\n`;
}

/** For packages without a licence file: who made it, where it is, and where its terms are (CC-BY-3.0 §4 asks for these). */
function attribution({ author, contributors = [], repository, license }) {
  const people = [author, ...contributors].filter(Boolean).map((person) => person.name ?? person);
  const place = (repository?.url ?? repository ?? '')
    .replace(/^git\+/, '')
    .replace(/^(?:github:)?([\w-]+\/[\w.-]+)$/, 'https://github.com/$1');
  return [`By ${people.join(', ')}`, `Source: ${place}`, `Terms: https://spdx.org/licenses/${license}.html`].join('\n');
}
