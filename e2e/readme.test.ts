import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeSmallTargets } from './small-image.ts';
import { holdfast, home, images, root } from './support.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const targets = writeSmallTargets(join(home, 'targets'));
/** What a reader may copy: each line that begins with the program, without its comment. */
const commands = [...readme.matchAll(/^(?: {4}|\$ )\.\/holdfast (.*?)(?: {2,}#.*)?$/gm)].map(([, line = '']) =>
  line.split(' '),
);

describe('README', () => {
  it('links to what exists', () => {
    for (const [, path = ''] of readme.matchAll(/\]\((?!https?:)([^)#]+)/g))
      expect(existsSync(join(root, path)), path).toBe(true);
  });

  it('shows only commands and options that exist', async () => {
    expect(commands.length).toBeGreaterThan(8);
    for (const words of commands) {
      const name = ['db', 'rules'].includes(words[0]!) ? words.slice(0, 2) : words.slice(0, 1);
      const { code, stdout } = await holdfast([...name, '--help']);
      expect(code, words.join(' ')).toBe(0);
      for (const option of words.filter((word) => word.startsWith('-')))
        expect(stdout, words.join(' ')).toContain(option);
    }
  });

  it('names every format, and every kind of target', async () => {
    const { stdout } = await holdfast(['scan', '--help']);
    const formats = /output format \(choices: ([^)]*), default/.exec(stdout.replace(/\s+/g, ' '))?.[1] ?? '';
    for (const format of formats.matchAll(/"(\w+)"/g)) expect(readme).toContain(`\`${format[1]}\``);
    for (const [, kind] of stdout.matchAll(/^ {2}([a-z-]+):\w+/gm)) expect(readme).toContain(`\`${kind}:`);
  });

  it('has a policy that is one', async () => {
    const [, block = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(parse(block).kind).toBe('Policy');
    const path = join(home, 'readme.yaml');
    writeFileSync(path, block);
    const { code, stderr } = await holdfast(['scan', targets.fine, '--policy', path]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('counts the starter set right', () => {
    const count = readdirSync(join(root, 'content/advisories/starter')).length;
    expect(readme).toContain(`starter set** of ${count} `);
    expect(readme).toContain(`Only the starter set of ${count} well-known vulnerabilities was used`);
  });

  it('has a changelog with the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toContain(`## [${version}]`);
  });

  describe.skipIf(images.skip)(`shows what the program prints ${images.note}`, () => {
    const blocks = [...readme.matchAll(/```\n\$ \.\/holdfast (.*)\n([\s\S]*?)```/g)].map(
      ([, line = '', text = '']) => [line, text] as const,
    );

    it.each(blocks)('%s', async (line, text) => {
      if (!existsSync(join(home, 'debian-node')))
        symlinkSync(join(images.path, 'debian-node-oci'), join(home, 'debian-node'));
      await holdfast(['rules', 'test', join(root, 'docs/examples'), '--keep', '.'], { cwd: home });
      const { stdout } = await holdfast(line.split(' '), { cwd: home });
      const printed = new Set(stdout.split('\n'));
      for (const shown of text.split('\n').filter((each) => !/^\s*\[.*\]$/.test(each))) {
        const [start = '', cut] = shown.split(' […]');
        expect(cut === undefined ? printed.has(shown) : stdout.includes(start), shown).toBe(true);
      }
    });
  });
});
