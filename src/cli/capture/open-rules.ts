import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadRules, type RuleFileContent } from '#runtime/rules/loader/load-rules.ts';
import type { RuleSet } from '#runtime/rules/loader/rule-set.ts';
import type { AppendOutput } from '#runtime/rules/output/append-output.ts';
import { type CliContext, CliError } from '../command.ts';
import { readRuleFiles } from '../commands/rules/rule-files.ts';
import { faultText } from './fault-text.ts';

/** Rule files that ship with Holdfast, in the order in which they load. From source, those of content/. */
export function shippedRules(): string[] {
  const folder = ['../rules', '../../rules', '../../../content/rules', '../../content/rules']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(join(path, shippedMark)));
  if (folder === undefined) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('.test.yaml'))
    .sort()
    .map((name) => join(folder, name));
}

/** The file that the others build on; it tells the folder from others of its name. */
const shippedMark = '00-words.yaml';

/** Rule files or folders of them, or the shipped ones where none is named; what cannot be read ends the command (3). */
export async function namedOrShippedRules(
  files: readonly string[] | undefined,
  context: Pick<CliContext, 'cwd'>,
): Promise<readonly RuleFileContent[]> {
  const paths = files !== undefined && files.length > 0 ? files : shippedRules();
  if (paths.length === 0) throw new CliError(2, 'no rules', 'name rule files with --rules FILE');
  return readRuleFiles(paths, context);
}

/** The rules of files that hold together; errors end the command (3), with their places. */
export async function openRules(
  files: readonly string[] | undefined,
  context: Pick<CliContext, 'cwd'>,
  appendOutput: readonly AppendOutput[] = [],
): Promise<RuleSet> {
  const set = await loadRules(await namedOrShippedRules(files, context), { appendOutput });
  if (set.ok) return set;
  const [first, ...more] = set.errors;
  const shown = [first!, ...more.slice(0, 4)].map(faultText).join('\n');
  const left = more.length > 4 ? `\nand ${more.length - 4} more` : '';
  throw new CliError(
    3,
    `the rules cannot be used\n${shown}${left}`,
    'holdfast rules check FILE… says all that is wrong',
  );
}
