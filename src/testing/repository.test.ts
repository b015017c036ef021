import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const readJson = (path: string): unknown => JSON.parse(read(path));
const below = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`);

/** What a module may import (DESIGN §3), those that exist or are to come; a name stands for its folder. */
const mayImport: Readonly<Record<string, string>> = {
  core: '',
  engines: 'core',
  'runtime/events': 'core',
  'guard/kube': 'core',
  'ledger/contract': 'core',
  'build/image': 'core engines',
  'build/inventory': 'core',
  'runtime/rules': 'core runtime/events',
  'runtime/sensor': 'core runtime/events',
  'runtime/forensics': 'core runtime/events runtime/rules',
  'build/vuln': 'core build/inventory',
  'guard/policy': 'core build/inventory build/vuln guard/kube',
  'build/scan': 'core build/image build/inventory build/vuln guard/policy',
  'output/notify': 'core',
  'runtime/respond': 'core engines guard/kube',
  'runtime/watch':
    'core engines runtime/events runtime/rules runtime/sensor runtime/forensics runtime/respond output/notify',
  'guard/compliance': 'core guard/policy guard/kube engines runtime/events',
  'output/report': 'core build/inventory build/vuln guard/policy guard/compliance runtime/forensics',
  'ledger/store': 'core ledger/contract',
};
/** These may import every module above them. */
const top = ['server', 'cli'];

/** Source files over 600 lines, and why. */
const longFiles: Readonly<Record<string, string>> = {
  'src/testing/brute-force.ts': 'a second matcher, kept in one piece so that it shares nothing with the first',
  'src/testing/lock-samples.ts': 'data: one sample of each lock file',
};

describe('the repository', () => {
  it('has the modules of the design, with no more imports than it allows', () => {
    const { modules } = readJson('tools/modules.json') as { modules: Record<string, string[]> };
    for (const [name, imports] of Object.entries(modules)) {
      const known = Object.keys(modules).filter((other) => other !== name);
      const allowed = top.includes(name) ? known : mayImport[name]?.split(' ').filter((other) => known.includes(other));
      expect([...imports].sort(), name).toEqual(allowed?.sort());
    }
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'testing')
      .flatMap(({ name }) =>
        existsSync(join(root, 'src', name, 'tsconfig.json'))
          ? [name]
          : readdirSync(join(root, 'src', name)).map((inner) => `${name}/${inner}`),
      );
    expect(folders.sort()).toEqual(Object.keys(modules).sort());
  });

  it('has project files that follow from the modules', async () => {
    const { projectFiles } = (await import(pathToFileURL(join(root, 'tools/modules.mjs')).href)) as {
      projectFiles: () => Map<string, unknown>;
    };
    for (const [path, content] of projectFiles()) expect(readJson(path), path).toEqual(content);
  });

  it('has a page of at most 60 lines for each kind of thing to add', () => {
    const pages = readdirSync(join(root, 'docs')).filter((name) => name.startsWith('adding-a'));
    expect(pages.length).toBeGreaterThanOrEqual(6);
    for (const page of pages) expect(read(`docs/${page}`).trimEnd().split('\n').length, page).toBeLessThanOrEqual(60);
  });

  it('links only to pages that exist', () => {
    for (const page of below('docs').filter((path) => path.endsWith('.md'))) {
      for (const [, target = ''] of read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
        if (/^[a-z]+:/.test(target)) continue;
        expect(existsSync(join(root, dirname(page), target)), `${page}: ${target}`).toBe(true);
      }
    }
  });

  it('has files that fit a head', () => {
    const lines = below('src')
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.generated.ts'))
      .map((path) => ({ path, count: read(path).split('\n').length - 1 }))
      .sort((a, b) => a.count - b.count);
    const product = lines.filter(({ path }) => !path.endsWith('.test.ts') && !path.startsWith('src/testing/'));
    const at = (share: number) => product[Math.floor(product.length * share)];
    process.stdout.write(
      `${product.length} files of product code: median ${at(0.5)?.count} lines, 90 % up to ${at(0.9)?.count}, longest ${product.at(-1)?.count} (${product.at(-1)?.path})\n`,
    );
    const tooLong = lines.filter(({ count }) => count > 600).map(({ path }) => path);
    expect(tooLong.sort()).toEqual(Object.keys(longFiles).sort());
  });

  it('publishes a package that depends on nothing', () => {
    const manifest = readJson('package.json') as Record<string, unknown>;
    for (const kind of ['dependencies', 'peerDependencies', 'bundledDependencies'])
      expect(manifest).not.toHaveProperty(kind);
  });
});
