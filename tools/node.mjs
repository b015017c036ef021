// Finds the Node that this clone brought with it (tools/node, from npm); the running one where it is new enough.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const wantedMajor = 24;

/** Path of a Node >= 24 executable, or undefined before `npm ci` has run on a machine with an older Node. */
export function findNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  for (const pkg of [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]) {
    for (const base of [root, join(root, 'tools/node')]) {
      const path = join(base, 'node_modules', pkg, 'bin', name);
      if (existsSync(path)) return path;
    }
  }
  return Number(process.versions.node.split('.')[0]) >= wantedMajor ? process.execPath : undefined;
}
