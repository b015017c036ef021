import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const module = fileURLToPath(new URL('write-out.ts', import.meta.url));
const program = `const { writeOut } = await import(${JSON.stringify(module)});
for (let line = 0; line < 5000; line++) writeOut(1, 'x'.repeat(200) + '\\n');
process.exitCode = 1;`;

describe('writeOut', () => {
  it.each([
    ['that reads all', 'wc -c', '1005000'],
    ['that goes away', 'head -c 1', 'x'],
  ])('keeps the exit code before a reader %s', (_, reader, shown) => {
    const script = `"$0" --input-type=module -e "$1" | ${reader}; echo " \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, program], { encoding: 'utf8' });
    expect(stdout.replace(/\s+/g, ' ').trim()).toBe(`${shown} 1`);
    expect(stderr).toBe('');
  });
});
