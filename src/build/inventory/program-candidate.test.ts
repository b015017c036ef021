import { expect, it } from 'vitest';
import { mayBeProgram } from './program-candidate.ts';

const mib = 1024 * 1024;

it.each([
  ['kubectl', 0o755, 40 * mib, true],
  ['kubectl.1.33', 0o755, 40 * mib, true],
  ['terraform-provider-aws_v5.100.0_x5', 0o755, 500 * mib, true],
  ['tool', 0o644, 4 * mib, true],
  ['tool.exe', 0o644, 4 * mib, true],
  ['wrapper', 0o755, 900, false],
  ['setup.py', 0o755, mib, false],
  ['libtorch_cuda.so', 0o755, 1500 * mib, false],
  ['libc.so.6', 0o755, 2 * mib, false],
  ['README', 0o644, 20_000, false],
  ['.bash_history', 0o644, mib, false],
  ['data.bin', 0o644, mib, false],
])('%s with mode %o and %i bytes: %s', (name, mode, size, expected) => {
  expect(mayBeProgram({ path: `x/${name}`, name, mode, size })).toBe(expected);
});
