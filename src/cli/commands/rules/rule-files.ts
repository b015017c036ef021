import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ruleLimits } from '#runtime/rules/loader/limits.ts';
import type { RuleFileContent } from '#runtime/rules/loader/load-rules.ts';
import { type CliContext, CliError } from '../../command.ts';

/** Rule files as the user names them, in order; a folder stands for the rule files in it, by name. */
export async function readRuleFiles(
  paths: readonly string[],
  { cwd }: Pick<CliContext, 'cwd'>,
): Promise<readonly RuleFileContent[]> {
  const files: RuleFileContent[] = [];
  for (const path of paths) {
    for (const name of await filesOf(path, cwd)) {
      const absolute = resolve(cwd, name);
      const content = await attempt(name, async () => {
        const { size } = await stat(absolute);
        // Characters are at most as many as bytes.
        if (size > ruleLimits.fileCharacters * 4) throw new Error(`it has ${size} bytes, more than any rule file`);
        return readFile(absolute, 'utf8');
      });
      files.push({ name, content });
    }
  }
  return files;
}

async function filesOf(path: string, cwd: string): Promise<readonly string[]> {
  const isFolder = await attempt(path, async () => (await stat(resolve(cwd, path))).isDirectory());
  if (!isFolder) return [path];
  const names = await attempt(path, () => readdir(resolve(cwd, path)));
  // Tests lie beside what they test.
  const rules = names.filter((name) => /\.ya?ml$/.test(name) && !/\.test\.ya?ml$/.test(name)).sort();
  if (rules.length === 0) throw new CliError(3, `${path} has no .yaml files`);
  return rules.map((name) => join(path, name));
}

async function attempt<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(3, `could not read the rule file ${path}: ${reason}`);
  }
}
