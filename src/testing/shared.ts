import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The folder of test data that is not part of the repository; undefined where it is absent. */
export const sharedDir: string | undefined = [
  process.env.HOLDFAST_SHARED,
  resolve(import.meta.dirname, '../../../shared'),
].find((path) => path !== undefined && existsSync(resolve(path, 'DESIGN.md')));

/** For `describe.skipIf(skipShared.skip)(`… ${skipShared.note}`)`: says in the test's name why it was skipped. */
export const skipShared = {
  skip: sharedDir === undefined,
  note: sharedDir === undefined ? '(skipped: no ../shared; set HOLDFAST_SHARED)' : '',
};

export function sharedPath(...parts: string[]): string {
  if (sharedDir === undefined) throw new Error('sharedPath without shared data: guard the test with skipShared');
  return resolve(sharedDir, ...parts);
}
